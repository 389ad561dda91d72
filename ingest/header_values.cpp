// SPDX-License-Identifier: EUPL-1.2
#include "ingest/header_values.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace ingest {
namespace {

constexpr std::string_view respond_async = "respond-async";

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

std::string_view unquoted(std::string_view text) {
    const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
    return quoted ? text.substr(1, text.size() - 2) : text;
}

// The parts of `text` between separators that stand outside quotes.
std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    bool quoted = false;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i == text.size() || (text[i] == separator && !quoted)) {
            parts.push_back(trimmed(text.substr(begin, i - begin)));
            begin = i + 1;
        } else if (text[i] == '"') {
            quoted = !quoted;
        } else if (text[i] == '\\' && quoted) {
            ++i;
        }
    }
    return parts;
}

// "name=value" or "name" (then the value is empty).
struct Pair {
    std::string name;
    std::string_view value;
};

Pair pair_of(std::string_view text) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) return {lower(text), {}};
    return {lower(trimmed(text.substr(0, equals))), unquoted(trimmed(text.substr(equals + 1)))};
}

std::optional<std::chrono::seconds> parse_wait(std::string_view digits) {
    std::uint64_t seconds = 0;
    const auto end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, seconds);
    if (read.ptr != end || digits.empty()) return std::nullopt;
    const auto longest = static_cast<std::uint64_t>(wait_max.count());
    if (read.ec == std::errc::result_out_of_range) return wait_max;
    return std::chrono::seconds{std::min(seconds, longest)};
}

bool is_visible(char c) {
    return c > ' ' && c < '\x7F';
}

domain::Error bad_key(std::string detail) {
    return {"idempotency-key-malformed", "", std::move(detail)};
}

}  // namespace

MediaType parse_media_type(std::string_view header) {
    const auto parts = split(header, ';');
    MediaType type{lower(parts.front()), {}};
    for (const std::string_view part : parts) {
        const Pair parameter = pair_of(part);
        if (parameter.name == "charset" && type.charset.empty())
            type.charset = lower(parameter.value);
    }
    return type;
}

Preference parse_prefer(const platform::http::Request& request) {
    Preference preference;
    bool asynchronous = false;
    for (const auto& [name, value] : request.headers) {
        if (name != "prefer") continue;
        for (const std::string_view item : split(value, ',')) {
            const Pair preferred = pair_of(split(item, ';').front());
            if (preferred.name == respond_async) asynchronous = true;
            if (preferred.name == "wait" && !preference.wait)
                preference.wait = parse_wait(preferred.value);
        }
    }
    if (asynchronous) preference.applied = respond_async;
    if (preference.wait) {
        if (asynchronous) preference.applied += ", ";
        preference.applied += "wait=" + std::to_string(preference.wait->count());
    } else if (asynchronous) {
        preference.wait = std::chrono::seconds{0};
    }
    return preference;
}

Preference without_wait(const Preference& preference) {
    const bool asynchronous = preference.applied.starts_with(respond_async);
    return {std::chrono::seconds{0}, asynchronous ? std::string{respond_async} : std::string{}};
}

domain::Result<std::string> parse_idempotency_key(std::string_view header) {
    if (header.empty()) return bad_key("it is empty");
    if (header.front() != '"') {
        const bool token = std::all_of(header.begin(), header.end(),
                                       [](char c) { return is_visible(c) && c != '"'; });
        if (!token) return bad_key("a key with spaces or quotes stands in quotes");
        return std::string{header};
    }
    std::string key;
    for (std::size_t i = 1; i < header.size(); ++i) {
        if (header[i] == '"') {
            if (i + 1 != header.size()) return bad_key("there is text after the quotes");
            if (key.empty()) return bad_key("it is empty");
            return key;
        }
        if (header[i] == '\\') ++i;
        if (i == header.size() || (!is_visible(header[i]) && header[i] != ' '))
            return bad_key("expected visible ASCII in quotes");
        key.push_back(header[i]);
    }
    return bad_key("the quotes do not end");
}

}  // namespace ingest
