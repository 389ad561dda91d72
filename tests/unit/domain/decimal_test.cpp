// SPDX-License-Identifier: EUPL-1.2
#include "domain/decimal.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "tests/support/values.hpp"

namespace {

using domain::Decimal;
using domain::Int128;
using support::decimal;

constexpr Int128 greatest = ~(static_cast<Int128>(1) << 127);
constexpr Int128 least = -greatest - 1;

TEST(Decimal, ReadsDecimalTextAndWritesItCanonically) {
    const struct {
        const char* text;
        const char* canonical;
    } rows[] = {
        {"0",                              "0"                        },
        {"-0",                             "0"                        },
        {"-0.000",                         "0"                        },
        {"00012",                          "12"                       },
        {"12.50",                          "12.5"                     },
        {"-12.5",                          "-12.5"                    },
        {"0.000000001",                    "0.000000001"              },
        {"-0.123456789",                   "-0.123456789"             },
        {"1000000000000000",               "1000000000000000"         },
        {"-1000000000000000",              "-1000000000000000"        },
        {"999999999999999.999999999",      "999999999999999.999999999"},
        {"0000000000000000000000000001.5", "1.5"                      },
    };
    for (const auto& row : rows) EXPECT_EQ(decimal(row.text).text(), row.canonical) << row.text;
}

TEST(Decimal, RefusesWhatIsNotDecimalTextOrIsOverALimit) {
    const struct {
        const char* text;
        const char* code;
    } rows[] = {
        {"",                                                   "value-bad-format"       },
        {"-",                                                  "value-bad-format"       },
        {"+1",                                                 "value-bad-format"       },
        {"1.",                                                 "value-bad-format"       },
        {".5",                                                 "value-bad-format"       },
        {"-.5",                                                "value-bad-format"       },
        {"1e3",                                                "value-bad-format"       },
        {"1,5",                                                "value-bad-format"       },
        {" 1",                                                 "value-bad-format"       },
        {"1 ",                                                 "value-bad-format"       },
        {"--1",                                                "value-bad-format"       },
        {"1.2.3",                                              "value-bad-format"       },
        {"NaN",                                                "value-bad-format"       },
        {"Infinity",                                           "value-bad-format"       },
        {"null",                                               "value-bad-format"       },
        {"0x10",                                               "value-bad-format"       },
        {"1.1234567891",                                       "value-too-many-decimals"},
        {"1.0000000000",                                       "value-too-many-decimals"},
        {"1000000000000000.000000001",                         "value-out-of-range"     },
        {"1000000000000001",                                   "value-out-of-range"     },
        {"-1000000000000000.000000001",                        "value-out-of-range"     },
        {"99999999999999999999999999999999999999999999999999", "value-out-of-range"     },
    };
    for (const auto& row : rows) {
        const auto parsed = Decimal::parse(row.text);
        ASSERT_FALSE(parsed) << row.text;
        EXPECT_EQ(parsed.error().code, row.code) << row.text;
    }
}

TEST(Decimal, RoundsHalfAwayFromZero) {
    const struct {
        Int128 numerator;
        Int128 denominator;
        Int128 quotient;
    } rows[] = {
        {1,                2,        1       },
        {-1,               2,        -1      },
        {1,                3,        0       },
        {-1,               3,        0       },
        {2,                3,        1       },
        {-2,               3,        -1      },
        {3,                2,        2       },
        {-3,               2,        -2      },
        {5,                4,        1       },
        {7,                4,        2       },
        {0,                7,        0       },
        {greatest,         1,        greatest},
        {least,            1,        least   },
        {greatest,         greatest, 1       },
        {greatest / 2,     greatest, 0       },
        {greatest / 2 + 1, greatest, 1       },
    };
    for (const auto& row : rows)
        EXPECT_TRUE(domain::divide_half_away(row.numerator, row.denominator) == row.quotient)
            << static_cast<std::int64_t>(row.numerator) << " / "
            << static_cast<std::int64_t>(row.denominator);
}

TEST(Decimal, RoundsToFifteenTenAndTwoDigits) {
    // 1.123456789012345678 and its neighbours at each digit that is rounded.
    const auto units = [](std::int64_t whole, std::int64_t fraction) {
        return Decimal::from_units(static_cast<Int128>(whole) * domain::power_of_ten(18) +
                                   fraction);
    };
    EXPECT_EQ(units(1, 123'456'789'012'345'499).rounded(15), units(1, 123'456'789'012'345'000));
    EXPECT_EQ(units(1, 123'456'789'012'345'500).rounded(15), units(1, 123'456'789'012'346'000));
    EXPECT_EQ(units(0, 123'456'789'049'999'999).rounded(10), units(0, 123'456'789'000'000'000));
    EXPECT_EQ(units(0, 123'456'789'050'000'000).rounded(10), units(0, 123'456'789'100'000'000));
    EXPECT_EQ(units(0, 4'999'999'999'999'999).rounded(2), units(0, 0));
    EXPECT_EQ(units(0, 5'000'000'000'000'000).rounded(2), units(0, 10'000'000'000'000'000));
    EXPECT_EQ(units(0, -5'000'000'000'000'000).rounded(2), units(0, -10'000'000'000'000'000));
    EXPECT_EQ(units(0, 500'000'000'000'000'000).rounded(0), Decimal::from_integer(1));
    EXPECT_EQ(units(3, 1).rounded(18), units(3, 1));
}

TEST(Decimal, WritesNineDigitsRoundedHalfAwayFromZero) {
    const struct {
        Int128 units;
        const char* text;
    } rows[] = {
        {499'999'999,                     "0"           },
        {500'000'000,                     "0.000000001" },
        {-499'999'999,                    "0"           },
        {-500'000'000,                    "-0.000000001"},
        {domain::power_of_ten(18) - 1,    "1"           },
        {-(domain::power_of_ten(18) - 1), "-1"          },
    };
    for (const auto& row : rows) EXPECT_EQ(Decimal::from_units(row.units).text(), row.text);
    EXPECT_EQ(Decimal::from_units(greatest).text(), "170141183460469231731.687303716");
    EXPECT_EQ(Decimal::from_units(least).text(), "-170141183460469231731.687303716");
}

TEST(Decimal, DividesByACountRoundingTheLastDigit) {
    EXPECT_EQ(decimal("1").divided_by(3).units() % 10, 3);
    EXPECT_EQ(decimal("2").divided_by(3).units() % 10, 7);
    EXPECT_EQ(decimal("-2").divided_by(3).units() % 10, -7);
    EXPECT_EQ(decimal("10").divided_by(4), decimal("2.5"));
}

TEST(Decimal, AddsAndSubtractsExactlyUpToTheLastUnit) {
    const auto near = Decimal::from_units(greatest - 1);
    const auto one = Decimal::from_units(1);
    ASSERT_TRUE(near.plus(one));
    EXPECT_EQ(near.plus(one)->units(), greatest);
    EXPECT_FALSE(Decimal::from_units(greatest).plus(one));
    EXPECT_FALSE(Decimal::from_units(least).minus(one));
    EXPECT_TRUE(Decimal::from_units(least + 1).minus(one));
    EXPECT_EQ(*decimal("0.1").plus(decimal("0.2")), decimal("0.3"));
    EXPECT_EQ(*decimal("0.1").minus(decimal("0.3")), decimal("-0.2"));
}

TEST(Decimal, HoldsTheLargestSumOfTheDesign) {
    // 101 departments over all 1,320 months, each at the limit.
    Decimal sum;
    for (int i = 0; i < 101 * 1'320; ++i) {
        const auto next = sum.plus(decimal("1000000000000000"));
        ASSERT_TRUE(next);
        sum = *next;
    }
    EXPECT_EQ(sum.text(), "133320000000000000000");
}

TEST(Decimal, ComparesByValue) {
    EXPECT_LT(decimal("-1"), decimal("0"));
    EXPECT_LT(decimal("0.9"), decimal("0.91"));
    EXPECT_EQ(decimal("1.50"), decimal("1.5"));
}

}  // namespace
