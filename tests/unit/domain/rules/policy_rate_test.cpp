// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/policy_rate.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <vector>

#include "tests/support/values.hpp"

namespace {

namespace rules = domain::rules;
using domain::Level;
using support::territory;

// Indicators of a policy with their states in DEPT-01, all going from 0 to 100 in 2026 and to 50 in
// 2024.
class Policy {
public:
    struct Indicator {
        const char* weight;
        // The last month and its value, then the one before; null where there is none.
        const char* month = nullptr;
        const char* value = nullptr;
        const char* month_before = nullptr;
        const char* value_before = nullptr;
    };

    explicit Policy(std::initializer_list<Indicator> indicators) {
        for (const Indicator& indicator : indicators) add(indicator);
    }

    domain::IndicatorDefinition& definition(std::size_t i) { return definitions_[i]; }
    rules::State& state(std::size_t i) { return states_[i]; }

    std::vector<rules::Contribution> contributions() const {
        std::vector<rules::Contribution> list;
        for (std::size_t i = 0; i < states_.size(); ++i)
            list.push_back({&definitions_[i], states_[i].empty() ? nullptr : &states_[i]});
        return list;
    }
    // "annual global month reported/expected" of today and of the month before.
    std::string figure() const {
        const auto of = rules::policy_figure(contributions(), territory("D01"), 2024);
        return text(of.today) + " | " + text(of.previous);
    }

private:
    static std::string text(const std::optional<rules::PolicyRate>& rate) {
        if (!rate) return "none";
        return support::text_of(rate->rates.annual) + " " + support::text_of(rate->rates.global) +
               " " + (rate->month ? rate->month->text() : "null") + " " +
               std::to_string(rate->reported) + "/" + std::to_string(rate->expected);
    }

    static std::optional<rules::ComparableRow> row(const char* month, const char* value) {
        if (month == nullptr) return std::nullopt;
        return rules::ComparableRow{.month = support::month(month),
                                    .annual = support::decimal(value),
                                    .global = support::decimal(value),
                                    .reported = {}};
    }

    void add(const Indicator& indicator) {
        const auto id = "IND-00" + std::to_string(definitions_.size());
        domain::IndicatorDefinition definition{support::must(domain::IndicatorId::parse(id)),
                                               support::must(domain::PolicyId::parse("CH-001"))};
        definition.weights[static_cast<std::size_t>(Level::department)] =
            support::decimal(indicator.weight);
        definitions_.push_back(definition);
        rules::State state;
        state.last = row(indicator.month, indicator.value);
        state.previous = row(indicator.month_before, indicator.value_before);
        if (state.last) {
            state.initial = rules::MonthValue{support::month("2020-12"), support::decimal("0")};
            const rules::MonthValue this_year{support::month("2024-12"), support::decimal("50")};
            state.global_target =
                rules::MonthValue{support::month("2026-12"), support::decimal("100")};
            state.year_targets = {this_year, *state.global_target};
        }
        states_.push_back(state);
    }

    std::deque<domain::IndicatorDefinition> definitions_;
    std::deque<rules::State> states_;
};

TEST(PolicyRate, IsTheWeightedMeanOfItsIndicators) {
    EXPECT_EQ((Policy{
                  {"70", "2024-06", "40"},
                  {"30", "2024-06", "10"}
    }
                   .figure()),
              "62 31 2024-06 2/2 | none");
    // Weights that do not add up to 100 are taken in proportion.
    EXPECT_EQ((Policy{
                  {"1", "2024-06", "40"},
                  {"2", "2024-06", "10"}
    }
                   .figure()),
              "40 20 2024-06 2/2 | none");
    // Not rounded to 2 digits.
    EXPECT_EQ((Policy{
                  {"1", "2024-06", "10"},
                  {"2", "2024-06", "0" }
    }
                   .figure()),
              "6.666666667 3.333333333 2024-06 2/2 | none");
    EXPECT_EQ((Policy{
                  {"33.33", "2024-06", "33.33"},
                  {"66.67", "2024-06", "0"    }
    }
                   .figure()),
              "22.217778 11.108889 2024-06 2/2 | none");
}

TEST(PolicyRate, IsNullWhileAWeightedIndicatorHasNoValue) {
    EXPECT_EQ((Policy{
                  {"70", "2024-06", "40"},
                  {"30"}
    }
                   .figure()),
              "null null null 1/2 | none");
    EXPECT_EQ((Policy{
                  {"70", "2024-06", "40"},
                  {"0"}
    }
                   .figure()),
              "80 40 2024-06 1/1 | none");
    EXPECT_EQ((Policy{
                  {"0", "2024-06", "40"}
    }
                   .figure()),
              "none | none");
    EXPECT_EQ((Policy{{"70"}, {"30"}}.figure()), "none | none");
    EXPECT_EQ(Policy{}.figure(), "none | none");
}

TEST(PolicyRate, IsNullWhereOneOfItsRatesIs) {
    Policy no_start{
        {"50", "2024-06", "40"},
        {"50", "2024-06", "10"}
    };
    no_start.state(1).initial.reset();
    EXPECT_EQ(no_start.figure(), "null null null 2/2 | none");
    Policy no_year{
        {"50", "2024-06", "40"},
        {"50", "2024-06", "10"}
    };
    no_year.state(1).year_targets.clear();
    EXPECT_EQ(no_year.figure(), "null 25 2024-06 2/2 | none");
    Policy no_end{
        {"50", "2024-06", "40"},
        {"50", "2024-06", "10"}
    };
    no_end.state(0).global_target.reset();
    EXPECT_EQ(no_end.figure(), "50 null 2024-06 2/2 | none");
    Policy no_global{
        {"50", "2024-06", "40"},
        {"50", "2024-06", "10"}
    };
    no_global.state(0).last->global.reset();
    EXPECT_EQ(no_global.figure(), "50 null 2024-06 2/2 | none");
}

TEST(PolicyRate, OfBeforeIsAtTheSecondMonthOfThePolicy) {
    EXPECT_EQ((Policy{
                  {"50", "2024-06", "60", "2024-05", "40"},
                  {"50", "2024-05", "10"}
    }
                   .figure()),
              "60 35 2024-06 2/2 | 50 25 2024-05 2/2");
    // An indicator that had no value by then is missing there.
    EXPECT_EQ((Policy{
                  {"50", "2024-06", "60"},
                  {"50", "2024-05", "10"}
    }
                   .figure()),
              "60 35 2024-06 2/2 | null null null 1/2");
    // An indicator without weight sets the months too, but counts for nothing.
    EXPECT_EQ((Policy{
                  {"100", "2024-04", "40"},
                  {"0", "2024-06", "1", "2024-05", "1"}
    }
                   .figure()),
              "80 40 2024-04 1/1 | 80 40 2024-04 1/1");
    EXPECT_EQ((Policy{
                  {"100", "2024-06", "40"},
                  {"0",   "2024-05", "1" }
    }
                   .figure()),
              "80 40 2024-06 1/1 | none");
}

TEST(PolicyRate, LeavesOutHiddenIndicatorsAndThoseThatDoNotApply) {
    Policy hidden{
        {"50", "2024-06", "40"},
        {"50", "2024-07", "10"}
    };
    hidden.definition(1).hidden = true;
    EXPECT_EQ(hidden.figure(), "80 40 2024-06 1/1 | none");
    Policy elsewhere{
        {"50", "2024-06", "40"},
        {"50", "2024-06", "10"}
    };
    elsewhere.definition(1).applies_to.emplace();
    EXPECT_EQ(elsewhere.figure(), "80 40 2024-06 1/1 | none");
}

TEST(Weights, AreInProportionOfThoseThatApply) {
    Policy policy{{"70"}, {"30"}, {"0"}};
    const auto real = [&policy] {
        std::string text;
        for (const auto weight : rules::real_weights(policy.contributions(), territory("D01")))
            text += weight.text() + " ";
        return text;
    };
    EXPECT_EQ(real(), "70 30 0 ");
    policy.definition(1).applies_to.emplace();
    policy.definition(1).applies_to->set(territory("D02").index());
    EXPECT_EQ(real(), "100 0 0 ");
    EXPECT_EQ(rules::applied_weight(policy.definition(1), territory("D02")).text(), "30");
    policy.definition(0).hidden = true;
    EXPECT_EQ(real(), "0 0 0 ");
    Policy thirds{{"1"}, {"1"}, {"1"}};
    EXPECT_EQ(rules::real_weights(thirds.contributions(), territory("D01"))[0].text(),
              "33.333333333");
    // By level.
    EXPECT_EQ(rules::applied_weight(thirds.definition(0), territory("REG-53")).text(), "0");
}

TEST(Movement, ComparesTheGlobalRateWithTheOneBefore) {
    using rules::Movement;
    const auto figure = [](const char* today, const char* before) {
        const auto rate = [](std::string_view text) -> std::optional<rules::PolicyRate> {
            if (text == "none") return std::nullopt;
            rules::PolicyRate of;
            if (text != "null") of.rates.global = support::decimal(text);
            return of;
        };
        return rules::PolicyFigure{rate(today), rate(before)};
    };
    EXPECT_EQ(rules::movement(figure("35", "25")), Movement::up);
    EXPECT_EQ(rules::movement(figure("25", "35")), Movement::down);
    EXPECT_EQ(rules::movement(figure("25", "25")), Movement::steady);
    EXPECT_EQ(rules::movement(figure("25", "none")), Movement::steady);
    EXPECT_EQ(rules::movement(figure("25", "null")), Movement::steady);
    EXPECT_EQ(rules::movement(figure("null", "25")), std::nullopt);
    EXPECT_EQ(rules::movement(figure("none", "25")), std::nullopt);
}

TEST(GapToMedian, IsNothingWithoutAMedianOrAtZero) {
    const auto gap = [](std::optional<domain::Decimal> rate,
                        std::optional<domain::Decimal> median) {
        return support::text_of(rules::gap_to_median(rate, median));
    };
    EXPECT_EQ(gap(support::decimal("80"), support::decimal("50")), "30");
    EXPECT_EQ(gap(support::decimal("10"), support::decimal("50")), "-40");
    EXPECT_EQ(gap(std::nullopt, support::decimal("50")), "null");
    EXPECT_EQ(gap(support::decimal("80"), std::nullopt), "null");
    EXPECT_EQ(gap(support::decimal("80"), support::decimal("0")), "null");
}

}  // namespace
