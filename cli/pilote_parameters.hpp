// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/definition.hpp"
#include "platform/result.hpp"

namespace cli {

// Indicators as PILOTE's parameter tables have them.
struct PiloteParameters {
    std::vector<domain::IndicatorDefinition> indicators;
    // Columns of the file that say nothing to a definition.
    std::vector<std::string> unused_columns;
};

// Whether the text is such a CSV: its first line names indic_id.
bool is_pilote_parameters(std::string_view text);

// Reads a CSV, cells separated by ";" or ",", with the columns indic_id, indic_parent_ch or
// chantier_id, the 28 parameters ({vi,va,vc}_{dept,reg,nat}_{from,op},
// param_{vaca,vacg}_{decumul_from,partition_date,op}, poids_pourcent_{dept,reg,nat}_declaree,
// tendance) and, where they are there, indic_nom, indic_unite, zone_applicable (zone ids between
// spaces, commas or "|"; an empty cell is everywhere, "aucune" nowhere), periodicite,
// delai_disponibilite, indic_hidden_pilote, indic_schema, indic_territorialise. An empty parameter
// has PILOTE's default.
// Errors: invalid (names row and column).
// Source: pilote.md §2.
platform::Result<PiloteParameters> parse_pilote_parameters(std::string_view text);

}  // namespace cli
