// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "platform/result.hpp"
#include "tests/vectors/support/answers.hpp"
#include "tests/vectors/support/rows.hpp"

namespace tests::vectors {

// What the folder `golden` gives to a Baromètre, ready to be sent.
struct GoldenInputs {
    Catalogue catalogue;
    // Policies, then indicators.
    std::vector<std::string> definitions;
    // One event for each indicator that has measures.
    std::vector<std::string> events;
    std::size_t measures = 0;
};

// Reads params.csv and mesures.csv.gz.
// Errors: not_found, corrupt, invalid (an indicator does not fit into one event).
platform::Result<GoldenInputs> read_golden_inputs(const std::string& directory);

// Reads the three files of outputs: series (vaca, taa and tag only), latest and chantier.
// Errors: not_found, corrupt, invalid.
platform::Result<Rows> read_golden_outputs(const std::string& directory);

}  // namespace tests::vectors
