// SPDX-License-Identifier: EUPL-1.2
#include "cli/csv_file.hpp"

#include <gtest/gtest.h>

#include <array>
#include <fstream>

#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using cli::CsvRow;
using support::must;

TEST(CsvFile, ReadsQuotesAndEitherLineEnd) {
    const auto table =
        must(cli::parse_csv("\xEF\xBB\xBF"
                            "a,b\r\n\"x,\"\"y\"\"\nz\",2\n3",
                            ','));
    EXPECT_EQ(table.header, (CsvRow{"a", "b"}));
    ASSERT_EQ(table.rows.size(), 2U);
    EXPECT_EQ(table.rows[0], (CsvRow{"x,\"y\"\nz", "2"}));
    EXPECT_EQ(cli::cell(table.rows[1], 0), "3");
    EXPECT_EQ(cli::cell(table.rows[1], 1), "") << "a short row has empty cells";
}

TEST(CsvFile, FindsColumnsByName) {
    const auto table = must(cli::parse_csv("a;b\n", ';'));
    EXPECT_EQ(table.column("b"), 1U);
    EXPECT_FALSE(table.column("c"));
    constexpr std::array<std::string_view, 2> wanted{"b", "c"};
    EXPECT_EQ(table.columns(wanted).error().detail, "csv: no column c");
}

TEST(CsvFile, WritesWhatItReads) {
    const CsvRow row{"plain", "a;b", "say \"so\"", "two\nlines", ""};
    const auto table = must(cli::parse_csv("header\n" + cli::csv_line(row, ';'), ';'));
    EXPECT_EQ(table.rows.front(), row);
}

TEST(CsvFile, RefusesAWrongQuoteAndNothing) {
    EXPECT_EQ(cli::parse_csv("a\n\"open", ',').error().detail, "csv: row 2: a wrong quote");
    EXPECT_EQ(cli::parse_csv("", ',').error().detail, "csv: the file is empty");
}

TEST(CsvFile, TellsAFileThatIsNotThere) {
    const support::TemporaryDirectory folder;
    EXPECT_EQ(cli::read_csv(folder / "none.csv", ';').error().code, platform::Errc::not_found);
    std::ofstream{folder / "bad.csv"} << "a\n\"";
    EXPECT_EQ(cli::read_csv(folder / "bad.csv", ';').error().detail,
              folder / "bad.csv" + ": csv: row 2: a wrong quote");
}

}  // namespace
