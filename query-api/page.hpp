// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "domain/measure.hpp"

namespace query_api {

// A part of a list in the order of the log: after a sequence, so many rows at most.
struct Page {
    // 0: from the beginning.
    domain::Sequence after = 0;
    std::size_t limit = 0;

    domain::Sequence first() const { return after == 0 ? 0 : after + 1; }
};

template <class Row>
struct Paged {
    std::vector<Row> rows;
    // Where the next page goes on, if there may be one.
    std::optional<domain::Sequence> next;
};

}  // namespace query_api
