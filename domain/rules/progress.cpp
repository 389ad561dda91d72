// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/progress.hpp"

namespace domain::rules {
namespace {

constexpr int operand_digits = 15;
constexpr int quotient_digits = 10;
constexpr int rate_digits = 2;
constexpr Decimal zero = Decimal::from_integer(0);
constexpr Decimal hundred = Decimal::from_integer(100);

// In units of 10^-15: differences of two operands stay below 10^36, so 100 times one fits.
Int128 operand(Decimal value) {
    return divide_half_away(value.units(), power_of_ten(Decimal::fraction_digits - operand_digits));
}

// 100 * part / whole, 0 < part < whole, rounded to 10 digits and then to 2.
Decimal percentage(Int128 part, Int128 whole) {
    Int128 quotient = 100 * part / whole;
    Int128 rest = 100 * part % whole;
    for (int digit = 0; digit < quotient_digits; ++digit) {
        rest *= 10;
        quotient = quotient * 10 + rest / whole;
        rest %= whole;
    }
    if (rest >= whole - rest) ++quotient;
    const Int128 scale = power_of_ten(Decimal::fraction_digits - quotient_digits);
    return Decimal::from_units(quotient * scale).rounded(rate_digits);
}

}  // namespace

std::optional<Decimal> progress(Trend trend, std::optional<Decimal> initial,
                                std::optional<Decimal> target, std::optional<Decimal> comparable) {
    if (!initial || !target || !comparable || trend == Trend::none) return std::nullopt;
    // Going down is going up with every sign turned.
    const Int128 sign = trend == Trend::down ? -1 : 1;
    const Int128 start = sign * operand(*initial);
    const Int128 goal = sign * operand(*target);
    const Int128 now = sign * operand(*comparable);

    if (start >= goal) return now >= goal ? hundred : zero;
    if (now <= start) return zero;
    if (now >= goal) return hundred;
    return percentage(now - start, goal - start);
}

Trend trend_at_date(const IndicatorDefinition& definition) {
    const bool as_up = definition.rules == RuleSet::pilote_2024 && definition.trend == Trend::down;
    return as_up ? Trend::up : definition.trend;
}

}  // namespace domain::rules
