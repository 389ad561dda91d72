// SPDX-License-Identifier: EUPL-1.2
#include "ingest/csv.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/support/property.hpp"

namespace ingest {
namespace {

using Step = CsvReader::Step;
using Rows = std::vector<std::vector<std::string>>;

constexpr std::size_t bytes_max = 8 * 1024;

// What is read until something other than a record comes.
struct Read {
    Rows rows;
    Step last = Step::record;
};

Read read(std::string_view text, char separator = ';', std::size_t record_bytes_max = bytes_max) {
    CsvReader reader{text, separator, record_bytes_max};
    Read read;
    while ((read.last = reader.next()) == Step::record) {
        const auto cells = reader.cells();
        read.rows.emplace_back(cells.begin(), cells.end());
    }
    return read;
}

std::string doubled(const std::string& cell) {
    std::string out;
    for (const char c : cell) out += c == '"' ? "\"\"" : std::string(1, c);
    return out;
}

TEST(Csv, SplitsAtTheSeparatorAndAtEitherLineEnd) {
    const Rows expected{
        {"a", "b"},
        {"c", "d"},
        {"é", "" }
    };

    EXPECT_EQ(read("a;b\nc;d\né;\n").rows, expected);
    EXPECT_EQ(read("a;b\r\nc;d\r\né;\r\n").rows, expected);
    EXPECT_EQ(read("a;b\nc;d\r\né;").rows, expected);
    EXPECT_EQ(read("a,b\nc,d\né,", ',').rows, expected);
}

TEST(Csv, TakesNothingButTheSeparatorItWasGiven) {
    EXPECT_EQ(read("a;b,c\td\n").rows, (Rows{
                                           {"a", "b,c\td"}
    }));
}

TEST(Csv, HasNoRecordBehindTheLastLineEnd) {
    EXPECT_EQ(read("").rows, Rows{});
    EXPECT_EQ(read("a").rows, (Rows{{"a"}}));
    EXPECT_EQ(read("a\n").rows, (Rows{{"a"}}));
    EXPECT_EQ(read("a\n\n").rows, (Rows{{"a"}, {""}}));
    EXPECT_EQ(read("\n").rows, (Rows{{""}}));
    EXPECT_EQ(read(";").rows, (Rows{
                                  {"", ""}
    }));
}

TEST(Csv, UnquotesCellsAsRfc4180Says) {
    EXPECT_EQ(read("\"a\";\"\"\r\n\"b;c\"\n").rows, (Rows{
                                                        {"a", ""},
                                                        {"b;c"}
    }));
    EXPECT_EQ(read("\"say \"\"hi\"\"\";\"\"\"\"").rows, (Rows{
                                                            {"say \"hi\"", "\""}
    }));
    EXPECT_EQ(read("\"two\r\nlines\";x\ny").rows, (Rows{
                                                      {"two\r\nlines", "x"},
                                                      {"y"}
    }));
    EXPECT_EQ(read("\"a\"\r\n").rows, (Rows{{"a"}}));
}

TEST(Csv, GoesOnWithTheNextLineAfterABadQuote) {
    for (const std::string line : {"a\"b;c", "\"a\"b;c", "\"a;c", "\"a\" ;c"}) {
        const std::string text = "x;y\n" + line + "\nz;w\n";
        CsvReader reader{text, ';', bytes_max};

        EXPECT_EQ(reader.next(), Step::record);
        EXPECT_EQ(reader.next(), Step::quote_malformed) << line;
        EXPECT_EQ(reader.row(), 2U);
        EXPECT_TRUE(reader.cells().empty());
        ASSERT_EQ(reader.next(), Step::record) << line;
        EXPECT_EQ(reader.row(), 3U);
        EXPECT_EQ(reader.cells()[0], "z");
        EXPECT_EQ(reader.next(), Step::end);
    }
}

TEST(Csv, HoldsRecordsToTheirLimit) {
    for (const std::string end : {"", "\n", "\r\n"}) {
        EXPECT_EQ(read(std::string(10, 'a') + end, ';', 10).last, Step::end) << end.size();
        EXPECT_EQ(read(std::string(11, 'a') + end, ';', 10).last, Step::line_too_long);
        EXPECT_EQ(read("aaaaa;aaaa" + end, ';', 10).last, Step::end);
        EXPECT_EQ(read("aaaaa;aaaaa" + end, ';', 10).last, Step::line_too_long);
        EXPECT_EQ(read("\"aaaaaaaa\"" + end, ';', 10).last, Step::end);
        EXPECT_EQ(read("\"aaaaaaaaa\"" + end, ';', 10).last, Step::line_too_long);
    }
}

TEST(Csv, ReadsNothingBehindALineThatIsTooLong) {
    const std::string text = "ab\n" + std::string(1'000'000, 'a') + "\nb\n";
    CsvReader reader{text, ';', bytes_max};

    EXPECT_EQ(reader.next(), Step::record);
    EXPECT_EQ(reader.next(), Step::line_too_long);
    EXPECT_EQ(reader.row(), 2U);
    EXPECT_EQ(reader.next(), Step::end);
}

TEST(Csv, TellsAQuoteThatNeverEndsFromALongLine) {
    std::string text = "\"open\n";
    for (int i = 0; i < 5'000; ++i) text += "row;" + std::to_string(i) + "\n";

    EXPECT_EQ(CsvReader(text, ';', bytes_max).next(), Step::quote_malformed);
    EXPECT_EQ(CsvReader("\"" + std::string(10'000, 'a'), ';', bytes_max).next(),
              Step::line_too_long);
}

TEST(Csv, KeepsUnescapedCellsOfALongRecordInPlace) {
    std::string line;
    for (int i = 0; i < 400; ++i) line += (i == 0 ? "" : ";") + std::string{"\"a\"\"b\""};

    const auto rows = read(line).rows;

    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0], std::vector<std::string>(400, "a\"b"));
}

TEST(Csv, ReadsBackWhateverWasWrittenAsRfc4180Says) {
    support::for_random([](auto& random) {
        constexpr std::string_view alphabet = "ab;,\"\r\n ";
        const auto up_to = [&random](std::size_t most) {
            return std::uniform_int_distribution<std::size_t>{0, most}(random);
        };
        for (int round = 0; round < 2'000; ++round) {
            Rows rows(1 + up_to(4));
            std::string text;
            for (auto& row : rows) {
                row.resize(1 + up_to(4));
                for (std::size_t i = 0; i < row.size(); ++i) {
                    for (std::size_t left = up_to(6); left > 0; --left)
                        row[i] += alphabet[up_to(alphabet.size() - 1)];
                    text += (i == 0 ? "\"" : ";\"") + doubled(row[i]) + "\"";
                }
                text += up_to(1) == 0 ? "\n" : "\r\n";
            }

            const auto found = read(text);

            ASSERT_EQ(found.rows, rows) << text;
            ASSERT_EQ(found.last, Step::end);
        }
    });
}

TEST(Csv, EndsOnAnyText) {
    support::for_random([](auto& random) {
        constexpr std::string_view alphabet = "a;\"\r\n";
        std::uniform_int_distribution<std::size_t> letter{0, alphabet.size() - 1};
        for (int round = 0; round < 2'000; ++round) {
            std::string text;
            for (std::size_t i = 0; i < 60; ++i) text += alphabet[letter(random)];
            CsvReader reader{text, ';', 20};
            std::size_t steps = 0;
            while (reader.next() != Step::end) {
                for (const auto cell : reader.cells()) ASSERT_LE(cell.size(), 20U);
                ASSERT_LE(++steps, text.size() + 1) << text;
            }
        }
    });
}

}  // namespace
}  // namespace ingest
