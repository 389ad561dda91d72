// SPDX-License-Identifier: EUPL-1.2
#include "domain/instant.hpp"

#include <gtest/gtest.h>

#include "tests/support/must.hpp"

namespace {

using domain::Instant;

TEST(Instant, ReadsRfc3339AndWritesUtc) {
    const struct {
        const char* text;
        const char* canonical;
    } rows[] = {
        {"1970-01-01T00:00:00Z",                          "1970-01-01T00:00:00Z"       },
        {"2024-10-23T08:11:02.123456Z",                   "2024-10-23T08:11:02.123456Z"},
        {"2024-10-23T08:11:02.120Z",                      "2024-10-23T08:11:02.120Z"   },
        {"2024-10-23T08:11:02.5Z",                        "2024-10-23T08:11:02.500Z"   },
        {"2024-10-23T08:11:02.000Z",                      "2024-10-23T08:11:02Z"       },
        {"2024-10-23T08:11:02.1234569Z",                  "2024-10-23T08:11:02.123456Z"},
        {"2024-10-23T08:11:02.000000999999999999999999Z", "2024-10-23T08:11:02Z"       },
        {"2024-10-23t08:11:02z",                          "2024-10-23T08:11:02Z"       },
        {"2024-10-23 08:11:02Z",                          "2024-10-23T08:11:02Z"       },
        {"2024-01-01T01:30:00+02:00",                     "2023-12-31T23:30:00Z"       },
        {"2024-02-28T23:30:00-01:00",                     "2024-02-29T00:30:00Z"       },
        {"2024-01-01T00:00:00+00:00",                     "2024-01-01T00:00:00Z"       },
        {"2099-12-31T23:59:59.999999Z",                   "2099-12-31T23:59:59.999999Z"},
        {"2024-01-01T23:59:00+23:59",                     "2024-01-01T00:00:00Z"       },
    };
    for (const auto& row : rows)
        EXPECT_EQ(support::must(Instant::parse(row.text)).text(), row.canonical) << row.text;
}

TEST(Instant, RefusesWhatIsNoInstant) {
    for (const char* text : {"",
                             "2024-10-23",
                             "2024-10-23T08:11:02",
                             "2024-10-23T08:11Z",
                             "2024-10-23T24:00:00Z",
                             "2024-10-23T08:60:00Z",
                             "2024-10-23T08:11:60Z",
                             "2024-02-30T00:00:00Z",
                             "2024-13-01T00:00:00Z",
                             "2024-10-23T08:11:02.Z",
                             "2024-10-23T08:11:02Z ",
                             "2024-10-23T08:11:02ZZ",
                             "2024-10-23T08:11:02+24:00",
                             "2024-10-23T08:11:02-24:00",
                             "2024-10-23T08:11:02+01:60",
                             "2024-10-23T08:11:02+0100",
                             "2024-10-23T08:11:02,5Z",
                             "1969-12-31T23:59:59Z",
                             "1970-01-01T00:00:00+00:01",
                             "2100-01-01T00:00:00Z",
                             "+2024-10-23T08:11:02Z",
                             "2024-10-23T 8:11:02Z",
                             "24-10-23T08:11:02Z"}) {
        const auto parsed = Instant::parse(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, "time-bad-format") << text;
    }
}

TEST(Instant, GivesTheUtcDayHeldInsideTheCalendarOfMonths) {
    const auto day = [](const char* text) {
        return support::must(Instant::parse(text)).date().text();
    };
    EXPECT_EQ(day("2024-10-23T23:59:59.999999Z"), "2024-10-23");
    EXPECT_EQ(day("1970-01-01T00:00:00Z"), "1990-01-01");
    EXPECT_EQ(day("1989-12-31T23:59:59Z"), "1990-01-01");
    EXPECT_EQ(day("1990-01-02T00:00:00Z"), "1990-01-02");
    EXPECT_EQ(day("2099-12-31T23:59:59-23:00"), "2099-12-31");
}

TEST(Instant, ComparesByTime) {
    EXPECT_LT(support::must(Instant::parse("2024-01-01T00:00:00.000001Z")),
              support::must(Instant::parse("2024-01-01T00:00:00.000002Z")));
    EXPECT_EQ(support::must(Instant::parse("2024-01-01T00:00:00Z")),
              support::must(Instant::parse("2024-01-01T05:30:00+05:30")));
}

}  // namespace
