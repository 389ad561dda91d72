// SPDX-License-Identifier: EUPL-1.2
#include "cli/csv_file.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "ingest/csv.hpp"

namespace cli {
namespace {

using platform::Errc;
using platform::Error;

constexpr std::size_t record_bytes_max = std::size_t{1} << 20;

Error wrong(std::size_t row, std::string_view what) {
    return {Errc::invalid, "csv: row " + std::to_string(row) + ": " + std::string{what}};
}

}  // namespace

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
    const auto found = std::find(header.begin(), header.end(), name);
    if (found == header.end()) return std::nullopt;
    return static_cast<std::size_t>(found - header.begin());
}

platform::Result<std::vector<std::size_t>> CsvTable::columns(
    std::span<const std::string_view> names) const {
    std::vector<std::size_t> places;
    for (const auto name : names) {
        const auto place = column(name);
        if (!place) return Error{Errc::invalid, "csv: no column " + std::string{name}};
        places.push_back(*place);
    }
    return places;
}

platform::Result<CsvTable> parse_csv(std::string_view text, char separator) {
    using Step = ingest::CsvReader::Step;
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    ingest::CsvReader reader{text, separator, record_bytes_max};
    CsvTable table;
    for (auto step = reader.next(); step != Step::end; step = reader.next()) {
        if (step == Step::quote_malformed) return wrong(reader.row(), "a wrong quote");
        if (step == Step::line_too_long) return wrong(reader.row(), "more than 1 MiB");
        CsvRow row{reader.cells().begin(), reader.cells().end()};
        if (reader.row() == 1)
            table.header = std::move(row);
        else
            table.rows.push_back(std::move(row));
    }
    if (table.header.empty()) return Error{Errc::invalid, "csv: the file is empty"};
    return table;
}

std::string_view cell(const CsvRow& row, std::size_t column) {
    return column < row.size() ? std::string_view{row[column]} : std::string_view{};
}

std::string csv_line(const CsvRow& row, char separator) {
    const std::string special{separator, '"', '\n', '\r'};
    std::string line;
    for (const auto& text : row) {
        if (&text != row.data()) line += separator;
        if (text.find_first_of(special) == std::string::npos) {
            line += text;
            continue;
        }
        line += '"';
        for (const char c : text) line.append(c == '"' ? 2 : 1, c);
        line += '"';
    }
    return line + '\n';
}

platform::Result<std::string> read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) return Error{Errc::not_found, path + ": cannot be opened"};
    std::string text{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
    if (file.bad()) return Error{Errc::io, path + ": cannot be read"};
    return text;
}

platform::Result<CsvTable> read_csv(const std::string& path, char separator) {
    const auto text = read_file(path);
    if (!text) return text.error();
    auto table = parse_csv(*text, separator);
    if (!table) return Error{table.error().code, path + ": " + table.error().detail};
    return table;
}

}  // namespace cli
