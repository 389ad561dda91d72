// SPDX-License-Identifier: EUPL-1.2
#include "domain/month.hpp"

#include <gtest/gtest.h>

#include "tests/support/values.hpp"

namespace {

using domain::Date;
using domain::Month;

TEST(Month, StartsIn1990AndEndsIn2099) {
    EXPECT_FALSE(Month::of(1989, 12));
    ASSERT_TRUE(Month::of(1990, 1));
    EXPECT_EQ(Month::of(1990, 1)->index(), 0);
    ASSERT_TRUE(Month::of(2099, 12));
    EXPECT_EQ(Month::of(2099, 12)->index(), Month::count - 1);
    EXPECT_FALSE(Month::of(2100, 1));
    EXPECT_FALSE(Month::of(2024, 0));
    EXPECT_FALSE(Month::of(2024, 13));
}

TEST(Month, GivesBackYearAndMonth) {
    for (std::uint16_t index = 0; index < Month::count; ++index) {
        const Month month = Month::from_index(index);
        EXPECT_EQ(Month::of(month.year(), month.month()), month);
    }
    EXPECT_EQ(support::month("2024-03").text(), "2024-03");
    EXPECT_EQ(support::month("1990-12").text(), "1990-12");
}

TEST(Date, ReadsDaysOfTheCalendar) {
    for (const char* text : {"1990-01-01", "2099-12-31", "2024-02-29", "2000-02-29", "2023-06-30"})
        EXPECT_EQ(support::date(text).text(), text);
}

TEST(Date, RefusesWhatIsNoDay) {
    const struct {
        const char* text;
        const char* code;
    } rows[] = {
        {"",            "date-bad-format"     },
        {"2023-1-5",    "date-bad-format"     },
        {"2023-01-5",   "date-bad-format"     },
        {"2023/01/05",  "date-bad-format"     },
        {"2023-01-05 ", "date-bad-format"     },
        {"2023-01-0x",  "date-bad-format"     },
        {"-023-01-05",  "date-bad-format"     },
        {"+023-01-05",  "date-bad-format"     },
        {"2023-00-10",  "date-not-in-calendar"},
        {"2023-13-01",  "date-not-in-calendar"},
        {"2023-01-00",  "date-not-in-calendar"},
        {"2023-01-32",  "date-not-in-calendar"},
        {"2023-02-29",  "date-not-in-calendar"},
        {"2100-02-29",  "date-not-in-calendar"},
        {"2023-06-31",  "date-not-in-calendar"},
        {"1989-12-31",  "date-out-of-range"   },
        {"2100-01-01",  "date-out-of-range"   },
        {"0000-01-01",  "date-out-of-range"   },
    };
    for (const auto& row : rows) {
        const auto parsed = Date::parse(row.text);
        ASSERT_FALSE(parsed) << row.text;
        EXPECT_EQ(parsed.error().code, row.code) << row.text;
    }
}

TEST(Date, TakesJune31Of2023AsThe30thOnlyWhereAsked) {
    const auto lenient = Date::parse("2023-06-31", Date::Lenient::june_31);
    ASSERT_TRUE(lenient);
    EXPECT_EQ(lenient->text(), "2023-06-30");
    EXPECT_FALSE(Date::parse("2024-06-31", Date::Lenient::june_31));
    EXPECT_FALSE(Date::parse("2023-06-32", Date::Lenient::june_31));
    EXPECT_FALSE(Date::parse("2023-09-31", Date::Lenient::june_31));
}

TEST(Date, ComparesByTime) {
    EXPECT_LT(support::date("2023-12-31"), support::date("2024-01-01"));
    EXPECT_LT(support::date("2024-01-01"), support::date("2024-01-02"));
    EXPECT_EQ((support::date("2024-03-01").days() - support::date("2024-02-28").days()).count(), 2);
}

}  // namespace
