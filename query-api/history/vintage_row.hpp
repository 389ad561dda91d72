// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "query-api/history/cause.hpp"

namespace query_api::history {

// A value that was once believed for a month, and since which event.
struct VintageRow {
    domain::Kind kind;
    projector::read_model::CellVersion version;
    Cause cause;

    static const VintageRow& blank();
};
void describe(Fields& fields, const VintageRow& row);

// All that was ever believed, entered and rolled up, by month and kind, the oldest belief first.
// Errors: throws StoreFailure.
std::vector<VintageRow> read_vintages(projector::read_model::View& view,
                                      const domain::FigureId& figure);

}  // namespace query_api::history
