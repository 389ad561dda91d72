// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "platform/result.hpp"
#include "tests/vectors/support/history_files.hpp"

namespace tests::vectors {

// Loads IND-299 as it is defined in `golden` (regions from departments) into a Baromètre of its
// own, and tells whether the lineage of Corse before and after the edition that corrected its two
// departments names both with their values and events.
// Errors: those of the reading.
platform::Result<bool> check_corse(const std::filesystem::path& barometre,
                                   const std::string& golden,
                                   const std::vector<HistoryEdition>& editions);

}  // namespace tests::vectors
