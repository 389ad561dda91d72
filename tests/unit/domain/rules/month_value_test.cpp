// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/month_value.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/values.hpp"

namespace {

struct Day {
    const char* date;
    // Null erases.
    const char* value;
    domain::Sequence entered;
    bool present = true;
};

std::vector<domain::DayEntry> entries(const std::vector<Day>& days) {
    std::vector<domain::DayEntry> entries;
    for (const Day& day : days) {
        entries.push_back({.date = support::date(day.date),
                           .present = day.present,
                           .value = day.value == nullptr
                                        ? std::nullopt
                                        : std::optional{support::decimal(day.value)},
                           .entered = day.entered,
                           .row = 0,
                           .since = day.entered});
    }
    return entries;
}

TEST(MonthValue, IsTheLatestImportThenTheLatestDayUnlessADayIsEmpty) {
    struct Row {
        const char* what;
        std::vector<Day> days;
        const char* value;
        domain::Sequence import;
    };
    const Row rows[] = {
        Row("one day", {{"2023-12-05", "10", 3}},
         "10", 3),
        Row("one import, two days", {{"2023-12-05", "10", 3}, {"2023-12-20", "15", 3}},
         "15", 3),
        Row("a later import of an earlier day", {{"2023-12-05", "10", 4}, {"2023-12-20", "15", 3}},
            "10", 4),
        Row("an empty day", {{"2023-12-12", "10", 3}, {"2023-12-23", nullptr, 2}},
         "null", 2),
        Row("an empty day imported before the others",
            {{"2023-12-12", nullptr, 1}, {"2023-12-17", "15", 5}},
         "null", 1),
        Row("two empty days", {{"2023-12-12", nullptr, 5}, {"2023-12-17", nullptr, 4}},
         "null", 5),
        Row("all empty days entered again", {{"2023-12-12", "8", 5}, {"2023-12-17", "9", 6}},
         "9",
            6),
        Row("zero is a value", {{"2023-12-12", "0", 5}},
         "0", 5),
        Row("a withdrawn day does not count",
            {{"2023-12-12", "8", 5}, {"2023-12-17", nullptr, 6, false}},
         "8", 5),
    };
    for (const auto& row : rows) {
        const auto cell = domain::rules::month_value(entries(row.days), support::territory("D35"));
        ASSERT_TRUE(cell) << row.what;
        EXPECT_EQ(support::text_of(cell->value), row.value) << row.what;
        EXPECT_EQ(cell->import, row.import) << row.what;
        EXPECT_EQ(cell->origin, domain::Origin::entered) << row.what;
        EXPECT_EQ(cell->reported.count(), cell->value ? 1U : 0U) << row.what;
    }
}

TEST(MonthValue, IsNothingWithoutAPresentDay) {
    const auto territory = support::territory("D35");
    EXPECT_FALSE(domain::rules::month_value({}, territory));
    const auto withdrawn = entries({
        {"2023-12-12", "8", 5, false},
        {"2023-12-13", "8", 5, false}
    });
    EXPECT_FALSE(domain::rules::month_value(withdrawn, territory));
}

// DESIGN §7: 12 March empty, 17 March empty, then 17 March = 9: the month stays empty and its
// import returns to the first.
TEST(MonthValue, StaysEmptyAndItsImportGoesBackWhenOneOfTwoEmptyDaysIsEnteredAgain) {
    const auto territory = support::territory("D35");
    const auto erased =
        domain::rules::month_value(entries({
                                       {"2024-03-12", nullptr, 1},
                                       {"2024-03-17", nullptr, 2}
    }),
                                   territory);
    EXPECT_EQ(erased->import, 2U);
    const auto after =
        domain::rules::month_value(entries({
                                       {"2024-03-12", nullptr, 1},
                                       {"2024-03-17", "9",     3}
    }),
                                   territory);
    ASSERT_TRUE(after);
    EXPECT_FALSE(after->value);
    EXPECT_EQ(after->import, 1U);
}

TEST(MonthValue, ReportsTheTerritoryThatEnteredIt) {
    const auto territory = support::territory("D2A");
    const auto cell = domain::rules::month_value(entries({
                                                     {"2024-03-12", "1", 1}
    }),
                                                 territory);
    EXPECT_TRUE(cell->reported.test(territory.index()));
}

}  // namespace
