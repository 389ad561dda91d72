// SPDX-License-Identifier: EUPL-1.2
#include "query-api/position.hpp"

#include <charconv>

namespace query_api {

std::string token(std::string_view log_id, domain::Sequence sequence) {
    return std::string{log_id} + "." + std::to_string(sequence);
}

Outcome<Position> parse_position(std::string_view text) {
    const Refusal bad{problems::position_bad_format, std::string{text}};
    const auto point = text.rfind('.');
    if (point == std::string_view::npos || point == 0) return bad;
    Position position{std::string{text.substr(0, point)}, 0};
    const std::string_view digits = text.substr(point + 1);
    const char* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, position.sequence);
    if (digits.empty() || read.ec != std::errc{} || read.ptr != end) return bad;
    return position;
}

}  // namespace query_api
