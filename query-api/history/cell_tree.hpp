// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "domain/rules/roll_up.hpp"
#include "domain/rules/targets.hpp"
#include "projector/read_model/view.hpp"

namespace query_api::history {

// How the cell of one month came about, down to the rows that were entered.
struct CellTree {
    domain::Territory territory;
    domain::Kind kind;
    domain::Month month;
    // Nothing: no row.
    std::optional<domain::Cell> cell = {};
    // Where it comes from; nothing where the definition gives the territory none.
    std::optional<domain::rules::CellSource> source = {};
    // The valid rows of the days of the month, where entered values count.
    std::vector<domain::DayEntry> days = {};
    // Of a roll-up: those that have a row, and those that could have one and have none.
    std::vector<CellTree> contributors = {};
    std::vector<domain::Territory> missing = {};
    // Of a replicated cell: the one that it is a copy of (one element), with `source` left out.
    std::vector<CellTree> copied = {};
};

// An initial value that is rolled up from those of other territories (barometre-1, 3.12 no 3).
struct InitialTree {
    domain::Territory territory;
    std::optional<domain::rules::MonthValue> value = {};
    // Nothing where the value is that of a cell of its own.
    std::optional<domain::rules::CellSource> source = {};
    std::vector<InitialTree> contributors = {};
    // The cell (at most one element).
    std::vector<CellTree> cell = {};
};

// Derives cells of one indicator again from what was entered, under the definition in force at the
// view's position. Threads: one at a time. Errors: throws StoreFailure.
class CellTrees {
public:
    // Both outlive this.
    CellTrees(projector::read_model::View& view, const domain::IndicatorDefinition& definition)
        : view_(view), definition_(definition) {}

    // As it is stored, replication included.
    CellTree stored(domain::Territory territory, domain::Kind kind, domain::Month month);

    // The initial value that a state has.
    std::optional<InitialTree> initial(domain::Territory territory,
                                       const std::optional<domain::rules::MonthValue>& value);

private:
    CellTree before_replication(domain::Territory territory, domain::Kind kind,
                                domain::Month month);
    CellTree entered(domain::Territory territory, domain::Kind kind, domain::Month month);
    void roll_up(CellTree& tree);
    // The territory whose rows these are: itself, or the one that they are copies of.
    domain::Territory shown_rows_of(domain::Territory territory);
    InitialTree rolled_up_initial(domain::Territory territory);
    InitialTree entered_initial(domain::Territory territory);
    bool counts(domain::Territory territory) const;

    projector::read_model::View& view_;
    const domain::IndicatorDefinition& definition_;
};

}  // namespace query_api::history
