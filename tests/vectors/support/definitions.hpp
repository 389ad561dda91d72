// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.hpp"

namespace tests::vectors {

// An indicator as PILOTE's parameter tables describe it.
// Source: vectors/differential.md §1.
struct PiloteIndicator {
    std::string id;
    std::string chantier;
    bool hidden = false;
    // Territory ids; none: everywhere.
    std::optional<std::vector<std::string>> applies_to;
    // PILOTE's names and words: {vi,va,vc}_{dept,reg,nat}_{from,op},
    // param_{vaca,vacg}_{decumul_from,partition_date,op}, poids_pourcent_{dept,reg,nat}_declaree,
    // tendance.
    std::map<std::string, std::string, std::less<>> params;
};

// A policy as PILOTE's parameter tables describe it; empty: no replication.
struct PiloteChantier {
    std::string id;
    std::string replicate_val_reg_to;
    std::string replicate_val_nat_to;
};

// The definition of the indicator, as docs/api.md writes it.
// Errors: invalid (a parameter is missing or its word unknown).
platform::Result<boost::json::object> indicator_definition(const PiloteIndicator& indicator);

// The definition of the policy. Errors: invalid (unknown word).
platform::Result<boost::json::object> policy_definition(const PiloteChantier& chantier);

}  // namespace tests::vectors
