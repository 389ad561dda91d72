// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <boost/json/array.hpp>

#include "domain/month.hpp"
#include "domain/territory.hpp"
#include "tests/support/memory_past.hpp"

namespace tests::vectors::pilote {

// The figures of a folded log as PILOTE's tables, with PILOTE's names of columns. Dates of months
// are their first days.

// Valid measures before roll-up: indic, zone, metric_date, type, value.
boost::json::array entered_rows(const support::MemoryPast& past);
// All rows after roll-up, rule 544 and replication: the same with date, value_text.
boost::json::array cell_rows(const support::MemoryPast& past);
// One row for each month with an actual value: date, va, vaca, vacg, vig, vca_courant, vcg,
// taa_courant, taa_adate, tag.
boost::json::array month_rows(const support::MemoryPast& past, domain::Date today);
// vig, vig_date.
boost::json::array initial_rows(const support::MemoryPast& past);
// vcg, vcg_date.
boost::json::array global_target_rows(const support::MemoryPast& past);
// year, vca, vca_date.
boost::json::array year_target_rows(const support::MemoryPast& past);
// The rates of the only policy in a territory: valid_on, n, n_expected, taa, tag, date_ta.
boost::json::array policy_rows(const support::MemoryPast& past, domain::Territory territory,
                               domain::Date today);
// Weights of the indicators in a territory: indic, applicable, declared, applied, real.
boost::json::array weight_rows(const support::MemoryPast& past, domain::Territory territory);
// Freshness of the only indicator by level: maille, last_va, next_va, next_update, days,
// up_to_date.
boost::json::array freshness_rows(const support::MemoryPast& past, domain::Date today);

}  // namespace tests::vectors::pilote
