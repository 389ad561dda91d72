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

Outcome<domain::Sequence> parse_place(std::string_view text, std::string_view log_id) {
    const bool bare = text.find('.') == std::string_view::npos;
    const auto position =
        parse_position(bare ? std::string{log_id}.append(".").append(text) : std::string{text});
    if (!position) return Refusal{position.error().kind, std::string{text}};
    if (position->log_id != log_id) return Refusal{problems::position_other_log, std::string{text}};
    return position->sequence;
}

}  // namespace query_api
