// SPDX-License-Identifier: EUPL-1.2
#include "query-api/fields.hpp"

#include <gtest/gtest.h>

#include "query-api/format.hpp"
#include "query-api/table.hpp"

namespace tests::query {

// In a named namespace, so that the tables find describe().
struct Row {
    std::string text;
    std::optional<domain::Decimal> value;

    static const Row& blank() {
        static const Row row;
        return row;
    }
};

void describe(query_api::Fields& fields, const Row& row) {
    fields.text("text", row.text);
    fields.group("outer", query_api::presence_of(row.value), [&] {
        fields.decimal("value", row.value);
        fields.group("inner", query_api::Presence::present,
                     [&] { fields.flag("flag", row.value.has_value()); });
        fields.integer("after", 7);
    });
    fields.list("list", {row.text.size() < 3 ? row.text.size() : 0,
                         [&row](platform::JsonWriter& json, std::size_t i) {
                             json.string(row.text.substr(i, 1));
                         },
                         [&row](std::size_t i) { return row.text.substr(i, 1); }});
}

namespace {

using query_api::Format;
using query_api::Lines;

std::string first_cell(const std::string& text) {
    const std::string csv = query_api::csv_of(std::vector<Row>{
        {text, {}}
    });
    const auto line = csv.find("\r\n") + 2;
    return csv.substr(line, csv.find(",,", line) - line);
}

TEST(Csv, NamesNestedFieldsWithDotsAndJoinsListsBySpaces) {
    EXPECT_EQ(query_api::csv_of(std::vector<Row>{
                  {"ab", domain::Decimal::from_integer(-5)}
    }),
              "text,outer.value,outer.inner.flag,outer.after,list\r\nab,-5,true,7,a b\r\n");
}

TEST(Csv, NamesItsColumnsWhereThereIsNoRow) {
    EXPECT_EQ(query_api::csv_of(std::vector<Row>{}),
              "text,outer.value,outer.inner.flag,outer.after,list\r\n");
}

TEST(Csv, QuotesWhatWouldEndACell) {
    EXPECT_EQ(first_cell("plain text"), "plain text");
    EXPECT_EQ(first_cell("one, two"), "\"one, two\"");
    EXPECT_EQ(first_cell("say \"no\""), "\"say \"\"no\"\"\"");
    EXPECT_EQ(first_cell("two\nlines"), "\"two\nlines\"");
}

TEST(Csv, DefusesFormulas) {
    for (const char* text : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx"})
        EXPECT_EQ(first_cell(text), "'" + std::string{text});
    EXPECT_EQ(first_cell("=\"a\",1"), "\"'=\"\"a\"\",1\"");
    EXPECT_EQ(first_cell("a=1"), "a=1");
}

TEST(Json, WritesAnAbsentGroupAsNull) {
    EXPECT_EQ(query_api::ndjson_of(std::vector<Row>{
                  {"abc", {}               },
                  {"x",   domain::Decimal{}}
    }),
              "{\"text\":\"abc\",\"outer\":null,\"list\":[]}\n"
              "{\"text\":\"x\",\"outer\":{\"value\":0,\"inner\":{\"flag\":true},\"after\":7},"
              "\"list\":[\"x\"]}\n");
}

TEST(Format, IsWhatTheAcceptHeaderWantsMost) {
    const auto wanted = [](std::string_view accept, Lines lines = Lines::none) {
        return query_api::accepted_format(accept, lines);
    };
    EXPECT_EQ(wanted(""), Format::json);
    EXPECT_EQ(wanted("text/csv"), Format::csv);
    EXPECT_EQ(wanted("Text/CSV;q=0.5, application/json;q=0.4"), Format::csv);
    EXPECT_EQ(wanted("text/csv;q=0.4, application/json;q=0.5"), Format::json);
    EXPECT_EQ(wanted("text/csv, application/json"), Format::csv);
    EXPECT_EQ(wanted("text/html, */*;q=0.8"), Format::json);
    EXPECT_EQ(wanted("text/csv;q=0"), Format::json);
    EXPECT_EQ(wanted("application/x-ndjson"), Format::json);
    EXPECT_EQ(wanted("application/x-ndjson", Lines::offered), Format::ndjson);
}

TEST(Format, IsReadFromItsNameWhereItIsOffered) {
    EXPECT_EQ(query_api::parse_format("csv", Lines::none), Format::csv);
    EXPECT_EQ(query_api::parse_format("ndjson", Lines::offered), Format::ndjson);
    EXPECT_EQ(query_api::parse_format("ndjson", Lines::none), std::nullopt);
    EXPECT_EQ(query_api::parse_format("xml", Lines::offered), std::nullopt);
}

}  // namespace
}  // namespace tests::query
