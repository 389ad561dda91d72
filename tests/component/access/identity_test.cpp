// SPDX-License-Identifier: EUPL-1.2
#include "platform/access/identity.hpp"

#include <gtest/gtest.h>

namespace platform::access {
namespace {

TEST(RightsTest, EachHasANameThatFindsIt) {
    for (const NamedRight& named : named_rights) {
        EXPECT_EQ(name_of(named.right), named.name);
        EXPECT_EQ(right_named(named.name), named.right);
    }
    EXPECT_EQ(right_named("history"), std::nullopt);
    EXPECT_EQ(right_named(""), std::nullopt);
}

TEST(RightsTest, ASetHasWhatWasAdded) {
    Rights rights;
    EXPECT_TRUE(rights.empty());
    EXPECT_FALSE(rights.meets(all_rights()));
    rights.add(Right::audit);
    rights.add(Right::report);
    EXPECT_EQ(rights, (Rights{Right::report, Right::audit}));
    EXPECT_EQ(rights.text(','), "report,audit");
    for (const NamedRight& named : named_rights) {
        const bool expected = named.right == Right::audit || named.right == Right::report;
        EXPECT_EQ(rights.has(named.right), expected) << named.name;
        EXPECT_EQ(rights.meets({named.right}), expected) << named.name;
        EXPECT_TRUE(all_rights().has(named.right));
    }
}

TEST(IdentityTest, UsesTheSourcesThatItNamesAndNoOther) {
    const Identity identity{
        "d35", {Right::report},
         {"urn:prefecture:35", "urn:prefecture:22"}
    };
    EXPECT_TRUE(identity.may_use("urn:prefecture:22"));
    EXPECT_FALSE(identity.may_use("urn:prefecture:2"));
    EXPECT_FALSE(identity.may_use("urn:prefecture:221"));
    EXPECT_FALSE(identity.may_use("URN:prefecture:22"));
    EXPECT_FALSE(identity.may_use("*"));
    EXPECT_FALSE(identity.may_use(""));
    EXPECT_FALSE((Identity{"d35", {Right::report}, {}}.may_use("urn:prefecture:35")));
    EXPECT_TRUE((Identity{"sgg", {Right::report}, {"*"}}.may_use("urn:prefecture:35")));
}

TEST(IdentityTest, WhoeverIsOnThisMachineMayDoAll) {
    EXPECT_EQ(local_identity().name, "local");
    EXPECT_EQ(local_identity().rights, all_rights());
    EXPECT_TRUE(local_identity().may_use("urn:any"));
}

}  // namespace
}  // namespace platform::access
