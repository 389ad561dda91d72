// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

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

// A key with all everyday rights, in a file as a client keeps it.
std::string everyday_key_file(const std::string& keys, const std::string& path) {
    const Ran made =
        run({"keys", "create", "everyday", "--keys", keys, "--right", "report", "--right", "define",
             "--right", "read", "--right", "audit", "--source", "*"});
    std::ofstream{path} << made.out;
    return made.out.substr(0, made.out.find('\n'));
}

TEST_F(KeysTest, OpenASiteToWhoPresentsOne) {
    const std::string file = folder / "everyday.key";
    const std::string key = everyday_key_file(folder / "keys", file);
    Site site{
        {"--keys", folder / "keys", "--demo"}
    };
    const std::vector<std::string> get{"get", "territory", "DEPT-35"};

    const Ran without = site.run(get);
    EXPECT_EQ(without.code, 1);
    EXPECT_NE(without.err.find("valid key"), std::string::npos) << without.err;
    const Ran with_file =
        run(get, {
                     {"BAROMETRE_URL",      site.url()},
                     {"BAROMETRE_KEY_FILE", file      }
    });
    EXPECT_EQ(with_file.code, 0) << with_file.err;
    const Ran with_key = run(get, {
                                      {"BAROMETRE_URL", site.url()},
                                      {"BAROMETRE_KEY", key       }
    });
    EXPECT_EQ(with_key.code, 0) << with_key.err;
    const Ran wrong = run(get, {
                                   {"BAROMETRE_URL", site.url() },
                                   {"BAROMETRE_KEY", "secret-ab"}
    });
    EXPECT_EQ(wrong.code, 1);
    EXPECT_EQ(wrong.err.find("secret-ab"), std::string::npos);
}

TEST_F(KeysTest, AreNeededBeyondLoopback) {
    const Ran refused =
        run({"serve", "--data", folder / "data", "--port", "0", "--address", "0.0.0.0"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("--keys FILE"), std::string::npos) << refused.err;
    const Ran missing =
        run({"serve", "--data", folder / "data", "--port", "0", "--keys", folder / "keys"});
    EXPECT_EQ(missing.code, 1);
    EXPECT_NE(missing.err.find("barometre keys create"), std::string::npos) << missing.err;
    everyday_key_file(folder / "keys", folder / "everyday.key");
    Site site{
        {"--keys", folder / "keys", "--address", "0.0.0.0"}
    };
    EXPECT_EQ(site.stop(), 0);
}

}  // namespace
}  // namespace cli_tests
