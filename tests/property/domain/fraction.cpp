// SPDX-License-Identifier: EUPL-1.2
#include "tests/property/domain/fraction.hpp"

#include <stdexcept>

namespace tests::property {
namespace {

using domain::Int128;

Int128 greatest_common_divisor(Int128 a, Int128 b) {
    while (b != 0) {
        const Int128 rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

Int128 product(Int128 a, Int128 b) {
    Int128 result = 0;
    if (__builtin_mul_overflow(a, b, &result)) throw std::overflow_error("fraction");
    return result;
}

}  // namespace

Fraction::Fraction(Int128 numerator, Int128 denominator) {
    const Int128 common = greatest_common_divisor(numerator, denominator);
    const Int128 sign = denominator < 0 ? -1 : 1;
    numerator_ = sign * numerator / common;
    denominator_ = sign * denominator / common;
}

Int128 Fraction::floor() const {
    const Int128 quotient = numerator_ / denominator_;
    return numerator_ % denominator_ < 0 ? quotient - 1 : quotient;
}

Fraction operator+(const Fraction& a, const Fraction& b) {
    return Fraction{product(a.numerator_, b.denominator_) + product(b.numerator_, a.denominator_),
                    product(a.denominator_, b.denominator_)};
}

Fraction operator-(const Fraction& a, const Fraction& b) {
    return a + Fraction{-b.numerator_, b.denominator_};
}

Fraction operator*(const Fraction& a, const Fraction& b) {
    return Fraction{product(a.numerator_, b.numerator_), product(a.denominator_, b.denominator_)};
}

Fraction operator/(const Fraction& a, const Fraction& b) {
    return a * Fraction{b.denominator_, b.numerator_};
}

std::strong_ordering operator<=>(const Fraction& a, const Fraction& b) {
    return product(a.numerator_, b.denominator_) <=> product(b.numerator_, a.denominator_);
}

}  // namespace tests::property
