// SPDX-License-Identifier: EUPL-1.2
#include "cli/definitions.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/must.hpp"

namespace {

using cli::parse_definitions;
using support::must;

const std::string policy = R"({"id":"CH-045","title":"Services"})";
const std::string indicator = R"({"id":"IND-302","policy":"CH-045","defined":"abc.7"})";

TEST(ParseDefinitions, TakesOneAListAnAnswerAndLines) {
    const std::string list = "[" + policy + "," + indicator + "]";
    const std::string answer = R"({"rows":)" + list + "}";
    const std::string lines = policy + "\n\n" + indicator + "\r\n";
    for (const auto& text : {list, answer, lines}) {
        const auto read = must(parse_definitions(text));
        ASSERT_EQ(read.policies.size(), 1U) << text;
        EXPECT_EQ(read.policies[0].title, "Services");
        ASSERT_EQ(read.indicators.size(), 1U) << text;
        EXPECT_EQ(read.indicators[0].id.text(), "IND-302");
    }
    EXPECT_EQ(must(parse_definitions(policy)).policies.size(), 1U);
}

TEST(ParseDefinitions, SaysWhichOneIsWrong) {
    EXPECT_TRUE(parse_definitions(policy + "\n{\"id\":\"CH-1\"}")
                    .error()
                    .detail.starts_with("line 2: policy-bad-format"));
    EXPECT_TRUE(parse_definitions("[" + policy + R"(,{"id":"CH-046","colour":"red"}])")
                    .error()
                    .detail.starts_with("definition 2: member-unknown"));
    EXPECT_TRUE(parse_definitions("[" + policy + ",7]").error().detail.starts_with("definition 2"));
    EXPECT_FALSE(parse_definitions("{"));
}

}  // namespace
