// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.hpp"

namespace tests::vectors {

// A monthly value as it was published, named in the words of the files. Ordered as the files are.
struct HistoryCell {
    std::string indicator;
    std::string zone;
    std::string month;
    // "vi", "va", "vc".
    std::string type;

    friend auto operator<=>(const HistoryCell&, const HistoryCell&) = default;
};

// All values of an edition, as decimal text.
using HistoryState = std::map<HistoryCell, std::string>;

// A value that an edition has and the one before had not, or the other way round.
struct HistoryChange {
    HistoryCell cell;
    // Empty: none.
    std::string before;
    std::string after;
};

struct HistoryEdition {
    std::string number;
    std::string recorded;
    // Of the whole state after it (data/SOURCES.md).
    std::string sha256;
    std::vector<HistoryChange> changes;
};

// The folder of a published history. Errors: not_found, corrupt, invalid.
platform::Result<std::vector<HistoryEdition>> read_history(const std::string& directory);

// The policy of each indicator that the published metadata know.
// Errors: not_found, corrupt.
platform::Result<std::map<std::string, std::string>> read_policies(const std::string& path);

// Brings `state` to what it is after `edition`.
void apply(const HistoryEdition& edition, HistoryState& state);

// The SHA-256 of a state, in hexadecimal, as the files tell it.
std::string sha256_of(const HistoryState& state);

}  // namespace tests::vectors
