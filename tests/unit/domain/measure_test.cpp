// SPDX-License-Identifier: EUPL-1.2
#include "domain/measure.hpp"

#include <gtest/gtest.h>

#include "tests/support/values.hpp"

namespace {

TEST(Kind, HasANameThatIsReadBack) {
    for (const domain::Kind kind : domain::all_kinds)
        EXPECT_EQ(support::must(domain::parse_kind(domain::name_of(kind))), kind);
    for (const char* text : {"", "va", "Actual", "targets"}) {
        ASSERT_FALSE(domain::parse_kind(text)) << text;
        EXPECT_EQ(domain::parse_kind(text).error().code, "kind-unknown");
    }
}

TEST(CellSeries, FindsTheCellOfAMonth) {
    domain::CellSeries series;
    EXPECT_EQ(domain::find_cell(series, support::month("2024-01")), nullptr);
    for (const char* month : {"2023-12", "2024-02", "2024-05"}) {
        domain::Cell cell;
        cell.value = support::decimal(std::string{month}.substr(5));
        series.push_back({support::month(month), cell});
    }
    ASSERT_NE(domain::find_cell(series, support::month("2024-02")), nullptr);
    EXPECT_EQ(domain::find_cell(series, support::month("2024-02"))->value, support::decimal("2"));
    for (const char* month : {"2023-11", "2024-01", "2024-06"})
        EXPECT_EQ(domain::find_cell(series, support::month(month)), nullptr) << month;
}

}  // namespace
