// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/vectors/support/api.hpp"
#include "tests/vectors/support/history_files.hpp"

namespace tests::vectors {

// When everything is defined: the first edition is recorded after it.
inline constexpr std::string_view history_defined_at = "2024-01-01T00:00:00Z";

// Every indicator of a history, ascending.
std::vector<std::string> history_indicators(const std::vector<HistoryEdition>& editions);

// One event for each indicator that the edition changes, recorded when it was.
// Errors: invalid (more than one event takes).
platform::Result<std::vector<std::string>> history_events(const HistoryEdition& edition);

// Defines the indicators, entered at all three levels, and loads all editions; says what and how
// long it took. Errors: as send_events().
platform::Status load_history(Api& api, const std::vector<HistoryEdition>& editions,
                              const std::map<std::string, std::string>& policies);

}  // namespace tests::vectors
