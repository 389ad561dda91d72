// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "domain/edition.hpp"
#include "projector/read_model/view.hpp"
#include "query-api/shown.hpp"

namespace query_api::editions {

// The table of an indicator as the public site has it, in CSV: a line for each territory and month,
// ordered by zone and date, or an empty one for a territory where it applies and has nothing.
// `indic_vi` is the baseline of the global rate, `indic_va` each annual comparable value,
// `indic_vc` the global target, `indic_ta` the global rate, on the line of the latest value; all
// rounded to 2 decimals. What is excluded is left out.
// Source: pilote.md §3.11. Errors: throws StoreFailure.
std::string table_of(projector::read_model::View& view, const ShownIndicator& shown,
                     domain::Date on, const std::vector<domain::EditionExclusion>& exclusions);

}  // namespace query_api::editions
