// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/state.hpp"

#include <gtest/gtest.h>

#include "tests/support/values.hpp"

namespace {

namespace rules = domain::rules;

domain::CellSeries series(std::initializer_list<std::pair<const char*, const char*>> rows) {
    domain::CellSeries series;
    for (const auto& [month, value] : rows) {
        domain::Cell cell;
        if (std::string_view{value} != "null") cell.value = support::decimal(value);
        cell.reported.set(static_cast<std::size_t>(support::month(month).month()));
        series.push_back({support::month(month), cell});
    }
    return series;
}

domain::IndicatorDefinition definition() {
    return {support::must(domain::IndicatorId::parse("IND-001")),
            support::must(domain::PolicyId::parse("CH-001"))};
}

TEST(State, HasTheLastTwoMonthsWithAnAnnualValue) {
    const auto baseline = series({
        {"2020-12", "10"}
    });
    const auto actual = series({
        {"2024-01", "5"   },
        {"2024-03", "7"   },
        {"2024-04", "null"},
        {"2024-05", "9"   },
        {"2024-06", "null"}
    });
    const auto target = series({
        {"2024-12", "20"},
        {"2026-12", "30"},
        {"2030-12", "40"}
    });
    auto of = definition();
    of.global = {domain::Decumulation::none, domain::Window::series, 0,
                 domain::ComparableOperation::sum};
    const auto initial = rules::initial_value(baseline);
    const auto state = rules::state_of(of, {baseline, actual, target}, initial);
    EXPECT_EQ(state.initial, initial);
    EXPECT_EQ(state.global_target->value, support::decimal("30"));
    EXPECT_EQ(state.year_targets.size(), 3U);
    ASSERT_TRUE(state.last && state.previous);
    EXPECT_EQ(state.last->month, support::month("2024-05"));
    EXPECT_EQ(state.last->annual, support::decimal("9"));
    EXPECT_EQ(state.last->global, support::decimal("21"));
    EXPECT_TRUE(state.last->reported.test(5));
    EXPECT_EQ(state.previous->month, support::month("2024-03"));
    EXPECT_EQ(state.previous->global, support::decimal("12"));
}

TEST(State, IsEmptyWithoutValues) {
    const auto nothing = series({});
    const auto erased = series({
        {"2024-01", "null"}
    });
    EXPECT_TRUE(rules::state_of(definition(), {nothing, nothing, nothing}, std::nullopt).empty());
    EXPECT_TRUE(rules::state_of(definition(), {erased, erased, erased}, std::nullopt).empty());
    const auto actual = series({
        {"2024-01", "1"}
    });
    EXPECT_FALSE(rules::state_of(definition(), {nothing, actual, nothing}, std::nullopt).empty());
}

TEST(State, HasNoRowWhereTheAnnualWindowGivesNoneThoughTheGlobalOneDoes) {
    const auto nothing = series({});
    const auto actual = series({
        {"2024-01", "1"}
    });
    auto of = definition();
    of.annual = {domain::Decumulation::none, domain::Window::months, 9,
                 domain::ComparableOperation::sum};
    EXPECT_FALSE(rules::state_of(of, {nothing, actual, nothing}, std::nullopt).last);
    std::swap(of.annual, of.global);
    const auto state = rules::state_of(of, {nothing, actual, nothing}, std::nullopt);
    ASSERT_TRUE(state.last);
    EXPECT_FALSE(state.last->global);
}

TEST(Rates, UseTheTargetOfTodaysYearWhateverTheMonth) {
    const auto baseline = series({
        {"2020-12", "0"}
    });
    const auto actual = series({
        {"2023-05", "10"}
    });
    const auto target = series({
        {"2023-12", "10"},
        {"2024-12", "20"},
        {"2026-12", "40"}
    });
    const auto state =
        rules::state_of(definition(), {baseline, actual, target}, rules::initial_value(baseline));
    const auto rates = [&](int year) {
        const auto of = rules::rates_of(definition(), state, *state.last, year);
        return support::text_of(of.annual) + " " + support::text_of(of.global);
    };
    EXPECT_EQ(rates(2023), "100 25");
    EXPECT_EQ(rates(2024), "50 25");
    EXPECT_EQ(rates(2025), "null 25");
}

}  // namespace
