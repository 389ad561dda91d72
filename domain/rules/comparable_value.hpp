// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "domain/definition.hpp"
#include "domain/measure.hpp"
#include "domain/rules/targets.hpp"

namespace domain::rules {

// A month in which one of the three kinds has a row, with the actual value if there is one.
struct SeriesMonth {
    Month month;
    std::optional<Decimal> actual;
};

// The months of a territory in which any kind has a row, ascending.
std::vector<SeriesMonth> series_months(const CellSeries& baseline, const CellSeries& actual,
                                       const CellSeries& target);

// The comparable value of each month, in the same order: the actual value, de-cumulated, then
// summed or averaged over its window. Nothing where the month has no actual value.
// Edge: a sum that does not fit gives nothing. Source: pilote.md §3.3 (compute_vaca.sql,
// compute_vacg.sql); what is subtracted after a month without actual value is 3.12 no 2.
std::vector<std::optional<Decimal>> comparable_values(const ComparableRule& rule, RuleSet rules,
                                                      std::span<const SeriesMonth> months);

// A month's value in a comparable value.
struct ComparablePart {
    Month month;
    Decimal actual;
    // What is subtracted from it, and the month that it stands in.
    std::optional<MonthValue> subtracted;
};

// What makes up the comparable value of months[index]: its operation over the parts, ascending,
// each its actual value less what is subtracted. Empty where there is no such value.
std::vector<ComparablePart> comparable_parts(const ComparableRule& rule, RuleSet rules,
                                             std::span<const SeriesMonth> months,
                                             std::size_t index);

}  // namespace domain::rules
