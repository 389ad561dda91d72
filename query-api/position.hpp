// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "domain/measure.hpp"
#include "query-api/problems.hpp"

namespace query_api {

// A place in a log, as callers hand it back.
struct Position {
    std::string log_id;
    domain::Sequence sequence = 0;
};

// "k7Qd.812".
std::string token(std::string_view log_id, domain::Sequence sequence);

// The inverse. Errors: position-bad-format.
Outcome<Position> parse_position(std::string_view text);

// The same, or a bare sequence of the log `log_id`.
// Errors: position-bad-format, position-other-log.
Outcome<domain::Sequence> parse_place(std::string_view text, std::string_view log_id);

}  // namespace query_api
