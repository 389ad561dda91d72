// SPDX-License-Identifier: EUPL-1.2
#include "query-api/history/vintage_row.hpp"

#include <algorithm>
#include <tuple>

#include "domain/codec/event_json.hpp"

namespace query_api::history {

using projector::read_model::View;

const VintageRow& VintageRow::blank() {
    static const VintageRow row{
        domain::Kind::baseline, {domain::Month::from_index(0), 0, std::nullopt},
         Cause::blank()
    };
    return row;
}

void describe(Fields& fields, const VintageRow& row) {
    const auto& cell = row.version.cell;
    fields.month("month", row.version.month);
    fields.text("kind", domain::name_of(row.kind));
    // False from the record on after which there was no row any more.
    fields.flag("row", cell.has_value());
    fields.decimal("value", cell ? cell->value : std::nullopt);
    cell ? fields.text("origin", domain::codec::name_of(cell->origin)) : fields.null("origin");
    fields.integer("reported", cell ? cell->reported.count() : 0);
    describe(fields, "cause", row.cause);
}

std::vector<VintageRow> read_vintages(View& view, const domain::FigureId& figure) {
    std::vector<VintageRow> rows;
    Causes causes{view};
    for (const domain::Kind kind : domain::all_kinds)
        for (auto& version : view.cell_versions(figure, kind))
            rows.push_back({kind, version, causes.at(version.since)});
    const auto place = [](const VintageRow& row) {
        return std::tuple{row.version.month, row.kind, row.version.since};
    };
    std::sort(rows.begin(), rows.end(),
              [&](const VintageRow& a, const VintageRow& b) { return place(a) < place(b); });
    return rows;
}

}  // namespace query_api::history
