// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/codec/json.hpp"
#include "domain/event.hpp"
#include "ingest/finding.hpp"

namespace ingest {

// Units: bytes, of a row without its line end.
constexpr std::size_t csv_row_bytes_max = 8 * 1024;

// An error in a file. Rows count from 1, the header line.
struct CellError {
    std::string code;
    std::size_t row = 0;
    // The name of the column, missing where the row as a whole is meant.
    std::optional<std::string> column;
    // What stands there, cut to what can be shown.
    std::string cell;
};

// PILOTE's name of the column that a member of a row comes from.
std::string_view column_of(RowField field);
// `cell` as a message may show it: a few dozen characters, none of them invisible.
std::string shown(std::string_view cell);

// A row that can be read, with its cells as written, by RowField.
struct FileRow {
    std::size_t row = 0;
    domain::MeasureRow measure;
    std::array<std::string, 5> cells;
};

// What is listed of one file; `error_count` tells how many there are.
constexpr std::size_t file_errors_max = 1'000;

// A file of PILOTE's columns, read as far as it can be.
struct ImportFile {
    std::vector<FileRow> rows;
    // Rows read, without the header line.
    std::size_t row_count = 0;
    std::vector<CellError> errors;
    std::size_t error_count = 0;
    // What ended the reading before the end of the file.
    std::optional<CellError> stopped;

    bool valid() const { return error_count == 0 && !stopped; }
    void add_error(CellError error);
};

// Reads `text`: UTF-8 with or without BOM, separated by ";" or "," as the header line is, columns
// in any order.
// Errors: all in the file: the codes of codec/pilote_csv, file-empty, rows-none, row-empty,
// row-cells, row-repeated, quote-malformed; and those that stop the reading: encoding-not-utf8,
// line-too-long, rows-too-many.
ImportFile read_import(std::string_view text);

// The data of an event of measures with the rows of a valid file. `reason` may be empty.
// Errors: text-forbidden-character.
domain::Result<domain::codec::Json> import_data(const ImportFile& file, std::string_view text,
                                                const std::string& reason);

}  // namespace ingest
