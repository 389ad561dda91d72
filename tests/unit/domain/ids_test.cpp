// SPDX-License-Identifier: EUPL-1.2
#include "domain/ids.hpp"

#include <gtest/gtest.h>

#include "tests/support/must.hpp"

namespace {

using domain::IndicatorId;
using domain::PolicyId;

TEST(IndicatorId, HasThreeOrFourDigitsAndGivesThemBack) {
    for (const char* text : {"IND-000", "IND-012", "IND-0012", "IND-9999"}) {
        const auto id = support::must(IndicatorId::parse(text));
        EXPECT_EQ(id.text(), text);
        EXPECT_EQ(IndicatorId::from_key(id.key()), id);
        EXPECT_EQ(id.key().size(), IndicatorId::key_bytes);
    }
    EXPECT_NE(support::must(IndicatorId::parse("IND-012")),
              support::must(IndicatorId::parse("IND-0012")));
}

TEST(IndicatorId, RefusesAnythingElse) {
    for (const char* text : {"", "IND-", "IND-12", "IND-12345", "ind-001", "IND001", "IND-01a",
                             "IND-001 ", " IND-001", "CH-001", "IND-\xD9\xA1\xD9\xA2"}) {
        const auto id = IndicatorId::parse(text);
        ASSERT_FALSE(id) << text;
        EXPECT_EQ(id.error().code, "indicator-bad-format");
    }
}

TEST(IndicatorId, IsOrderedAsItsText) {
    EXPECT_LT(support::must(IndicatorId::parse("IND-001")),
              support::must(IndicatorId::parse("IND-0010")));
    EXPECT_LT(support::must(IndicatorId::parse("IND-0010")),
              support::must(IndicatorId::parse("IND-002")));
}

TEST(PolicyId, HasThreeDigitsAndGivesThemBack) {
    const auto id = support::must(PolicyId::parse("CH-045"));
    EXPECT_EQ(id.text(), "CH-045");
    EXPECT_EQ(PolicyId::from_key(id.key()), id);
    for (const char* text : {"", "CH-", "CH-45", "CH-0045", "ch-045", "CH045", "CH-04x"}) {
        const auto refused = PolicyId::parse(text);
        ASSERT_FALSE(refused) << text;
        EXPECT_EQ(refused.error().code, "policy-bad-format");
    }
}

}  // namespace
