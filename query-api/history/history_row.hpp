// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "query-api/history/cause.hpp"
#include "query-api/page.hpp"
#include "query-api/policy_row.hpp"
#include "query-api/state_row.hpp"

namespace query_api::history {

// A version of a state: what was shown from a record on, and that record.
struct HistoryRow {
    StateRow state;
    Cause cause;

    static const HistoryRow& blank();
};
void describe(Fields& fields, const HistoryRow& row);

// The versions of a state and those of its definitions, merged, in recorded time; all shown for one
// day that counts as today. Versions of what was not shown yet are left out.
// Errors: throws StoreFailure.
Paged<HistoryRow> read_history(projector::read_model::View& view, const domain::FigureId& figure,
                               domain::Date on, const Page& page);

// The same of a policy's figure; gaps to a median are not told here.
struct PolicyHistoryRow {
    PolicyRow figure;
    Cause cause;

    static const PolicyHistoryRow& blank();
};
void describe(Fields& fields, const PolicyHistoryRow& row);

// The versions of a policy's figure: those of the states of its indicators and of all their
// definitions, merged. Errors: throws StoreFailure.
Paged<PolicyHistoryRow> read_history(projector::read_model::View& view, domain::PolicyId policy,
                                     domain::Territory territory, domain::Date on,
                                     const Page& page);

}  // namespace query_api::history
