// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace domain {

// A month from 1990-01 to 2099-12, the unit in which figures are kept (DESIGN §9).
class Month {
public:
    static constexpr int first_year = 1990;
    static constexpr int last_year = 2099;
    static constexpr int count = (last_year - first_year + 1) * 12;

    // Nothing outside the range; `month` is 1..12.
    static constexpr std::optional<Month> of(int year, int month) {
        if (year < first_year || year > last_year || month < 1 || month > 12) return std::nullopt;
        return Month{static_cast<std::uint16_t>((year - first_year) * 12 + month - 1)};
    }
    // The inverse of index(). `index` < count.
    static constexpr Month from_index(std::uint16_t index) { return Month{index}; }

    // Months since 1990-01.
    constexpr std::uint16_t index() const { return index_; }
    constexpr int year() const { return first_year + index_ / 12; }
    // 1..12.
    constexpr int month() const { return index_ % 12 + 1; }
    // "2023-12".
    std::string text() const;

    friend constexpr auto operator<=>(const Month&, const Month&) = default;

private:
    explicit constexpr Month(std::uint16_t index) : index_(index) {}

    std::uint16_t index_;
};

// A day of the calendar inside Month's range.
struct Date {
    Month month;
    std::uint8_t day;  // 1..31, existing in that month.

    // Reads YYYY-MM-DD. With `Lenient::june_31`, 2023-06-31 is read as 2023-06-30, as PILOTE does.
    // Errors: date-bad-format, date-not-in-calendar, date-out-of-range (outside 1990..2099).
    enum class Lenient : std::uint8_t { no, june_31 };
    static Result<Date> parse(std::string_view text, Lenient lenient = Lenient::no);
    // The same checks on numbers.
    static Result<Date> of(int year, int month, int day, Lenient lenient = Lenient::no);

    // "2023-12-31".
    std::string text() const;
    std::chrono::sys_days days() const;

    friend constexpr auto operator<=>(const Date&, const Date&) = default;
};

}  // namespace domain
