// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "domain/rules/comparable_value.hpp"
#include "domain/rules/progress.hpp"
#include "domain/rules/roll_up.hpp"
#include "tests/property/domain/fraction.hpp"
#include "tests/support/property.hpp"
#include "tests/support/values.hpp"

namespace tests::property {
namespace {

using domain::ComparableOperation;
using domain::Decimal;
using domain::Decumulation;
using domain::RollUpOperation;
using domain::RuleSet;
using domain::Trend;
using domain::Window;
namespace rules = domain::rules;

constexpr int rates_checked = 100'000;
constexpr int months_of_a_series = 14;

// A figure as the product computes it and as it exactly is; nothing where no child reported.
struct Figure {
    std::optional<Decimal> decimal;
    std::optional<Fraction> exact;
};

using Random = std::mt19937_64;

int pick(Random& random, int least, int greatest) {
    return std::uniform_int_distribution<int>{least, greatest}(random);
}

// The integers that a figure's children report.
struct Range {
    int least;
    int greatest;
};

// The mean of up to 12 small integers, some of them missing, by the product's roll-up.
Figure rolled_up_mean(Random& random, int children, Range range) {
    std::deque<domain::Cell> cells;
    std::vector<const domain::Cell*> pointers;
    Fraction sum;
    int count = 0;
    for (int i = 0; i < children; ++i) {
        domain::Cell& cell = cells.emplace_back();
        pointers.push_back(&cell);
        if (pick(random, 0, 5) == 0) continue;
        const int value = pick(random, range.least, range.greatest);
        cell.value = Decimal::from_integer(value);
        sum = sum + Fraction{value};
        ++count;
    }
    const auto cell = rules::roll_up(RollUpOperation::mean, RuleSet::pilote_2024, pointers);
    if (count == 0) return {};
    return {cell->value, sum / Fraction{count}};
}

struct Series {
    std::vector<rules::SeriesMonth> months;
    std::vector<std::optional<Fraction>> exact;
};

Series actual_series(Random& random, int children, Range range) {
    Series series;
    const auto first = support::month("2022-06").index();
    for (int i = 0; i < months_of_a_series; ++i) {
        if (pick(random, 0, 4) == 0) continue;
        const Figure figure = rolled_up_mean(random, children, range);
        const auto index = static_cast<std::uint16_t>(first + i);
        series.months.push_back({domain::Month::from_index(index), figure.decimal});
        series.exact.push_back(figure.exact);
    }
    return series;
}

domain::ComparableRule random_rule(Random& random) {
    constexpr std::array<std::uint16_t, 4> lengths{3, 6, 12, 48};
    return {static_cast<Decumulation>(pick(random, 0, 2)), static_cast<Window>(pick(random, 0, 3)),
            lengths[static_cast<std::size_t>(pick(random, 0, 3))],
            static_cast<ComparableOperation>(pick(random, 0, 2))};
}

// Written from pilote.md §3.3, apart from the product's.
std::optional<Fraction> exact_decumulated(const domain::ComparableRule& rule, const Series& series,
                                          std::size_t at) {
    const auto& value = series.exact[at];
    if (!value || rule.decumulate == Decumulation::none || at == 0) return value;
    const bool cut = rule.decumulate == Decumulation::year &&
                     series.months[at - 1].month.year() != series.months[at].month.year();
    if (cut || !series.exact[at - 1]) return value;
    return *value - *series.exact[at - 1];
}

bool exact_in_window(const domain::ComparableRule& rule, domain::Month month, domain::Month end) {
    if (rule.window == Window::year) return month.year() == end.year();
    if (rule.window == Window::months) return end.index() - month.index() <= rule.months - 1;
    return true;
}

std::optional<Fraction> exact_comparable(const domain::ComparableRule& rule, const Series& series,
                                         std::size_t at) {
    const auto own = exact_decumulated(rule, series, at);
    if (!own || rule.window == Window::none || rule.operation == ComparableOperation::current)
        return own;
    Fraction sum;
    int count = 0;
    for (std::size_t i = 0; i <= at; ++i) {
        const auto value = exact_decumulated(rule, series, i);
        if (!value || !exact_in_window(rule, series.months[i].month, series.months[at].month))
            continue;
        sum = sum + *value;
        ++count;
    }
    return rule.operation == ComparableOperation::sum ? sum : sum / Fraction{count};
}

// Written from pilote.md §3.5: hundredths of a percent, half away from zero.
domain::Int128 exact_rate(Trend trend, const Fraction& initial, const Fraction& target,
                          const Fraction& value) {
    constexpr int whole = 10'000;
    const bool down = trend == Trend::down;
    if (down ? initial <= target : initial >= target)
        return (down ? value <= target : value >= target) ? whole : 0;
    const Fraction share = (value - initial) / (target - initial);
    if (share <= Fraction{0}) return 0;
    if (share >= Fraction{1}) return whole;
    return (share * Fraction{whole} + Fraction{1, 2}).floor();
}

// How many rates were checked, and how many of them are neither 0 nor 100.
struct Checked {
    int rates = 0;
    int between = 0;
};

// Checks the rates of every month of one random indicator.
void check_series(Random& random, Checked& checked) {
    // Either all three are near one another, where equalities and ties are, or a way apart.
    constexpr Range near{-2, 3};
    constexpr Range low{-30, 0};
    constexpr Range high{20, 90};
    const bool apart = pick(random, 0, 2) > 0;
    const auto trend = static_cast<Trend>(pick(random, 0, 2));
    const bool down = trend == Trend::down;
    const int children = pick(random, 1, 12);
    const Figure initial = rolled_up_mean(random, children, apart ? (down ? high : low) : near);
    const Figure target = rolled_up_mean(random, children, apart ? (down ? low : high) : near);
    const Series series = actual_series(random, children, apart ? Range{-9, 40} : near);
    if (!initial.exact || !target.exact) return;

    // The annual window and the global one.
    for (int window = 0; window < 2; ++window) {
        const auto rule = random_rule(random);
        const auto values = rules::comparable_values(rule, RuleSet::pilote_2024, series.months);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto exact = exact_comparable(rule, series, i);
            const auto rate = rules::progress(trend, initial.decimal, target.decimal, values[i]);
            EXPECT_EQ(rate.has_value(), exact.has_value());
            if (!rate || !exact) continue;
            const auto hundredths = exact_rate(trend, *initial.exact, *target.exact, *exact);
            EXPECT_EQ(rate->units(), hundredths * domain::power_of_ten(16))
                << rate->text() << " at month " << i;
            ++checked.rates;
            if (hundredths > 0 && hundredths < 10'000) ++checked.between;
        }
    }
}

TEST(Rates, OfRolledUpMeansAreThoseOfExactFractions) {
    support::for_random([](Random& random) {
        Checked checked;
        while (checked.rates < rates_checked && !testing::Test::HasFailure())
            check_series(random, checked);
        testing::Test::RecordProperty("rates", checked.rates);
        EXPECT_GT(checked.between, checked.rates / 5);
    });
}

}  // namespace
}  // namespace tests::property
