// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <optional>

#include "query-api/position.hpp"
#include "query-api/problems.hpp"
#include "query-api/read_side.hpp"

namespace query_api {

// How long at_least waits.
constexpr std::chrono::seconds at_least_wait_max{5};

// On which thread it is told: the caller's, before the call returns, or one that must be left soon.
enum class Told : std::uint8_t { at_once, later };

// Tells `done` once `position`, if there is one, is applied, or why it is not.
// Errors: not-ready, position-other-log, position-not-reached.
void when_reached(const ReadSide& side, const std::optional<Position>& position,
                  std::function<void(Outcome<Told>)> done);

}  // namespace query_api
