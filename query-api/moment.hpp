// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "domain/instant.hpp"
#include "projector/read_model/store.hpp"
#include "query-api/parameters.hpp"

namespace query_api {

// How far `as_of` may be ahead of the server's clock.
constexpr std::chrono::seconds as_of_ahead_max{60};

// Whether a later record can still change an answer.
enum class Finality : std::uint8_t { open, final };

// What an answer stands for.
struct Moment {
    std::string log_id;
    domain::Sequence position = 0;
    domain::Instant as_of;
    domain::Date on;
    Finality finality = Finality::open;
};

// Finds the position and the day that the parameters ask for, when the clock shows `now`.
// Errors: not-ready (nothing was ever applied), as-of-in-future, position-other-log,
// position-unknown; throws StoreFailure.
Outcome<Moment> resolve(const ReadParameters& parameters, const projector::read_model::Store& store,
                        domain::Instant now);

// Appends the members that end a JSON answer, and its closing brace, to an object left open;
// `own_position` leaves out `position`, for what has one of its own.
enum class Tail : std::uint8_t { whole, own_position };
void append_tail(std::string& json, const Moment& moment, Tail tail);

}  // namespace query_api
