// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <vector>

#include "domain/definition.hpp"
#include "domain/measure.hpp"

namespace domain::rules {

struct MonthValue {
    Month month;
    Decimal value;

    friend bool operator==(const MonthValue&, const MonthValue&) = default;
};

// The initial value: of the baselines from 2018-01 on that have a value, the latest import, then
// the earliest month. Source: pilote.md §3.4 (get_vig.sql; the random tie-break never decides).
std::optional<MonthValue> initial_value(const CellSeries& baseline);

// The operation over each source's own initial value, its month the latest of theirs
// (barometre-1, 3.12 no 3). Nothing of no source, or where the sum does not fit.
std::optional<MonthValue> rolled_up_initial_value(RollUpOperation operation,
                                                  const std::vector<MonthValue>& sources);

// The global target: the latest one with a value up to 2028-01. Source: §3.4 (get_vcg.sql).
std::optional<MonthValue> global_target(const CellSeries& target);

// The last target with a value of each calendar year, ascending. Source: §3.4 (get_vca.sql).
std::vector<MonthValue> year_targets(const CellSeries& target);

// That of `year`, if there is one ("rule 620": the year is that of today, whatever the value's).
std::optional<MonthValue> target_of_year(const std::vector<MonthValue>& targets, int year);

}  // namespace domain::rules
