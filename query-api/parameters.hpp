// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/instant.hpp"
#include "domain/territory.hpp"
#include "platform/http/message.hpp"
#include "query-api/format.hpp"
#include "query-api/page.hpp"
#include "query-api/position.hpp"
#include "query-api/problems.hpp"

namespace query_api {

// "level=town": what is wrong, for people.
std::string culprit(std::string_view name, std::string_view value);

// The parameters that every read takes.
constexpr std::array<std::string_view, 5> common_parameters{"as_of", "at", "on", "at_least",
                                                            "format"};

struct ReadParameters {
    std::optional<domain::Instant> as_of;
    std::optional<Position> at;
    std::optional<Position> at_least;
    std::optional<domain::Date> on;
    Format format = Format::json;
};

// Whether each query parameter is in `allowed` or common, at most once.
// Errors: parameter-unknown, parameter-repeated.
Outcome<void> check_names(const platform::http::Request& request,
                          const std::vector<std::string>& allowed);

// The same where none is common.
Outcome<void> check_own_names(const platform::http::Request& request,
                              const std::vector<std::string>& allowed);

// `to`, where an address takes it, stands for as_of or at.
// Errors: as-of-with-at and those of each value.
Outcome<ReadParameters> read_parameters(const platform::http::Request& request, Lines lines);

// The parameter `name`. Errors: parameter-missing.
Outcome<std::string> required_parameter(const platform::http::Request& request,
                                        std::string_view name);
// A sequence in a path.
std::optional<domain::Sequence> number_in_path(const std::string& text);
// A whole number from 1 to `max`; `fallback` where the parameter is not there.
// Errors: number-bad-format.
struct NumberRange {
    std::uint64_t max = 0;
    std::uint64_t fallback = 0;
};
Outcome<std::uint64_t> number_parameter(const platform::http::Request& request,
                                        std::string_view name, const NumberRange& range);
// A level by its name. Errors: level-unknown.
Outcome<domain::Level> level_in(const std::string& text);
// The parameter `level`. Errors: parameter-missing, level-unknown.
Outcome<domain::Level> level_parameter(const platform::http::Request& request);

// Rows that a page has unless it is told otherwise, and at most.
constexpr std::size_t page_rows_default = 200;
constexpr std::size_t page_rows_max = 1'000;

// The parameter `limit`. Errors: limit-bad-format.
Outcome<std::size_t> limit_parameter(const platform::http::Request& request);
// The parameters `after`, a sequence, and `limit`. Errors: after-bad-format, limit-bad-format.
Outcome<Page> page_parameters(const platform::http::Request& request);

// The parameter `from`: a position, or an instant as `as_of` takes it.
// Errors: parameter-missing, moment-bad-format.
using Since = std::variant<Position, domain::Instant>;
Outcome<Since> from_parameter(const platform::http::Request& request);

}  // namespace query_api
