// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <compare>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/vectors/support/cell.hpp"

namespace tests::vectors {

// Names of the four tables of figures that are compared.
inline constexpr std::string_view series_table = "series";
inline constexpr std::string_view latest_table = "latest";
inline constexpr std::string_view chantier_table = "chantier";
inline constexpr std::string_view weights_table = "weights";

// Which row of figures: of an indicator or a policy (`id`), in a zone, for a month, for "today" or
// "prev_month", or for nothing (`at` empty).
struct RowKey {
    std::string table;
    std::string id;
    std::string zone;
    std::string at;

    auto operator<=>(const RowKey&) const = default;
};

// Figures by row; each table has its own width.
using Rows = std::map<RowKey, std::vector<Cell>>;

// The names of the cells of a row of `table`, in order.
const std::vector<std::string_view>& columns_of(std::string_view table);

// One expected cell beside the one that was answered.
struct Pair {
    const RowKey& key;
    std::size_t column;
    const Cell& expected;
    const Cell& got;
};

// What a comparison found. A row that only one side has counts with all its cells.
struct Tally {
    std::size_t rows = 0;
    std::size_t rows_different = 0;
    std::size_t cells = 0;
    std::size_t cells_different = 0;
    // The first differences, in words.
    std::vector<std::string> notes;
};

// How many differences are told in words.
inline constexpr std::size_t notes_max = 10;

// Compares all rows of both; `agreed` judges each pair of cells.
Tally compare(const Rows& expected, const Rows& got,
              const std::function<bool(const Pair&)>& agreed);

}  // namespace tests::vectors
