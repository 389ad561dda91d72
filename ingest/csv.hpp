// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ingest {

// Splits CSV text (RFC 4180) into records, one at a time, keeping only the present one. Lines end
// in LF or CRLF; a quoted cell may hold separators, doubled quotes and line breaks. What the cells
// mean is not its business.
class CsvReader {
public:
    enum class Step : std::uint8_t {
        record,
        end,
        // A quote is not closed, stands inside a cell or is followed by text. The cells are none;
        // reading goes on with the next line.
        quote_malformed,
        // The record is longer than `record_bytes_max`: nothing more is read.
        line_too_long
    };

    // `text` outlives the reader.
    CsvReader(std::string_view text, char separator, std::size_t record_bytes_max);

    // Reads the next record. Edge: the text after the last line end is a record unless empty; an
    // empty line is a record of one empty cell.
    Step next();

    // Of the record last read; valid until the next one.
    std::span<const std::string_view> cells() const { return cells_; }
    // Its number; the first is 1.
    std::size_t row() const { return row_; }

private:
    enum class CellEnd : std::uint8_t { separator, record, malformed, too_long };

    CellEnd read_cell();
    CellEnd read_quoted_cell();
    CellEnd end_cell(std::size_t content_end);
    Step recover();
    std::string_view rest_of_record() const;

    std::string_view text_;
    char separator_;
    std::size_t record_bytes_max_;
    std::size_t at_ = 0;
    std::size_t begin_ = 0;
    std::size_t row_ = 0;
    std::vector<std::string_view> cells_;
    // The cells with doubled quotes; never grows beyond what is reserved, so that views stay.
    std::string unescaped_;
};

}  // namespace ingest
