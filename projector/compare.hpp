// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>

#include "platform/result.hpp"
#include "projector/read_model/store.hpp"

namespace projector {

// The first row in which two read models differ, in words.
struct Difference {
    std::string family;
    std::string key;
    // What each has under the key; "nothing" where it has no such row.
    std::string first;
    std::string second;
};

// Compares two read models of the same log at the same position, row by row; nothing if they are
// equal. Stores that nobody writes.
// Errors: invalid (of two logs, engines or positions: not to be compared), corrupt, io.
platform::Result<std::optional<Difference>> compare(const read_model::Store& first,
                                                    const read_model::Store& second);

}  // namespace projector
