// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.hpp"

namespace cli {

// What one POST /v1/imports takes.
inline constexpr std::size_t import_rows_max = 5'000;
// Units: bytes.
inline constexpr std::size_t import_bytes_max = std::size_t{2} << 20;

// A CSV to send, and which rows of the file its rows are.
struct ImportPart {
    std::string body;
    // The number in the file of each row of `body`; the header line is row 1 of both.
    std::vector<std::size_t> rows;

    // The number in the file of the row that has the number `row` in `body`.
    std::size_t row_in_file(std::size_t row) const;
};

// Cuts a six-column CSV into parts that one import takes. A file that fits is one part, byte for
// byte, whatever it holds: the server says what is wrong with it. A larger one is cut between
// indicators; the rows of one indicator that do not fit by kind; actual values and targets that do
// not fit by territory. The baselines of an indicator are never cut, since the time of their import
// decides between them; so no figure depends on the cut. Rows keep their order within a part.
// Errors: invalid (a file that must be cut and cannot: it is no CSV, lacks a column, or holds too
// many rows that must stay together).
// Source: DESIGN §9.
platform::Result<std::vector<ImportPart>> cut_import(std::string_view file);

}  // namespace cli
