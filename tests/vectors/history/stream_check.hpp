// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/vectors/support/api.hpp"
#include "tests/vectors/support/history_files.hpp"

namespace tests::vectors {

// Reads the stream of all records of the Baromètre at `url`, which `api` asks, folds it by hand and
// tells whether each Nth edition, and the net difference of two, are what was published.
// Errors: those of the reading.
platform::Result<bool> check_stream(Api& api, const std::string& url,
                                    const std::vector<HistoryEdition>& editions, std::size_t every);

}  // namespace tests::vectors
