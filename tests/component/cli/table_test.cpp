// SPDX-License-Identifier: EUPL-1.2
#include "cli/table.hpp"

#include <gtest/gtest.h>

#include "cli/console.hpp"

namespace {

using cli::Align;
using cli::display_width;
using cli::shortened;
using cli::Table;

TEST(DisplayWidth, CountsWhatATerminalShows) {
    EXPECT_EQ(display_width(""), 0U);
    EXPECT_EQ(display_width("Ain"), 3U);
    EXPECT_EQ(display_width("Hérault"), 7U);
    EXPECT_EQ(display_width("He\xCC\x81rault"), 7U) << "a combining accent takes no column";
    EXPECT_EQ(display_width("東京"), 4U);
    EXPECT_EQ(display_width("\xFF\xFE"), 2U) << "bytes that are no UTF-8 count one each";
}

TEST(Shortened, KeepsWhatFitsAndNeverCutsACharacter) {
    EXPECT_EQ(shortened("Côte-d'Or", 9), "Côte-d'Or");
    EXPECT_EQ(shortened("Côte-d'Or", 8), "Côte-d'…");
    EXPECT_EQ(shortened("éé", 1), "…");
    EXPECT_EQ(shortened("東京", 3), "東…");
    EXPECT_EQ(shortened("東京", 2), "…");
    EXPECT_EQ(shortened("a", 0), "");
}

TEST(Table, AlignsColumnsByWhatIsShown) {
    Table table{
        {{"name"}, {"value", Align::right}}
    };
    table.add({"Hérault", "9"});
    table.add({"Ain", "1234.5"});
    EXPECT_EQ(table.text(),
              "name      value\n"
              "-------  ------\n"
              "Hérault       9\n"
              "Ain      1234.5\n");
}

TEST(Table, KeepsACellOnItsLineAndARowAtItsWidth) {
    Table table{
        {{"a"}, {"b", Align::left, 4}}
    };
    table.add({"one\ntwo"});
    table.add({"x", "longer", "too much"});
    EXPECT_EQ(table.text(),
              "a        b\n"
              "-------  ----\n"
              "one two\n"
              "x        lon…\n");
}

TEST(Bar, ShowsHowFarTheWorkIs) {
    EXPECT_EQ(cli::bar(0, 4, 4), "[....]");
    EXPECT_EQ(cli::bar(2, 4, 4), "[##..]");
    EXPECT_EQ(cli::bar(9, 4, 4), "[####]");
    EXPECT_EQ(cli::bar(0, 0, 4), "[####]");
}

}  // namespace
