// SPDX-License-Identifier: EUPL-1.2
#include "query-api/series_row.hpp"

#include <algorithm>
#include <map>

#include "domain/codec/event_json.hpp"
#include "domain/rules/comparable_value.hpp"
#include "domain/rules/progress.hpp"

namespace query_api {
namespace {

using domain::Decimal;
using domain::Kind;
using domain::Month;
using domain::Sequence;
using projector::read_model::View;

using Revisions = std::map<Month, Sequence>;

std::size_t at(Kind kind) {
    return static_cast<std::size_t>(kind);
}

std::optional<Decimal> value_of(const std::optional<domain::rules::MonthValue>& value) {
    return value ? std::optional{value->value} : std::nullopt;
}

// The three rates of a month.
void set_progress(SeriesRow& row, const domain::IndicatorDefinition& definition,
                  const domain::rules::State& state, int year_of_today) {
    using domain::rules::progress;
    const auto initial = value_of(state.initial);
    const auto target_of = [&state](int year) {
        return value_of(domain::rules::target_of_year(state.year_targets, year));
    };
    row.progress.annual = progress(definition.trend, initial, target_of(year_of_today), row.annual);
    row.progress.global =
        progress(definition.trend, initial, value_of(state.global_target), row.global);
    row.annual_at_date = progress(domain::rules::trend_at_date(definition), initial,
                                  target_of(row.month.year()), row.annual);
}

template <class Describe>
void describe_kinds(Fields& fields, std::string_view name, Describe describe) {
    fields.group(name, Presence::present, [&] {
        for (const Kind kind : domain::all_kinds) describe(kind, domain::name_of(kind));
    });
}

}  // namespace

const SeriesRow& SeriesRow::blank() {
    static const SeriesRow row{.month = Month::from_index(0)};
    return row;
}

const TerritorySeriesRow& TerritorySeriesRow::blank() {
    static const TerritorySeriesRow row{domain::Territory::nation(), SeriesRow::blank()};
    return row;
}

void describe(Fields& fields, const SeriesRow& row) {
    fields.month("month", row.month);
    for (const Kind kind : domain::all_kinds)
        fields.decimal(domain::name_of(kind), row.values[at(kind)]);
    fields.group("comparable", Presence::present, [&] {
        fields.decimal("annual", row.annual);
        fields.decimal("global", row.global);
    });
    fields.group("progress", Presence::present, [&] {
        fields.decimal("annual", row.progress.annual);
        fields.decimal("global", row.progress.global);
        fields.decimal("annual_at_date", row.annual_at_date);
    });
    describe_kinds(fields, "revision", [&](Kind kind, std::string_view name) {
        fields.integer(name, row.revisions[at(kind)]);
    });
    describe_kinds(fields, "origin", [&](Kind kind, std::string_view name) {
        const auto& origin = row.origins[at(kind)];
        origin ? fields.text(name, domain::codec::name_of(*origin)) : fields.null(name);
    });
}

void describe(Fields& fields, const TerritorySeriesRow& row) {
    fields.text("territory", row.territory.id());
    describe(fields, row.row);
}

std::vector<SeriesRow> read_series(View& view, const domain::IndicatorDefinition& definition,
                                   domain::Territory territory, domain::Date on) {
    std::array<domain::CellSeries, domain::kind_count> cells;
    std::array<Revisions, domain::kind_count> revisions;
    for (const Kind kind : domain::all_kinds) {
        cells[at(kind)] = view.cells(definition.id, territory, kind);
        revisions[at(kind)] = view.revisions(definition.id, territory, kind);
    }
    const auto months = domain::rules::series_months(
        cells[at(Kind::baseline)], cells[at(Kind::actual)], cells[at(Kind::target)]);
    const auto annual =
        domain::rules::comparable_values(definition.annual, definition.rules, months);
    const auto global =
        domain::rules::comparable_values(definition.global, definition.rules, months);
    const auto stored = view.state(definition.id, territory);
    const auto state = stored ? stored->state : domain::rules::State{};

    std::vector<SeriesRow> rows;
    rows.reserve(months.size());
    for (std::size_t i = 0; i < months.size(); ++i) {
        SeriesRow row{.month = months[i].month, .annual = annual[i], .global = global[i]};
        for (const Kind kind : domain::all_kinds) {
            if (const auto* cell = domain::find_cell(cells[at(kind)], row.month)) {
                row.values[at(kind)] = cell->value;
                row.origins[at(kind)] = cell->origin;
            }
            const auto revision = revisions[at(kind)].find(row.month);
            if (revision != revisions[at(kind)].end()) row.revisions[at(kind)] = revision->second;
        }
        set_progress(row, definition, state, on.month.year());
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace query_api
