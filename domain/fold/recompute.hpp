// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <compare>
#include <vector>

#include "domain/fold/changes.hpp"
#include "domain/fold/columns.hpp"

namespace domain {

// A month in which a row was entered or withdrawn.
struct TouchedMonth {
    Kind kind;
    Month month;
    Territory territory;

    friend auto operator<=>(const TouchedMonth&, const TouchedMonth&) = default;
};

// An indicator with its policy, both defined.
struct InForce {
    const IndicatorDefinition& indicator;
    const PolicyDefinition& policy;
};

// Brings cells, states and levels of `columns` up to date after rows of the months in `touched`
// changed, and adds what differs to `changes` (DESIGN §7, recompute and compare).
void recompute(const InForce& definitions, IndicatorColumns& columns,
               std::vector<TouchedMonth> touched, Changes& changes);

// The same after a definition changed: everything is computed again.
void recompute_all(const InForce& definitions, IndicatorColumns& columns, Changes& changes);

}  // namespace domain
