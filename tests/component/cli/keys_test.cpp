// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/component/cli/program.hpp"
#include "tests/support/temporary_directory.hpp"

namespace cli_tests {
namespace {

class KeysTest : public testing::Test {
protected:
    // `barometre keys …` on the file of this test.
    Ran keys(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "keys");
        return run(arguments, {
                                  {"BAROMETRE_KEYS", folder / "keys"}
        });
    }

    const support::TemporaryDirectory folder;
};

TEST_F(KeysTest, CreatesListsAndRevokes) {
    const Ran created = keys({"create", "prefecture-35", "--right", "report", "--right", "read",
                              "--source", "urn:prefecture:35"});
    ASSERT_EQ(created.code, 0) << created.err;
    ASSERT_TRUE(created.out.starts_with("barometre_")) << created.out;
    EXPECT_EQ(created.out.find('\n'), created.out.size() - 1);
    const std::string id = created.out.substr(10, 16);
    const std::string secret = created.out.substr(27, 64);
    EXPECT_NE(created.err.find(id), std::string::npos);

    const Ran listed = keys({"list"});
    EXPECT_EQ(listed.code, 0);
    EXPECT_NE(listed.out.find(id), std::string::npos);
    EXPECT_NE(listed.out.find("prefecture-35"), std::string::npos);
    EXPECT_NE(listed.out.find("urn:prefecture:35"), std::string::npos);
    EXPECT_EQ(listed.out.find(secret), std::string::npos);

    EXPECT_EQ(keys({"revoke", id}).code, 0);
    const Ran again = keys({"revoke", id});
    EXPECT_EQ(again.code, 1);
    EXPECT_NE(again.err.find("revoked before"), std::string::npos) << again.err;
}

TEST_F(KeysTest, AsksForSourcesWhereAKeyMayWrite) {
    const Ran none = keys({"create", "a", "--right", "report"});
    EXPECT_EQ(none.code, 1);
    EXPECT_NE(none.err.find("names its sources"), std::string::npos) << none.err;
    EXPECT_FALSE(std::filesystem::exists(folder / "keys"));
    EXPECT_EQ(keys({"create", "a", "--right", "read", "--right", "audit"}).code, 0);
    EXPECT_EQ(keys({"create", "a", "--right", "fly"}).code, 2);
    EXPECT_EQ(keys({"create", "local", "--right", "read"}).code, 1);
}

TEST_F(KeysTest, SaysWhereThereIsNoFile) {
    const Ran listed = keys({"list"});
    EXPECT_EQ(listed.code, 1);
    EXPECT_NE(listed.err.find("No such file"), std::string::npos) << listed.err;
}

}  // namespace
}  // namespace cli_tests
