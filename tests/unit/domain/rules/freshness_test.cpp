// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/freshness.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/values.hpp"

namespace {

using domain::Level;
using domain::Periodicity;
namespace rules = domain::rules;

domain::IndicatorDefinition indicator(std::optional<Periodicity> periodicity,
                                      std::uint16_t delay = 0) {
    domain::IndicatorDefinition definition{support::must(domain::IndicatorId::parse("IND-001")),
                                           support::must(domain::PolicyId::parse("CH-001"))};
    definition.periodicity = periodicity;
    definition.publication_delay_months = delay;
    return definition;
}

std::string day_text(std::chrono::year_month_day day) {
    return support::must(domain::Date::of(static_cast<int>(day.year()),
                                          static_cast<int>(static_cast<unsigned>(day.month())),
                                          static_cast<int>(static_cast<unsigned>(day.day()))))
        .text();
}

TEST(Freshness, IsDueOnTheLastDayOfTheMonthAfterPeriodAndDelay) {
    const struct {
        Periodicity periodicity;
        std::uint16_t delay;
        const char* last;
        const char* next_value;
        const char* next_update;
        int days;
    } rows[] = {
        {Periodicity::monthly,      2, "2024-06", "2024-07-01", "2024-09-30", -23 },
        {Periodicity::monthly,      0, "2024-09", "2024-10-01", "2024-10-31", 8   },
        {Periodicity::quarterly,    0, "2023-11", "2024-02-01", "2024-02-29", -237},
        {Periodicity::half_yearly,  0, "2024-08", "2025-02-01", "2025-02-28", 128 },
        {Periodicity::yearly,       1, "2023-12", "2024-12-01", "2025-01-31", 100 },
        {Periodicity::two_yearly,   0, "2023-12", "2025-12-01", "2025-12-31", 434 },
        {Periodicity::three_yearly, 0, "2023-12", "2026-12-01", "2026-12-31", 799 },
        {Periodicity::six_yearly,   0, "2023-12", "2029-12-01", "2029-12-31", 1895},
    };
    const auto today = support::date("2024-10-23");
    for (const auto& row : rows) {
        const auto fresh = rules::freshness(indicator(row.periodicity, row.delay),
                                            support::month(row.last), today);
        EXPECT_EQ(fresh.last, support::month(row.last));
        ASSERT_TRUE(fresh.next_value && fresh.next_update && fresh.days) << row.next_update;
        EXPECT_EQ(day_text(*fresh.next_value / 1), row.next_value);
        EXPECT_EQ(day_text(*fresh.next_update), row.next_update);
        EXPECT_EQ(*fresh.days, row.days);
        EXPECT_EQ(fresh.up_to_date, row.days > 0);
    }
}

TEST(Freshness, EndsOnTheDayItself) {
    const auto of = indicator(Periodicity::monthly);
    const auto last = support::month("2024-09");
    EXPECT_TRUE(rules::freshness(of, last, support::date("2024-10-30")).up_to_date);
    EXPECT_FALSE(rules::freshness(of, last, support::date("2024-10-31")).up_to_date);
}

TEST(Freshness, IsNotToldWithoutAPeriodOrAValue) {
    const auto today = support::date("2024-10-23");
    for (const auto periodicity :
         {std::optional{Periodicity::other}, std::optional<Periodicity>{}}) {
        const auto fresh =
            rules::freshness(indicator(periodicity), support::month("2024-09"), today);
        EXPECT_EQ(fresh.last, support::month("2024-09"));
        EXPECT_FALSE(fresh.next_value || fresh.next_update || fresh.days || fresh.up_to_date);
    }
    const auto never = rules::freshness(indicator(Periodicity::monthly), std::nullopt, today);
    EXPECT_FALSE(never.last || never.next_update || never.days || never.up_to_date);
}

TEST(Freshness, MayBeDueAfterTheCalendarOfMonths) {
    const auto fresh = rules::freshness(indicator(Periodicity::six_yearly, 120),
                                        support::month("2099-12"), support::date("2024-10-23"));
    ASSERT_TRUE(fresh.next_update);
    EXPECT_EQ(static_cast<int>(fresh.next_update->year()), 2115);
    EXPECT_TRUE(fresh.up_to_date);
}

TEST(Freshness, IsToldAtTheLevelsOfThePolicy) {
    const struct {
        Level piloting;
        bool policy_territorial;
        bool indicator_territorial;
        bool region;
        bool department;
    } rows[] = {
        {Level::department, true,  true,  true,  true },
        {Level::region,     true,  true,  true,  false},
        {Level::nation,     true,  true,  false, false},
        {Level::department, false, true,  false, true },
        {Level::department, true,  false, false, true },
    };
    for (const auto& row : rows) {
        domain::PolicyDefinition policy{support::must(domain::PolicyId::parse("CH-001"))};
        policy.piloting_level = row.piloting;
        policy.territorial = row.policy_territorial;
        auto of = indicator(Periodicity::monthly);
        of.territorial = row.indicator_territorial;
        EXPECT_TRUE(rules::freshness_is_told(policy, of, Level::nation));
        EXPECT_EQ(rules::freshness_is_told(policy, of, Level::region), row.region);
        EXPECT_EQ(rules::freshness_is_told(policy, of, Level::department), row.department);
    }
}

}  // namespace
