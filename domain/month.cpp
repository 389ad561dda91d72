// SPDX-License-Identifier: EUPL-1.2
#include "domain/month.hpp"

#include <algorithm>
#include <array>

namespace domain {
namespace {

std::string two_digits(int value) {
    return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

std::optional<int> number(std::string_view digits) {
    int value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

std::string Month::text() const {
    return std::to_string(year()) + "-" + two_digits(month());
}

Result<Date> Date::parse(std::string_view text, Lenient lenient) {
    const auto bad = [] { return Error{"date-bad-format", "", "expected YYYY-MM-DD"}; };
    constexpr std::size_t length = 10;
    if (text.size() != length || text[4] != '-' || text[7] != '-') return bad();
    const auto year = number(text.substr(0, 4));
    const auto month = number(text.substr(5, 2));
    const auto day = number(text.substr(8, 2));
    if (!year || !month || !day) return bad();
    return of(*year, *month, *day, lenient);
}

Result<Date> Date::of(int year, int month, int day, Lenient lenient) {
    const bool june_31 = year == 2023 && month == 6 && day == 31;
    if (june_31 && lenient == Lenient::june_31) day = 30;
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (month < 1 || day < 1 || !date.ok())
        return Error{"date-not-in-calendar", "", "there is no such day"};
    const auto of_month = Month::of(year, month);
    if (!of_month) return Error{"date-out-of-range", "", "expected 1990-01-01 to 2099-12-31"};
    return Date{*of_month, static_cast<std::uint8_t>(day)};
}

std::string Date::text() const {
    return month.text() + "-" + two_digits(day);
}

std::chrono::sys_days Date::days() const {
    return std::chrono::year_month_day{std::chrono::year{month.year()},
                                       std::chrono::month{static_cast<unsigned>(month.month())},
                                       std::chrono::day{day}};
}

}  // namespace domain
