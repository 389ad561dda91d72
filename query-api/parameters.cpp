// SPDX-License-Identifier: EUPL-1.2
#include "query-api/parameters.hpp"

#include <algorithm>
#include <charconv>

namespace query_api {
namespace {

using platform::http::Request;

constexpr std::string_view day_pattern = "YYYY-MM-DD";

// The first instant of a day, or an RFC 3339 instant.
std::optional<domain::Instant> parse_instant(std::string_view text) {
    const bool is_day = text.size() == day_pattern.size();
    const auto instant =
        domain::Instant::parse(is_day ? std::string{text} + "T00:00:00Z" : std::string{text});
    if (!instant) return std::nullopt;
    return *instant;
}

Outcome<std::optional<Position>> position_parameter(const Request& request, std::string_view name) {
    const auto text = request.parameter(name);
    if (!text) return std::optional<Position>{};
    auto position = parse_position(*text);
    if (!position) return Refusal{position.error().kind, culprit(name, *text)};
    return std::optional{std::move(*position)};
}

Outcome<Since> moment_in(std::string_view name, std::string_view text) {
    if (const auto position = parse_position(text)) return Since{*position};
    if (const auto instant = parse_instant(text)) return Since{*instant};
    return Refusal{problems::moment_bad_format, culprit(name, text)};
}

std::optional<std::uint64_t> number_in(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

Outcome<Format> format_of(const Request& request, Lines lines) {
    const auto text = request.parameter("format");
    if (!text) return accepted_format(request.header("accept"), lines);
    const auto format = parse_format(*text, lines);
    if (!format) return Refusal{problems::format_unknown, culprit("format", *text)};
    return *format;
}

}  // namespace

std::string culprit(std::string_view name, std::string_view value) {
    constexpr std::size_t shown_max = 80;
    return std::string{name}.append("=").append(value.substr(0, shown_max));
}

Outcome<void> check_names(const Request& request, const std::vector<std::string>& allowed) {
    std::vector<std::string> all{common_parameters.begin(), common_parameters.end()};
    all.insert(all.end(), allowed.begin(), allowed.end());
    return check_own_names(request, all);
}

Outcome<void> check_own_names(const Request& request, const std::vector<std::string>& allowed) {
    std::vector<std::string_view> seen;
    for (const auto& [name, value] : request.query) {
        const bool known = std::find(allowed.begin(), allowed.end(), name) != allowed.end();
        if (!known) return Refusal{problems::parameter_unknown, culprit(name, value)};
        if (std::find(seen.begin(), seen.end(), name) != seen.end())
            return Refusal{problems::parameter_repeated, name};
        seen.push_back(name);
    }
    return {};
}

Outcome<ReadParameters> read_parameters(const Request& request, Lines lines) {
    ReadParameters parameters;
    if (const auto text = request.parameter("to")) {
        if (request.parameter("as_of") || request.parameter("at"))
            return Refusal{problems::as_of_with_at, culprit("to", *text)};
        auto to = moment_in("to", *text);
        if (!to) return to.error();
        if (const auto* position = std::get_if<Position>(&*to))
            parameters.at = *position;
        else
            parameters.as_of = std::get<domain::Instant>(*to);
    }
    if (const auto text = request.parameter("as_of")) {
        parameters.as_of = parse_instant(*text);
        if (!parameters.as_of) return Refusal{problems::as_of_bad_format, culprit("as_of", *text)};
        if (request.parameter("at")) return Refusal{problems::as_of_with_at, {}};
    }
    if (const auto text = request.parameter("on")) {
        const auto day = domain::Date::parse(*text);
        if (!day) return Refusal{problems::on_bad_format, culprit("on", *text)};
        parameters.on = *day;
    }
    auto at = position_parameter(request, "at");
    if (!at) return at.error();
    if (*at) parameters.at = std::move(*at);
    auto at_least = position_parameter(request, "at_least");
    if (!at_least) return at_least.error();
    const auto format = format_of(request, lines);
    if (!format) return format.error();
    parameters.at_least = std::move(*at_least);
    parameters.format = *format;
    return parameters;
}

Outcome<std::string> required_parameter(const Request& request, std::string_view name) {
    const auto text = request.parameter(name);
    if (!text) return Refusal{problems::parameter_missing, std::string{name}};
    return std::string{*text};
}

std::optional<domain::Sequence> number_in_path(const std::string& text) {
    return number_in(text);
}

Outcome<std::uint64_t> number_parameter(const Request& request, std::string_view name,
                                        const NumberRange& range) {
    const auto text = request.parameter(name);
    if (!text) return range.fallback;
    const auto number = number_in(*text);
    if (!number || *number == 0 || *number > range.max)
        return Refusal{problems::number_bad_format,
                       culprit(name, *text) + " (1 - " + std::to_string(range.max) + ")"};
    return *number;
}

Outcome<domain::Level> level_in(const std::string& text) {
    const auto level = domain::parse_level(text);
    if (!level) return Refusal{problems::level_unknown, culprit("level", text)};
    return *level;
}

Outcome<domain::Level> level_parameter(const Request& request) {
    const auto text = required_parameter(request, "level");
    if (!text) return text.error();
    return level_in(*text);
}

Outcome<std::size_t> limit_parameter(const Request& request) {
    const auto text = request.parameter("limit");
    if (!text) return page_rows_default;
    const auto limit = number_in(*text);
    if (!limit || *limit == 0 || *limit > page_rows_max)
        return Refusal{problems::limit_bad_format, culprit("limit", *text)};
    return static_cast<std::size_t>(*limit);
}

Outcome<Page> page_parameters(const Request& request) {
    const auto limit = limit_parameter(request);
    if (!limit) return limit.error();
    Page page{0, *limit};
    const auto text = request.parameter("after");
    if (!text) return page;
    const auto after = number_in(*text);
    if (!after) return Refusal{problems::after_bad_format, culprit("after", *text)};
    page.after = *after;
    return page;
}

Outcome<Since> from_parameter(const Request& request) {
    const auto text = required_parameter(request, "from");
    if (!text) return text.error();
    return moment_in("from", *text);
}

}  // namespace query_api
