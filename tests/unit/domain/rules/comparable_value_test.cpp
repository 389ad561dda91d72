// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/comparable_value.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/support/values.hpp"

namespace {

using domain::ComparableOperation;
using domain::ComparableRule;
using domain::Decumulation;
using domain::RuleSet;
using domain::Window;
namespace rules = domain::rules;

// A month and its actual value, "null" where another kind has the row.
using Row = std::pair<const char*, const char*>;

std::string comparable(const ComparableRule& rule, RuleSet rule_set, const std::vector<Row>& rows) {
    std::vector<rules::SeriesMonth> months;
    for (const auto& [month, value] : rows)
        months.push_back({support::month(month), std::string_view{value} == "null"
                                                     ? std::nullopt
                                                     : std::optional{support::decimal(value)}});
    std::string text;
    for (const auto& value : rules::comparable_values(rule, rule_set, months))
        text += (text.empty() ? "" : " ") + support::text_of(value);
    return text;
}

constexpr ComparableRule rule(Decumulation decumulate, Window window, ComparableOperation operation,
                              std::uint16_t months = 0) {
    return {decumulate, window, months, operation};
}

constexpr auto none = Decumulation::none;
constexpr auto sum = ComparableOperation::sum;
constexpr auto mean = ComparableOperation::mean;

TEST(ComparableValue, FollowsTheWindow) {
    const std::vector<Row> series{
        {"2022-12", "50"},
        {"2023-01", "1" },
        {"2023-06", "2" },
        {"2023-12", "4" },
        {"2024-01", "8" },
        {"2024-06", "16"}
    };
    const struct {
        ComparableRule rule;
        const char* values;
    } rows[] = {
        {rule(none, Window::none, ComparableOperation::current), "50 1 2 4 8 16"},
        {rule(none, Window::none, sum), "50 1 2 4 8 16"},
        {rule(none, Window::year, ComparableOperation::current), "50 1 2 4 8 16"},
        {rule(none, Window::year, sum), "50 1 3 7 8 24"},
        {rule(none, Window::year, mean), "50 1 1.5 2.333333333 8 12"},
        {rule(none, Window::series, sum), "50 51 53 57 65 81"},
        {rule(none, Window::series, mean), "50 25.5 17.666666667 14.25 13 13.5"},
        {rule(none, Window::months, sum, 3), "50 51 2 4 12 16"},
        {rule(none, Window::months, sum, 6), "50 51 3 4 12 24"},
        {rule(none, Window::months, sum, 12), "50 51 53 7 14 28"},
        {rule(none, Window::months, sum, 48), "50 51 53 57 65 81"},
        {rule(none, Window::months, mean, 12),
         "50 25.5 17.666666667 2.333333333 4.666666667 "
         "9.333333333"},
        {rule(none, Window::months, sum, 9), "null null null null null null"},
        {rule(none, Window::months, sum, 0), "null null null null null null"},
        {rule(none, Window::months, ComparableOperation::current, 9), "50 1 2 4 8 16"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(comparable(row.rule, RuleSet::pilote_2024, series), row.values);
        EXPECT_EQ(comparable(row.rule, RuleSet::barometre_1, series), row.values);
    }
}

TEST(ComparableValue, SubtractsTheValueBeforeInItsPartition) {
    const std::vector<Row> series{
        {"2023-11", "90" },
        {"2023-12", "100"},
        {"2024-01", "7"  },
        {"2024-02", "12" }
    };
    const auto current = ComparableOperation::current;
    EXPECT_EQ(
        comparable(rule(Decumulation::year, Window::none, current), RuleSet::pilote_2024, series),
        "90 10 7 5");
    EXPECT_EQ(
        comparable(rule(Decumulation::series, Window::none, current), RuleSet::pilote_2024, series),
        "90 10 -93 5");
    // Adding up again gives back what was entered.
    EXPECT_EQ(comparable(rule(Decumulation::year, Window::year, sum), RuleSet::pilote_2024, series),
              "90 100 7 12");
    EXPECT_EQ(
        comparable(rule(Decumulation::series, Window::series, sum), RuleSet::pilote_2024, series),
        "90 100 7 12");
}

// Defect 2.
TEST(ComparableValue, DecumulatesAfterAMonthWithoutValueAsEachRuleSetDoes) {
    const auto current = ComparableOperation::current;
    const auto by_year = rule(Decumulation::year, Window::none, current);
    const auto by_series = rule(Decumulation::series, Window::none, current);
    const std::vector<Row> gap{
        {"2024-01", "7"   },
        {"2024-02", "null"},
        {"2024-03", "12"  }
    };
    EXPECT_EQ(comparable(by_year, RuleSet::pilote_2024, gap), "7 null 12");
    EXPECT_EQ(comparable(by_year, RuleSet::barometre_1, gap), "7 null 5");
    EXPECT_EQ(comparable(by_series, RuleSet::pilote_2024, gap), "7 null 12");
    EXPECT_EQ(comparable(by_series, RuleSet::barometre_1, gap), "7 null 5");

    // The first value of a partition is whole under both.
    const std::vector<Row> new_year{
        {"2023-12", "7"   },
        {"2024-01", "null"},
        {"2024-03", "12"  }
    };
    EXPECT_EQ(comparable(by_year, RuleSet::barometre_1, new_year), "7 null 12");
    EXPECT_EQ(comparable(by_series, RuleSet::barometre_1, new_year), "7 null 5");
    const std::vector<Row> first{
        {"2024-01", "null"},
        {"2024-02", "null"},
        {"2024-03", "12"  }
    };
    EXPECT_EQ(comparable(by_series, RuleSet::barometre_1, first), "null null 12");
}

TEST(ComparableValue, IsNullWhereTheMonthHasNoActualValue) {
    const std::vector<Row> series{
        {"2024-01", "1"   },
        {"2024-02", "null"},
        {"2024-03", "3"   }
    };
    EXPECT_EQ(comparable(rule(none, Window::series, sum), RuleSet::pilote_2024, series),
              "1 null 4");
    EXPECT_EQ(comparable(rule(none, Window::series, mean), RuleSet::pilote_2024, series),
              "1 null 2");
    EXPECT_EQ(comparable(rule(none, Window::year, sum), RuleSet::pilote_2024, {}), "");
}

TEST(ComparableValue, IsNullWhereASumDoesNotFit) {
    constexpr auto greatest = ~(static_cast<domain::Int128>(1) << 127);
    const auto large = domain::Decimal::from_units(greatest / 2 + 1);
    const std::vector<rules::SeriesMonth> months{
        {support::month("2024-01"), large},
        {support::month("2024-02"), large}
    };
    const auto values =
        rules::comparable_values(rule(none, Window::series, sum), RuleSet::pilote_2024, months);
    EXPECT_EQ(values[0], large);
    EXPECT_FALSE(values[1]);
    const auto negative = domain::Decimal::from_units(-greatest);
    const std::vector<rules::SeriesMonth> apart{
        {support::month("2024-01"), negative},
        {support::month("2024-02"), large   }
    };
    const auto differences = rules::comparable_values(rule(Decumulation::series, Window::none, sum),
                                                      RuleSet::pilote_2024, apart);
    EXPECT_FALSE(differences[1]);
}

TEST(SeriesMonths, AreThoseInWhichAnyKindHasARow) {
    const auto series = [](std::initializer_list<const char*> months) {
        domain::CellSeries cells;
        for (const char* month : months) cells.push_back({support::month(month), {}});
        return cells;
    };
    auto actual = series({"2024-02", "2024-05"});
    actual[0].cell.value = support::decimal("3");
    const auto months = rules::series_months(series({"2020-12", "2024-02"}), actual,
                                             series({"2024-03", "2026-12"}));
    std::string text;
    for (const auto& [month, value] : months)
        text += month.text() + "=" + support::text_of(value) + " ";
    EXPECT_EQ(text, "2020-12=null 2024-02=3 2024-03=null 2024-05=null 2026-12=null ");
}

}  // namespace
