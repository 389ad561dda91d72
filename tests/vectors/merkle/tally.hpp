// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

namespace tests::vectors::merkle {

// What came of the cases so far.
struct Tally {
    int passed = 0;
    int failed = 0;

    // Counts one case, and names it on standard output where it failed.
    void count(const std::string& name, bool holds);
};

}  // namespace tests::vectors::merkle
