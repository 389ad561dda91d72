// SPDX-License-Identifier: EUPL-1.2
#include "domain/decimal.hpp"

#include <algorithm>
#include <cassert>

namespace domain {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// Digits only, at most 16 of them.
Int128 to_integer(std::string_view digits) {
    Int128 value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return value;
}

std::string to_text(Int128 magnitude) {
    std::string reversed;
    do {
        reversed.push_back(static_cast<char>('0' + static_cast<int>(magnitude % 10)));
        magnitude /= 10;
    } while (magnitude != 0);
    return {reversed.rbegin(), reversed.rend()};
}

}  // namespace

Int128 power_of_ten(int exponent) {
    assert(exponent >= 0 && exponent <= 38);
    Int128 power = 1;
    for (int i = 0; i < exponent; ++i) power *= 10;
    return power;
}

Int128 divide_half_away(Int128 numerator, Int128 denominator) {
    assert(denominator > 0);
    const Int128 quotient = numerator / denominator;
    const Int128 rest = numerator % denominator;
    const Int128 magnitude = rest < 0 ? -rest : rest;
    if (magnitude < denominator - magnitude) return quotient;
    return numerator < 0 ? quotient - 1 : quotient + 1;
}

Result<Decimal> Decimal::parse(std::string_view text) {
    const bool negative = text.starts_with('-');
    const std::string_view unsigned_text = negative ? text.substr(1) : text;
    const auto point = unsigned_text.find('.');
    const std::string_view whole = unsigned_text.substr(0, point);
    const bool has_fraction = point != std::string_view::npos;
    const std::string_view fraction = has_fraction ? unsigned_text.substr(point + 1) : "";
    if (!all_digits(whole) || (has_fraction && !all_digits(fraction)))
        return Error{"value-bad-format", "", "expected decimal text such as -12.5"};
    if (fraction.size() > input_fraction_digits_max)
        return Error{"value-too-many-decimals", "", "at most 9 digits after the point"};

    const auto significant = whole.find_first_not_of('0');
    const std::string_view digits =
        significant == std::string_view::npos ? "" : whole.substr(significant);
    constexpr std::size_t whole_digits_max = 16;
    if (digits.size() > whole_digits_max)
        return Error{"value-out-of-range", "", "magnitude over 1e15"};
    const int missing = fraction_digits - static_cast<int>(fraction.size());
    const Int128 units = to_integer(digits) * one + to_integer(fraction) * power_of_ten(missing);
    if (units > static_cast<Int128>(input_magnitude_max) * one)
        return Error{"value-out-of-range", "", "magnitude over 1e15"};
    return Decimal{negative ? -units : units};
}

std::string Decimal::text() const {
    const Int128 scale = power_of_ten(fraction_digits - output_fraction_digits);
    const Int128 rounded_units = divide_half_away(units_, scale);
    const bool negative = rounded_units < 0;
    const Int128 magnitude = negative ? -rounded_units : rounded_units;
    const Int128 unit = power_of_ten(output_fraction_digits);

    std::string text = negative ? "-" : "";
    text += to_text(magnitude / unit);
    std::string fraction = to_text(unit + magnitude % unit).substr(1);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    if (!fraction.empty()) text += "." + fraction;
    return text;
}

std::optional<Decimal> Decimal::plus(Decimal other) const {
    Int128 sum = 0;
    if (__builtin_add_overflow(units_, other.units_, &sum)) return std::nullopt;
    return Decimal{sum};
}

std::optional<Decimal> Decimal::minus(Decimal other) const {
    Int128 difference = 0;
    if (__builtin_sub_overflow(units_, other.units_, &difference)) return std::nullopt;
    return Decimal{difference};
}

Decimal Decimal::divided_by(std::int64_t count) const {
    return Decimal{divide_half_away(units_, count)};
}

Decimal Decimal::rounded(int digits) const {
    assert(digits >= 0 && digits <= fraction_digits);
    const Int128 scale = power_of_ten(fraction_digits - digits);
    const Int128 quotient = divide_half_away(units_, scale);
    Int128 back = 0;
    // The last representable units may round beyond the range: they stay as they are.
    if (__builtin_mul_overflow(quotient, scale, &back)) return *this;
    return Decimal{back};
}

}  // namespace domain
