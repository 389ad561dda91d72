// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/progress.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string_view>

#include "tests/support/values.hpp"

namespace {

using domain::Decimal;
using domain::Trend;
namespace rules = domain::rules;

std::optional<Decimal> value(std::string_view text) {
    return text == "null" ? std::nullopt : std::optional{support::decimal(text)};
}

TEST(Progress, FollowsTheReferenceTable) {
    struct Row {
        Trend trend;
        const char* initial;
        const char* target;
        const char* comparable;
        const char* rate;
    };
    const Row rows[] = {
        Row(Trend::up, "10", "40", "25", "50"),
        Row(Trend::up, "10", "40", "10", "0"),
        Row(Trend::up, "10", "40", "40", "100"),
        Row(Trend::up, "10", "40", "90", "100"),
        Row(Trend::up, "10", "40", "4", "0"),
        Row(Trend::up, "0", "3", "1", "33.33"),
        Row(Trend::up, "0", "6", "1", "16.67"),
        Row(Trend::up, "-10", "10", "0", "50"),
        // The target was met from the start.
        Row(Trend::up, "40", "40", "41", "100"),
        Row(Trend::up, "40", "40", "40", "100"),
        Row(Trend::up, "40", "40", "39.999999999", "0"),
        Row(Trend::up, "50", "40", "45", "100"),
        Row(Trend::up, "50", "40", "39", "0"),
        Row(Trend::stable, "10", "40", "25", "50"),
        Row(Trend::stable, "50", "40", "45", "100"),
        Row(Trend::down, "100", "60", "80", "50"),
        Row(Trend::down, "100", "40", "80", "33.33"),
        Row(Trend::down, "100", "60", "130", "0"),
        Row(Trend::down, "100", "60", "50", "100"),
        Row(Trend::down, "30", "40", "45", "0"),
        Row(Trend::down, "30", "40", "35", "100"),
        Row(Trend::down, "40", "40", "40", "100"),
        Row(Trend::down, "40", "40", "40.000000001", "0"),
        Row(Trend::down, "-10", "-20", "-15", "50"),
        // Half away from zero at the second digit.
        Row(Trend::up, "0", "80000", "1", "0"),
        Row(Trend::up, "0", "20000", "1", "0.01"),
        Row(Trend::up, "0", "20001", "1", "0"),
        Row(Trend::up, "0", "800", "1", "0.13"),
        Row(Trend::up, "0", "100000", "99995", "100"),
        Row(Trend::up, "0", "100000", "99994", "99.99"),
        // The whole range of inputs.
        Row(Trend::up, "-1000000000000000", "1000000000000000", "0", "50"),
        Row(Trend::up, "0", "1000000000000000", "333333333333333.333333333", "33.33"),
        Row(Trend::up, "0", "0.000000003", "0.000000001", "33.33"),
        Row(Trend::up, "null", "40", "25", "null"),
        Row(Trend::up, "10", "null", "25", "null"),
        Row(Trend::up, "10", "40", "null", "null"),
        Row(Trend::none, "10", "40", "25", "null"),
    };
    for (const auto& row : rows)
        EXPECT_EQ(support::text_of(rules::progress(row.trend, value(row.initial), value(row.target),
                                                   value(row.comparable))),
                  row.rate)
            << row.initial << " -> " << row.target << " at " << row.comparable;
}

TEST(Progress, OfTheLargestSumsDoesNotOverflow) {
    // 101 departments over 1,320 months at the limit, once with each sign.
    const auto largest = Decimal::from_units(static_cast<domain::Int128>(101 * 1'320) *
                                             support::decimal("1000000000000000").units());
    const auto least = Decimal::from_units(-largest.units());
    EXPECT_EQ(support::text_of(rules::progress(Trend::up, least, largest, Decimal{})), "50");
    EXPECT_EQ(support::text_of(rules::progress(Trend::down, largest, least, Decimal{})), "50");
    EXPECT_EQ(support::text_of(rules::progress(Trend::up, least, largest,
                                               Decimal::from_units(largest.units() - 1))),
              "100");
}

TEST(Progress, MeetsATargetThatIsTheSameMeanThroughOtherRoundings) {
    // 5/6 as one mean and as a sum of two: their 18th digits differ.
    const auto sixths = Decimal::from_integer(5).divided_by(6);
    const auto sum =
        *Decimal::from_integer(2).divided_by(3).plus(Decimal::from_integer(1).divided_by(6));
    EXPECT_NE(sum, sixths);
    const auto off = Decimal::from_units(sixths.units() - 1);
    EXPECT_EQ(support::text_of(rules::progress(Trend::up, sixths, sixths, off)), "100");
    EXPECT_EQ(support::text_of(rules::progress(Trend::up, Decimal{}, sixths, sum)), "100");
    const auto third = Decimal::from_integer(1).divided_by(3);
    const auto thirds = *third.plus(*third.plus(third));
    EXPECT_NE(thirds, Decimal::from_integer(1));
    EXPECT_EQ(support::text_of(rules::progress(Trend::up, Decimal::from_integer(1),
                                               Decimal::from_integer(1), thirds)),
              "100");
}

// Defect 4.
TEST(TrendAtDate, IsThatOfUpForDownUnderPilote2024) {
    domain::IndicatorDefinition definition{support::must(domain::IndicatorId::parse("IND-001")),
                                           support::must(domain::PolicyId::parse("CH-001"))};
    for (const Trend trend : {Trend::up, Trend::stable, Trend::none}) {
        definition.trend = trend;
        definition.rules = domain::RuleSet::pilote_2024;
        EXPECT_EQ(rules::trend_at_date(definition), trend);
        definition.rules = domain::RuleSet::barometre_1;
        EXPECT_EQ(rules::trend_at_date(definition), trend);
    }
    definition.trend = Trend::down;
    EXPECT_EQ(rules::trend_at_date(definition), Trend::down);
    definition.rules = domain::RuleSet::pilote_2024;
    EXPECT_EQ(rules::trend_at_date(definition), Trend::up);
    // TA-20: 30 to 40 going down, now 45.
    EXPECT_EQ(support::text_of(rules::progress(rules::trend_at_date(definition), value("30"),
                                               value("40"), value("45"))),
              "100");
    definition.rules = domain::RuleSet::barometre_1;
    EXPECT_EQ(support::text_of(rules::progress(rules::trend_at_date(definition), value("30"),
                                               value("40"), value("45"))),
              "0");
}

// Defect 10: the published schema says that there is no rate where both are equal.
TEST(Progress, IsAllOrNothingWhereInitialAndTargetAreEqual) {
    EXPECT_EQ(support::text_of(rules::progress(Trend::up, value("40"), value("40"), value("41"))),
              "100");
    EXPECT_EQ(support::text_of(rules::progress(Trend::down, value("40"), value("40"), value("41"))),
              "0");
}

}  // namespace
