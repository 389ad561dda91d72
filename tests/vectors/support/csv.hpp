// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/result.hpp"

namespace tests::vectors {

// A comma-separated file whose first line names the columns and whose cells hold no quote.
struct Csv {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;

    // The place of the column `name`. Edge: columns.size() where there is none.
    std::size_t column(std::string_view name) const;

    // The places of `names`, in their order. Errors: invalid (no such column).
    platform::Result<std::vector<std::size_t>> places(
        const std::vector<std::string_view>& names) const;
};

// Reads a whole file, gzip or plain.
// Errors: not_found, corrupt, invalid (a quote, a row of another width).
platform::Result<Csv> read_csv(const std::string& path);

}  // namespace tests::vectors
