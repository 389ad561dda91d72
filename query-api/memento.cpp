// SPDX-License-Identifier: EUPL-1.2
#include "query-api/memento.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "platform/http/client.hpp"
#include "platform/http/http_date.hpp"

namespace query_api {
namespace {

constexpr std::array<std::string_view, 3> moments{"at", "as_of", "at_least"};

}  // namespace

std::string original_of(const platform::http::Request& request) {
    std::string original = request.path;
    char joint = '?';
    for (const auto& [name, value] : request.query) {
        if (std::find(moments.begin(), moments.end(), name) != moments.end()) continue;
        original.append(1, joint)
            .append(platform::http::percent_encode(name))
            .append("=")
            .append(platform::http::percent_encode(value));
        joint = '&';
    }
    return original;
}

std::string memento_of(const std::string& original, std::string_view token) {
    const char* joint = original.find('?') == std::string::npos ? "?at=" : "&at=";
    return original + joint + std::string{token};
}

std::optional<domain::Instant> accepted_datetime(std::string_view text) {
    using std::chrono::microseconds;
    const auto second = platform::http::parse_http_date(text);
    if (!second) return std::nullopt;
    const microseconds end = second->time_since_epoch() + std::chrono::seconds{1};
    return domain::Instant::from_microseconds((end - microseconds{1}).count());
}

std::string datetime_of(domain::Instant instant) {
    using std::chrono::system_clock;
    return platform::http::http_date(
        system_clock::time_point{std::chrono::duration_cast<system_clock::duration>(
            std::chrono::microseconds{instant.microseconds()})});
}

std::string links_of(const std::string& original, const std::string& time_map) {
    std::string links = "<" + original + ">; rel=\"original timegate\"";
    if (!time_map.empty())
        links.append(", <")
            .append(time_map)
            .append(">; rel=\"timemap\"; type=\"")
            .append(link_format_type)
            .append("\"");
    return links;
}

}  // namespace query_api
