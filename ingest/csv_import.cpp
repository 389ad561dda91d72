// SPDX-License-Identifier: EUPL-1.2
#include "ingest/csv_import.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>
#include <utility>

#include "domain/codec/pilote_csv.hpp"
#include "domain/sha256.hpp"
#include "ingest/cloud_event.hpp"
#include "ingest/csv.hpp"
#include "platform/utf8.hpp"

namespace ingest {
namespace {

using domain::codec::CsvColumns;
using domain::codec::Json;
using Step = CsvReader::Step;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// The number of the line that holds the first byte that is not UTF-8; nothing if all is.
std::optional<std::size_t> find_bad_line(std::string_view text) {
    if (platform::is_utf8(text)) return std::nullopt;
    std::size_t line = 1;
    while (!text.empty()) {
        const std::size_t bytes = platform::utf8_sequence_bytes(text);
        if (bytes == 0) break;
        if (text.front() == '\n') ++line;
        text.remove_prefix(bytes);
    }
    return line;
}

char separator_of(std::string_view text) {
    const std::string_view header = text.substr(0, text.find('\n'));
    return header.find(';') != std::string_view::npos ? ';' : ',';
}

CellError header_error(const domain::Error& error, std::span<const std::string_view> cells) {
    CellError found{error.code, 1, std::nullopt, {}};
    std::size_t index = cells.size();
    if (error.pointer.starts_with('/'))
        std::from_chars(error.pointer.data() + 1, error.pointer.data() + error.pointer.size(),
                        index);
    if (index < cells.size()) {
        found.cell = shown(cells[index]);
        found.column = found.cell;
    }
    if (error.code == "header-missing-identifiant-indic")
        found.column = std::string{column_of(RowField::indicator)};
    return found;
}

// Reads the rows behind the header line into an ImportFile.
class RowReader {
public:
    RowReader(ImportFile& file, const CsvColumns& columns) : file_(file), columns_(columns) {}

    void read(std::span<const std::string_view> cells, std::size_t row);

private:
    using Key = std::tuple<domain::IndicatorId, domain::Territory, domain::Kind, domain::Date>;

    std::string_view cell(std::span<const std::string_view> cells, RowField field) const;
    template <class T>
    std::optional<T> parsed(const domain::Result<T>& result, RowField field, std::string_view cell);
    void keep(FileRow row);

    ImportFile& file_;
    CsvColumns columns_;
    std::size_t row_ = 0;
    std::map<Key, std::size_t> first_rows_;
};

std::string_view RowReader::cell(std::span<const std::string_view> cells, RowField field) const {
    switch (field) {
        case RowField::indicator:
            return cells[columns_.indicator];
        case RowField::territory:
            return cells[columns_.territory];
        case RowField::kind:
            return cells[columns_.kind];
        case RowField::date:
            return cells[columns_.date];
        case RowField::value:
            return cells[columns_.value];
    }
    return {};
}

template <class T>
std::optional<T> RowReader::parsed(const domain::Result<T>& result, RowField field,
                                   std::string_view cell) {
    if (result) return *result;
    file_.add_error({result.error().code, row_, std::string{column_of(field)}, shown(cell)});
    return std::nullopt;
}

void RowReader::read(std::span<const std::string_view> cells, std::size_t row) {
    row_ = row;
    const bool empty =
        std::all_of(cells.begin(), cells.end(), [](std::string_view text) { return text.empty(); });
    if (empty) return file_.add_error({"row-empty", row, std::nullopt, {}});
    if (cells.size() != columns_.count)
        return file_.add_error({"row-cells", row, std::nullopt, {}});

    const auto indicator_cell = cell(cells, RowField::indicator);
    const auto territory_cell = cell(cells, RowField::territory);
    const auto kind_cell = cell(cells, RowField::kind);
    const auto date_cell = cell(cells, RowField::date);
    const auto value_cell = cell(cells, RowField::value);
    const auto indicator = parsed(domain::codec::parse_csv_indicator(indicator_cell),
                                  RowField::indicator, indicator_cell);
    const auto territory =
        parsed(domain::codec::parse_csv_zone(territory_cell), RowField::territory, territory_cell);
    const auto date = parsed(domain::codec::parse_csv_date(date_cell), RowField::date, date_cell);
    const auto kind = parsed(domain::codec::parse_csv_kind(kind_cell), RowField::kind, kind_cell);
    const auto value =
        parsed(domain::codec::parse_csv_value(value_cell), RowField::value, value_cell);
    if (!indicator || !territory || !date || !kind || !value) return;
    keep({
        row,
        {*indicator, *territory, *kind, *date, *value, std::nullopt},
        {std::string{indicator_cell}, std::string{territory_cell}, std::string{kind_cell},
          std::string{date_cell}, std::string{value_cell}}
    });
}

void RowReader::keep(FileRow row) {
    const domain::MeasureRow& measure = row.measure;
    const Key key{measure.indicator, measure.territory, measure.kind, measure.date};
    if (!first_rows_.try_emplace(key, row.row).second)
        return file_.add_error({"row-repeated", row.row, std::nullopt, {}});
    file_.rows.push_back(std::move(row));
}

// Reads the header line; nothing where the rows cannot be read.
std::optional<CsvColumns> read_header(CsvReader& reader, ImportFile& file) {
    const Step step = reader.next();
    if (step == Step::end) {
        file.add_error({"file-empty", 1, std::nullopt, {}});
        return std::nullopt;
    }
    if (step == Step::quote_malformed) {
        file.add_error({"quote-malformed", 1, std::nullopt, {}});
        return std::nullopt;
    }
    if (step == Step::line_too_long) {
        file.stopped = CellError{"line-too-long", 1, std::nullopt, {}};
        return std::nullopt;
    }
    const auto columns = domain::codec::parse_csv_header(reader.cells());
    if (columns) return *columns;
    file.add_error(header_error(columns.error(), reader.cells()));
    return std::nullopt;
}

void read_rows(CsvReader& reader, const CsvColumns& columns, ImportFile& file) {
    RowReader rows{file, columns};
    for (Step step = reader.next(); step != Step::end; step = reader.next()) {
        if (step == Step::line_too_long) {
            file.stopped = CellError{"line-too-long", reader.row(), std::nullopt, {}};
            return;
        }
        if (file.row_count == domain::rows_max) {
            file.stopped = CellError{"rows-too-many", reader.row(), std::nullopt, {}};
            return;
        }
        ++file.row_count;
        if (step == Step::quote_malformed)
            file.add_error({"quote-malformed", reader.row(), std::nullopt, {}});
        else
            rows.read(reader.cells(), reader.row());
    }
    if (file.row_count == 0) file.add_error({"rows-none", 1, std::nullopt, {}});
}

Json text_json(std::string_view text) {
    return Json{std::string{text}};
}

Json row_json(const FileRow& row) {
    const std::string& value = row.cells[static_cast<std::size_t>(RowField::value)];
    domain::codec::JsonObject members;
    members.push_back({"indicator", text_json(row.measure.indicator.text())});
    members.push_back({"territory", text_json(row.measure.territory.id())});
    members.push_back({"kind", text_json(domain::name_of(row.measure.kind))});
    members.push_back({"date", text_json(row.measure.date.text())});
    members.push_back({"value", value.empty() ? Json{nullptr} : text_json(value)});
    return Json{std::move(members)};
}

}  // namespace

std::string_view column_of(RowField field) {
    constexpr std::array<std::string_view, 5> names{"identifiant_indic", "zone_id", "type_valeur",
                                                    "date_valeur", "valeur"};
    return names[static_cast<std::size_t>(field)];
}

std::string shown(std::string_view cell) {
    constexpr std::size_t bytes_max = 60;
    std::string text{cell.substr(0, bytes_max)};
    if (cell.size() > bytes_max) {
        while (!platform::is_utf8(text)) text.pop_back();
        text += "…";
    }
    // What an event may not hold must not reach a reader's screen either.
    std::string quoted = "[";
    domain::codec::append_quoted(quoted, text);
    if (domain::codec::parse_json(quoted + "]")) return text;
    std::replace_if(text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return text;
}

void ImportFile::add_error(CellError error) {
    ++error_count;
    if (errors.size() < file_errors_max) errors.push_back(std::move(error));
}

ImportFile read_import(std::string_view text) {
    ImportFile file;
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    if (const auto line = find_bad_line(text)) {
        file.stopped = CellError{"encoding-not-utf8", *line, std::nullopt, {}};
        return file;
    }
    CsvReader reader{text, separator_of(text), csv_row_bytes_max};
    if (const auto columns = read_header(reader, file)) read_rows(reader, *columns, file);
    return file;
}

domain::Result<Json> import_data(const ImportFile& file, std::string_view text,
                                 const std::string& reason) {
    std::vector<std::pair<std::string, std::string>> texts{
        {"file_sha256", domain::hex(domain::sha256(text))}
    };
    if (!reason.empty()) texts.emplace_back("reason", reason);
    auto data = make_object(texts);
    if (!data) return data.error();
    domain::codec::JsonArray rows;
    rows.reserve(file.rows.size());
    for (const FileRow& row : file.rows) rows.push_back(row_json(row));
    data->push_back({"rows", Json{std::move(rows)}});
    return Json{std::move(*data)};
}

}  // namespace ingest
