// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/instant.hpp"
#include "domain/territory.hpp"
#include "platform/http/message.hpp"
#include "query-api/format.hpp"
#include "query-api/position.hpp"
#include "query-api/problems.hpp"

namespace query_api {

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

// Errors: as-of-with-at and those of each value.
Outcome<ReadParameters> read_parameters(const platform::http::Request& request, Lines lines);

// The parameter `name`. Errors: parameter-missing.
Outcome<std::string> required_parameter(const platform::http::Request& request,
                                        std::string_view name);
// The parameter `level`. Errors: parameter-missing, level-unknown.
Outcome<domain::Level> level_parameter(const platform::http::Request& request);

}  // namespace query_api
