// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>

#include "domain/decimal.hpp"
#include "domain/definition.hpp"

namespace domain::rules {

// Share of the way from `initial` to `target` that `comparable` has covered.
//
// Units: the operands in the indicator's unit; the result a percentage in 0..100, rounded half
//        away from zero to 0.01.
// Edge:  nothing where an operand is missing, nor without a trend. Where the target was met from
// the start (initial >=
//        target going up or stable, <= going down): 100 while `comparable` meets it, else 0; there
//        is no division by zero. Operands are rounded to 15 digits, the quotient to 10 and then to
//        2 (DESIGN §7 says why).
// Source: pilote.md §3.5 (compute_ta_macro.sql).
std::optional<Decimal> progress(Trend trend, std::optional<Decimal> initial,
                                std::optional<Decimal> target, std::optional<Decimal> comparable);

// The trend whose formula gives the annual rate against the target of the value's own year:
// pilote-2024 uses that of `up` for `down` (3.12 no 4).
Trend trend_at_date(const IndicatorDefinition& definition);

}  // namespace domain::rules
