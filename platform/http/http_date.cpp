// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/http_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdio>
#include <ctime>

namespace platform::http {
namespace {

constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Edge: 0 for what is no number; the text written again shows that it was none.
template <class Number>
Number number_in(std::string_view digits) {
    Number number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

}  // namespace

std::string http_date(std::chrono::system_clock::time_point time) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 64> text;
    const int length =
        std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                      days.at(static_cast<std::size_t>(parts.tm_wday)), parts.tm_mday,
                      months.at(static_cast<std::size_t>(parts.tm_mon)), parts.tm_year + 1900,
                      parts.tm_hour, parts.tm_min, parts.tm_sec);
    return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) {
    constexpr std::string_view pattern = "Sun, 06 Nov 1994 08:49:37 GMT";
    if (text.size() != pattern.size()) return std::nullopt;
    const auto month = std::find(months.begin(), months.end(), text.substr(8, 3));
    const std::chrono::year_month_day day{
        std::chrono::year{number_in<int>(text.substr(12, 4))},
        std::chrono::month{static_cast<unsigned>(month - months.begin()) + 1},
        std::chrono::day{number_in<unsigned>(text.substr(5, 2))}};
    if (!day.ok()) return std::nullopt;
    const std::chrono::sys_seconds time = std::chrono::sys_days{day} +
                                          std::chrono::hours{number_in<int>(text.substr(17, 2))} +
                                          std::chrono::minutes{number_in<int>(text.substr(20, 2))} +
                                          std::chrono::seconds{number_in<int>(text.substr(23, 2))};
    if (http_date(time) != text) return std::nullopt;
    return time;
}

}  // namespace platform::http
