// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>

#include "domain/definition.hpp"
#include "domain/rules/state.hpp"

namespace domain::rules {

// The entered territories behind one actual value: those that reported, out of those expected.
struct Coverage {
    TerritorySet reported;
    TerritorySet expected;

    TerritorySet missing() const { return expected & ~reported; }
};

// The territories whose entered actual values can make up that of `territory` under a definition:
// itself where it is entered, the leaves of its roll-up else, of which only those that the
// indicator applies to; none where nothing is entered.
// Source: pilote.md §3.2; whether departments count that are not declared as entered is 3.12 no 6.
TerritorySet expected_leaves(const IndicatorDefinition& definition, Territory territory);

// The coverage of the value that a state shows: `shown` is its last row, nothing where it has none
// (then nobody has reported). A replicated value has the coverage of the territory it comes from.
Coverage coverage_of(const IndicatorDefinition& definition, Territory territory,
                     const std::optional<ComparableRow>& shown);

}  // namespace domain::rules
