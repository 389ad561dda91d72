// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "query-api/fields.hpp"
#include "query-api/format.hpp"
#include "query-api/page.hpp"

// Answers made of rows. A row type has describe(Fields&, const Row&) beside it, and a blank() row
// to name the columns of CSV by. JSON answers are an object left open, for its tail (moment.hpp).
namespace query_api {

constexpr std::string_view csv_line_end = "\r\n";

template <class Row>
void append_object(platform::JsonWriter& json, const Row& row) {
    json.begin_object();
    JsonFields fields{json};
    describe(fields, row);
    json.end_object();
}

template <class Row>
void append_rows(platform::JsonWriter& json, const std::vector<Row>& rows) {
    json.begin_array();
    for (const Row& row : rows) append_object(json, row);
    json.end_array();
}

template <class Row>
std::string csv_of(const std::vector<Row>& rows) {
    std::string out;
    CsvNames names{out};
    describe(names, Row::blank());
    out += csv_line_end;
    for (const Row& row : rows) {
        CsvCells cells{out};
        describe(cells, row);
        out += csv_line_end;
    }
    return out;
}

template <class Row>
std::string ndjson_of(const std::vector<Row>& rows) {
    std::string out;
    for (const Row& row : rows) {
        platform::JsonWriter json{out};
        append_object(json, row);
        out += '\n';
    }
    return out;
}

// A table; `head(json)` writes the members before "rows".
template <class Row, class Head>
std::string table_of(Format format, const std::vector<Row>& rows, Head head) {
    if (format == Format::csv) return csv_of(rows);
    if (format == Format::ndjson) return ndjson_of(rows);
    std::string out;
    platform::JsonWriter json{out};
    json.begin_object();
    head(json);
    json.key("rows");
    append_rows(json, rows);
    return out;
}

// A page of a table; `head(json)` writes the members before "rows", "next" among them.
template <class Row, class Head>
std::string page_of(Format format, const Paged<Row>& paged, Head head) {
    return table_of(format, paged.rows, [&](platform::JsonWriter& json) {
        head(json);
        json.key("next");
        paged.next ? json.unsigned_integer(*paged.next) : json.null();
    });
}

// A row that is the whole answer.
template <class Row>
std::string answer_of(Format format, const Row& row) {
    if (format == Format::csv) return csv_of(std::vector<Row>{row});
    std::string out;
    platform::JsonWriter json{out};
    json.begin_object();
    JsonFields fields{json};
    describe(fields, row);
    return out;
}

}  // namespace query_api
