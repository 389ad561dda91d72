// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace domain {

__extension__ using Int128 = __int128;

// A figure: a 128-bit integer of units of 10^-18 (DESIGN §7 says why 18). Sums are exact in any
// order; quotients are rounded half away from zero at the last digit.
class Decimal {
public:
    static constexpr int fraction_digits = 18;
    // What an input may have; beyond it parse() refuses.
    static constexpr int input_fraction_digits_max = 9;
    static constexpr std::int64_t input_magnitude_max = 1'000'000'000'000'000;
    // What the API writes at most.
    static constexpr int output_fraction_digits = 9;

    constexpr Decimal() = default;

    static constexpr Decimal from_units(Int128 units) { return Decimal{units}; }
    static constexpr Decimal from_integer(std::int64_t value) {
        return Decimal{static_cast<Int128>(value) * one};
    }

    // Reads decimal text: an optional minus, digits, optionally a point and more digits. No
    // exponent, no plus, no spaces. "-0" is 0.
    // Errors: value-bad-format, value-too-many-decimals (more than 9), value-out-of-range
    // (magnitude over 10^15).
    static Result<Decimal> parse(std::string_view text);

    constexpr Int128 units() const { return units_; }

    // Canonical text with at most `output_fraction_digits`, rounded half away from zero, without
    // trailing zeros; "0" for what rounds to zero.
    std::string text() const;

    // Nothing where 128 bits do not hold the result.
    std::optional<Decimal> plus(Decimal other) const;
    std::optional<Decimal> minus(Decimal other) const;
    // This divided by `count`, rounded half away from zero at 18 digits. `count` > 0.
    Decimal divided_by(std::int64_t count) const;
    // Rounded half away from zero to `digits` (0..18) fractional digits.
    Decimal rounded(int digits) const;

    friend constexpr auto operator<=>(const Decimal&, const Decimal&) = default;

private:
    static constexpr Int128 one = static_cast<Int128>(1'000'000'000) * 1'000'000'000;

    explicit constexpr Decimal(Int128 units) : units_(units) {}

    Int128 units_ = 0;
};

// `numerator` / `denominator` rounded half away from zero; denominator > 0.
Int128 divide_half_away(Int128 numerator, Int128 denominator);

// 10^exponent, 0 <= exponent <= 38.
Int128 power_of_ten(int exponent);

}  // namespace domain
