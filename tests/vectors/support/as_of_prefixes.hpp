// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "platform/result.hpp"
#include "tests/vectors/support/scenario.hpp"

namespace tests::vectors {

// How the import times to read as of are chosen: the first, the last, and others at random.
struct PrefixChoice {
    std::size_t count = 0;
    std::uint64_t seed = 0;
};

struct PrefixTally {
    std::size_t prefixes = 0;
    std::size_t different = 0;

    PrefixTally& operator+=(const PrefixTally& other);
};

// Loads the scenario into one server and reads it as of each chosen import time; a read as of a
// time must equal what a second server answers to which only the imports up to that time were sent.
// The reads at the position after the first import must come back byte for byte after all later
// events: they count as one more prefix. Prints one line for each prefix and its first differences.
// Errors: invalid, unavailable, corrupt (a server, a receipt or an answer).
platform::Result<PrefixTally> check_prefixes(const Scenario& scenario,
                                             const std::filesystem::path& barometre,
                                             const PrefixChoice& choice);

}  // namespace tests::vectors
