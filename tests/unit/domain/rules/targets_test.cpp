// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/targets.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/values.hpp"

namespace {

using domain::RollUpOperation;
namespace rules = domain::rules;

struct Row {
    const char* month;
    // Null where the month is erased.
    const char* value;
    domain::Sequence import = 1;
};

domain::CellSeries series(const std::vector<Row>& rows) {
    domain::CellSeries series;
    for (const Row& row : rows) {
        domain::Cell cell;
        if (row.value != nullptr) cell.value = support::decimal(row.value);
        cell.import = row.import;
        series.push_back({support::month(row.month), cell});
    }
    return series;
}

std::string text_of(const std::optional<rules::MonthValue>& value) {
    return value ? value->month.text() + "=" + value->value.text() : "none";
}

// Defect 7: nothing is left to chance, one import has one order.
TEST(InitialValue, IsOfTheLatestImportThenTheEarliestMonth) {
    struct Case {
        const char* what;
        std::vector<Row> rows;
        const char* value;
    };
    const Case rows[] = {
        Case("none", {},
         "none"),
        Case("one", {{"2020-12", "10"}},
         "2020-12=10"),
        Case("the latest import, even of a later month",
             {{"2019-12", "10", 1}, {"2021-12", "30", 2}},
         "2021-12=30"),
        Case("the latest import, even of an earlier month",
             {{"2019-12", "10", 2}, {"2021-12", "30", 1}},
         "2019-12=10"),
        Case("one import: the earliest month",
             {{"2019-12", "10", 5}, {"2021-12", "30", 5}, {"2022-12", "40", 5}},
         "2019-12=10"),
        Case("2018-01 is inside", {{"2017-12", "5", 9}, {"2018-01", "6", 1}},
         "2018-01=6"),
        Case("nothing from 2018 on", {{"2017-12", "5"}},
         "none"),
        Case("erased months do not count", {{"2019-12", "10", 1}, {"2021-12", nullptr, 2}},
             "2019-12=10"),
        Case("all erased", {{"2019-12", nullptr}},
         "none"),
    };
    for (const auto& row : rows)
        EXPECT_EQ(text_of(rules::initial_value(series(row.rows))), row.value) << row.what;
}

// Defect 3, the arithmetic; fold/recompute_test.cpp has the whole.
TEST(RolledUpInitialValue, IsTheOperationOverEachSourcesOwn) {
    const std::vector<rules::MonthValue> sources{
        {support::month("2021-12"), support::decimal("20")},
        {support::month("2022-12"), support::decimal("12")},
        {support::month("2020-12"), support::decimal("1") }
    };
    EXPECT_EQ(text_of(rules::rolled_up_initial_value(RollUpOperation::sum, sources)), "2022-12=33");
    EXPECT_EQ(text_of(rules::rolled_up_initial_value(RollUpOperation::mean, sources)),
              "2022-12=11");
    EXPECT_EQ(text_of(rules::rolled_up_initial_value(RollUpOperation::sum, {})), "none");
}

TEST(RolledUpInitialValue, IsNothingWhereTheSumDoesNotFit) {
    constexpr auto greatest = ~(static_cast<domain::Int128>(1) << 127);
    const rules::MonthValue large{support::month("2021-12"), domain::Decimal::from_units(greatest)};
    EXPECT_FALSE(rules::rolled_up_initial_value(RollUpOperation::sum, {large, large}));
    EXPECT_TRUE(rules::rolled_up_initial_value(RollUpOperation::sum, {large}));
}

TEST(GlobalTarget, IsTheLatestUpTo2028_01) {
    const struct {
        std::vector<Row> rows;
        const char* value;
    } rows[] = {
        {{},                                                         "none"      },
        {{{"2026-12", "80"}, {"2030-12", "100"}},                    "2026-12=80"},
        {{{"2027-12", "80"}, {"2028-01", "90"}, {"2028-02", "100"}}, "2028-01=90"},
        {{{"2026-12", "80", 1}, {"2027-12", nullptr, 2}},            "2026-12=80"},
        // Imports play no part.
        {{{"2025-12", "80", 9}, {"2026-12", "70", 1}},               "2026-12=70"},
        {{{"2028-02", "80"}},                                        "none"      },
        {{{"2026-12", nullptr}},                                     "none"      },
    };
    for (const auto& row : rows)
        EXPECT_EQ(text_of(rules::global_target(series(row.rows))), row.value);
}

TEST(YearTargets, AreTheLastOfEachYear) {
    const auto targets = rules::year_targets(series({
        {"2024-06", "40"   },
        {"2024-11", "50"   },
        {"2024-12", nullptr},
        {"2025-12", "60"   },
        {"2027-01", nullptr},
        {"2030-03", "70"   }
    }));
    std::string text;
    for (const auto& target : targets) text += text_of(target) + " ";
    EXPECT_EQ(text, "2024-11=50 2025-12=60 2030-03=70 ");
    EXPECT_EQ(text_of(rules::target_of_year(targets, 2025)), "2025-12=60");
    EXPECT_EQ(text_of(rules::target_of_year(targets, 2026)), "none");
    EXPECT_EQ(text_of(rules::target_of_year({}, 2026)), "none");
}

}  // namespace
