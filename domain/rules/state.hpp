// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <vector>

#include "domain/definition.hpp"
#include "domain/measure.hpp"
#include "domain/rules/targets.hpp"

namespace domain::rules {

// A month whose annual comparable value is there, with what a state shows of it.
struct ComparableRow {
    Month month;
    Decimal annual;
    std::optional<Decimal> global;
    // Of the actual value of that month.
    TerritorySet reported;
    Origin origin = Origin::entered;

    friend bool operator==(const ComparableRow&, const ComparableRow&) = default;
};

// All of one (indicator, territory) that its figures and the rates of its policy need; what depends
// on "today" or on weights is made from it at read.
struct State {
    std::optional<MonthValue> initial;
    std::optional<MonthValue> global_target;
    std::vector<MonthValue> year_targets;
    // The last two months that have an annual comparable value.
    std::optional<ComparableRow> last;
    std::optional<ComparableRow> previous;

    bool empty() const { return *this == State{}; }
    friend bool operator==(const State&, const State&) = default;
};

// The three series of one (indicator, territory).
struct Column {
    const CellSeries& baseline;
    const CellSeries& actual;
    const CellSeries& target;
};

// The state that follows from a column. `initial` is given by the caller, since under barometre-1
// it may come from other territories (targets.hpp). Source: pilote.md §3.3, §3.4, §3.6.
State state_of(const IndicatorDefinition& definition, const Column& column,
               std::optional<MonthValue> initial);

// The rates that a state shows on a given day's year: annual and global, of the month of `row`.
struct Rates {
    std::optional<Decimal> annual;
    std::optional<Decimal> global;
};
Rates rates_of(const IndicatorDefinition& definition, const State& state, const ComparableRow& row,
               int year);

}  // namespace domain::rules
