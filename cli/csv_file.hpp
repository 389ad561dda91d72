// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.hpp"

namespace cli {

using CsvRow = std::vector<std::string>;

// A CSV whose first record names the columns. Rows are as wide as they are in the file.
struct CsvTable {
    CsvRow header;
    std::vector<CsvRow> rows;

    // Where the column `name` stands.
    std::optional<std::size_t> column(std::string_view name) const;
    // Where the columns `names` stand. Errors: invalid (names the missing one).
    platform::Result<std::vector<std::size_t>> columns(
        std::span<const std::string_view> names) const;
};

// Reads a whole RFC 4180 text with the given separator; a byte order mark is passed over.
// Errors: invalid (a wrong quote, a record of more than 1 MiB, no record).
platform::Result<CsvTable> parse_csv(std::string_view text, char separator);

// The cell in `column`, empty where the row is too short.
std::string_view cell(const CsvRow& row, std::size_t column);

// One record with its line end, cells in quotes where they need them.
std::string csv_line(const CsvRow& row, char separator);

// The whole file. Errors: not_found, io.
platform::Result<std::string> read_file(const std::string& path);
// parse_csv() of the file. Errors: as both; the detail names the file.
platform::Result<CsvTable> read_csv(const std::string& path, char separator);

}  // namespace cli
