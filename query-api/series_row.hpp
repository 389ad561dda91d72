// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "domain/definition.hpp"
#include "domain/rules/state.hpp"
#include "projector/read_model/view.hpp"
#include "query-api/fields.hpp"

namespace query_api {

// One month of an indicator in a territory. Arrays are by kind.
struct SeriesRow {
    domain::Month month;
    std::array<std::optional<domain::Decimal>, domain::kind_count> values = {};
    std::optional<domain::Decimal> annual = {};
    std::optional<domain::Decimal> global = {};
    domain::rules::Rates progress = {};
    // The annual rate against the target of the month's own year.
    std::optional<domain::Decimal> annual_at_date = {};
    // The newest event that entered or withdrew a row of this month, 0 for none.
    std::array<domain::Sequence, domain::kind_count> revisions = {};
    std::array<std::optional<domain::Origin>, domain::kind_count> origins = {};

    static const SeriesRow& blank();
};

// The same beside those of other territories.
struct TerritorySeriesRow {
    domain::Territory territory;
    SeriesRow row;

    static const TerritorySeriesRow& blank();
};

void describe(Fields& fields, const SeriesRow& row);
void describe(Fields& fields, const TerritorySeriesRow& row);

// The months in which any kind has a row, ascending, on a day that counts as today.
// Errors: throws StoreFailure.
std::vector<SeriesRow> read_series(projector::read_model::View& view,
                                   const domain::IndicatorDefinition& definition,
                                   domain::Territory territory, domain::Date on);

}  // namespace query_api
