// SPDX-License-Identifier: EUPL-1.2
#include "query-api/format.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <string>

namespace query_api {
namespace {

constexpr std::array all_formats{Format::json, Format::csv, Format::ndjson};

bool is_offered(Format format, Lines lines) {
    return format != Format::ndjson || lines == Lines::offered;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

// The part before `separator`, taken off `text` together with it.
std::string_view take_until(std::string_view& text, char separator) {
    const std::string_view part = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    return trimmed(part);
}

std::optional<Format> format_of_range(std::string_view range, Lines lines) {
    std::string lower{range};
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (lower == "*/*" || lower == "application/*" || lower == "application/json")
        return Format::json;
    if (lower == "text/csv" || lower == "text/*") return Format::csv;
    if (lower == "application/x-ndjson" && lines == Lines::offered) return Format::ndjson;
    return std::nullopt;
}

// The q of a range's parameters; one that cannot be read counts 0.
double weight_of(std::string_view parameters) {
    while (!parameters.empty()) {
        const std::string_view parameter = take_until(parameters, ';');
        if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) continue;
        double weight = 0;
        const char* end = parameter.data() + parameter.size();
        const auto read = std::from_chars(parameter.data() + 2, end, weight);
        return read.ec == std::errc{} && read.ptr == end && weight <= 1 ? weight : 0;
    }
    return 1;
}

}  // namespace

std::string_view name_of(Format format) {
    switch (format) {
        case Format::json:
            return "json";
        case Format::csv:
            return "csv";
        case Format::ndjson:
            return "ndjson";
    }
    return {};
}

std::string_view content_type_of(Format format) {
    switch (format) {
        case Format::json:
            return "application/json";
        case Format::csv:
            return "text/csv; charset=utf-8; header=present";
        case Format::ndjson:
            return "application/x-ndjson";
    }
    return {};
}

std::optional<Format> parse_format(std::string_view text, Lines lines) {
    for (const Format format : all_formats)
        if (name_of(format) == text && is_offered(format, lines)) return format;
    return std::nullopt;
}

Format accepted_format(std::string_view accept, Lines lines) {
    Format best = Format::json;
    double best_weight = 0;
    while (!accept.empty()) {
        std::string_view item = take_until(accept, ',');
        const auto format = format_of_range(take_until(item, ';'), lines);
        const double weight = weight_of(item);
        if (!format || weight <= best_weight) continue;
        best = *format;
        best_weight = weight;
    }
    return best;
}

}  // namespace query_api
