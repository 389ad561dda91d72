// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <compare>

#include "domain/decimal.hpp"

namespace tests::property {

// An exact rational of small numbers, against which decimals are checked. Invariant: in lowest
// terms, the denominator positive.
class Fraction {
public:
    Fraction() = default;
    explicit Fraction(domain::Int128 numerator, domain::Int128 denominator = 1);

    // The integer at or below.
    domain::Int128 floor() const;

    friend Fraction operator+(const Fraction& a, const Fraction& b);
    friend Fraction operator-(const Fraction& a, const Fraction& b);
    friend Fraction operator*(const Fraction& a, const Fraction& b);
    // `b` is not 0.
    friend Fraction operator/(const Fraction& a, const Fraction& b);
    friend std::strong_ordering operator<=>(const Fraction& a, const Fraction& b);
    friend bool operator==(const Fraction&, const Fraction&) = default;

private:
    domain::Int128 numerator_ = 0;
    domain::Int128 denominator_ = 1;
};

}  // namespace tests::property
