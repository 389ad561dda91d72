// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "query-api/history/cause.hpp"
#include "query-api/history/change.hpp"
#include "query-api/history/history_row.hpp"
#include "query-api/history/row_said.hpp"

namespace query_api::history {

// Everything about one event that touched a figure: who, when, why, what it said, what became of it
// and what it moved, here and in the roll-ups above.
struct AuditRow {
    Cause cause;
    // Those that name the figure.
    std::vector<RowSaid> rows;
    Changes changes;
    // The state before and after; nothing where none was shown.
    std::optional<StateRow> before;
    std::optional<StateRow> after;
    std::vector<std::pair<domain::Territory, Changes>> moved;
    // Later records of the same source and id.
    std::vector<domain::RecordRow> attempts;

    static const AuditRow& blank();
};
void describe(Fields& fields, const AuditRow& row);

// The events that touched a figure, in the order of the log, states shown for one day that counts
// as today. Errors: throws StoreFailure.
Paged<AuditRow> read_audit(projector::read_model::View& view, const domain::FigureId& figure,
                           domain::Date on, const Page& page);

}  // namespace query_api::history
