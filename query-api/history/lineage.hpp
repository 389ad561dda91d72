// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

#include "query-api/policy_row.hpp"
#include "query-api/state_row.hpp"

namespace query_api::history {

// The JSON that explains a figure: its state; the definitions in force; the months that its
// comparable values are made of; each cell behind it, down to the rows that were entered, those who
// are missing; and every event named, once. Without its closing brace (table.hpp).
// Errors: throws StoreFailure.
std::string lineage_of(projector::read_model::View& view, const ShownIndicator& shown,
                       domain::Territory territory, domain::Date on);

// The same of a policy's figure: its indicators, their weights and the rates that it uses.
std::string lineage_of(projector::read_model::View& view, const PolicyGroup& group,
                       domain::Territory territory, domain::Date on);

}  // namespace query_api::history
