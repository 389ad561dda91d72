// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/value_schema.hpp"

#include <gtest/gtest.h>

#include "tests/support/values.hpp"

namespace {

using domain::ValueSchema;
using domain::rules::admits;
using support::decimal;
using support::territory;

TEST(ValueSchema, BoundsPercentages) {
    const auto nation = territory("NAT-FR");
    for (const char* value : {"0", "0.5", "100"})
        EXPECT_TRUE(admits(ValueSchema::percentage, nation, decimal(value))) << value;
    for (const char* value : {"-0.000000001", "-1", "100.000000001", "100.1"})
        EXPECT_FALSE(admits(ValueSchema::percentage, nation, decimal(value))) << value;
    EXPECT_TRUE(admits(ValueSchema::percentage, nation, std::nullopt));
}

TEST(ValueSchema, BoundsLevels) {
    const struct {
        ValueSchema schema;
        bool nation;
        bool region;
        bool department;
    } rows[] = {
        {ValueSchema::any,              true,  true,  true },
        {ValueSchema::percentage,       true,  true,  true },
        {ValueSchema::departments_only, false, false, true },
        {ValueSchema::regions_only,     false, true,  false},
    };
    for (const auto& row : rows) {
        for (const auto value : {std::optional{decimal("50")}, std::optional<domain::Decimal>{}}) {
            EXPECT_EQ(admits(row.schema, territory("NAT-FR"), value), row.nation);
            EXPECT_EQ(admits(row.schema, territory("REG-53"), value), row.region);
            EXPECT_EQ(admits(row.schema, territory("DEPT-35"), value), row.department);
        }
    }
    EXPECT_TRUE(admits(ValueSchema::any, territory("NAT-FR"), decimal("-1000")));
}

}  // namespace
