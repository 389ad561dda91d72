// SPDX-License-Identifier: EUPL-1.2
#include "platform/access/key_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "platform/access/key_line.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace platform::access {
namespace {

namespace fs = std::filesystem;
using support::must;

constexpr std::string_view noon = "2024-10-23T12:00:00Z";
constexpr std::string_view later = "2024-10-24T12:00:00Z";

Identity prefecture() {
    return {
        "prefecture-35", {Right::report,       Right::read   },
         {"urn:prefecture:35", "urn:other:35"}
    };
}

std::string contents(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

class KeyFileTest : public testing::Test {
protected:
    MadeKey make() { return must(add_key(path, prefecture(), std::string{noon})); }

    const support::TemporaryDirectory folder;
    const fs::path path = folder / "keys";
};

TEST_F(KeyFileTest, HoldsWhatVerifiesAKeyAndNotTheKey) {
    const MadeKey made = make();
    const std::string text = contents(path);
    EXPECT_EQ(text.find(made.text.substr(made.text.rfind('_') + 1)), std::string::npos);
    EXPECT_EQ(text, "barometre-keys 1\n" + key_line(made.key) + "\n");
    EXPECT_TRUE(text.ends_with(
        " prefecture-35 report,read 2024-10-23T12:00:00Z - urn:prefecture:35 urn:other:35\n"))
        << text;
    EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_FALSE(fs::exists(folder / "keys.new"));
}

TEST_F(KeyFileTest, ReadsWhatItWrote) {
    const MadeKey first = make();
    const MadeKey second = make();
    ASSERT_TRUE(revoke_key(path, first.key.id, std::string{later}));
    const auto keys = must(read_keys(path));
    ASSERT_EQ(keys.size(), 2U);
    EXPECT_EQ(keys[0].revoked, later);
    EXPECT_EQ(keys[1].id, second.key.id);
    EXPECT_EQ(keys[1].digest, digest_of(second.text));
    EXPECT_EQ(keys[1].identity.name, "prefecture-35");
    EXPECT_EQ(keys[1].identity.rights, (Rights{Right::report, Right::read}));
    EXPECT_EQ(keys[1].identity.sources, prefecture().sources);
    EXPECT_EQ(keys[1].created, noon);
    EXPECT_EQ(keys[1].revoked, "");
    EXPECT_EQ(text_of(keys), contents(path));
}

TEST_F(KeyFileTest, RevokesOnceAndOnlyWhatThereIs) {
    EXPECT_EQ(revoke_key(path, "0123456789abcdef", std::string{later}).error().code,
              Errc::not_found);
    const MadeKey made = make();
    EXPECT_EQ(revoke_key(path, "0123456789abcdef", std::string{later}).error().code,
              Errc::not_found);
    EXPECT_TRUE(revoke_key(path, made.key.id, std::string{later}));
    EXPECT_EQ(revoke_key(path, made.key.id, std::string{later}).error().code, Errc::not_found);
}

TEST_F(KeyFileTest, LosesNoKeyWhenTwoAreMadeAtOnce) {
    constexpr std::size_t each = 20;
    const auto make_some = [this] {
        for (std::size_t i = 0; i < each; ++i) make();
    };
    std::thread other{make_some};
    make_some();
    other.join();
    EXPECT_EQ(must(read_keys(path)).size(), 2 * each);
}

TEST_F(KeyFileTest, IsNotReadWhereOthersMayWriteIt) {
    make();
    fs::permissions(path, fs::perms::group_write, fs::perm_options::add);
    const auto keys = read_keys(path);
    ASSERT_FALSE(keys);
    EXPECT_EQ(keys.error().code, Errc::invalid);
    EXPECT_FALSE(add_key(path, prefecture(), std::string{noon}));
}

TEST_F(KeyFileTest, IsLeftAsItIsWhereAKeyIsRefused) {
    make();
    const std::string before = contents(path);
    EXPECT_EQ(add_key(path, {"local", {Right::read}, {}}, std::string{noon}).error().code,
              Errc::invalid);
    EXPECT_EQ(contents(path), before);
    std::ofstream{path, std::ios::app} << "nonsense\n";
    EXPECT_EQ(add_key(path, prefecture(), std::string{noon}).error().code, Errc::corrupt);
    EXPECT_EQ(contents(path), before + "nonsense\n");
}

TEST_F(KeyFileTest, HoldsSoManyKeys) {
    const MadeKey made = make();
    std::vector<Key> keys(keys_max - 1, made.key);
    std::size_t number = 1'000'000'000'000'000;
    for (Key& key : keys) key.id = std::to_string(number++);
    {
        std::ofstream{path} << text_of(keys);
    }
    make();
    EXPECT_EQ(must(read_keys(path)).size(), keys_max);
    EXPECT_EQ(add_key(path, prefecture(), std::string{noon}).error().code, Errc::invalid);
    EXPECT_EQ(must(read_keys(path)).size(), keys_max);
}

TEST_F(KeyFileTest, IsSoLargeAtMost) {
    Key key = make().key;
    key.identity.sources.assign(key_sources_max, std::string(key_source_chars_max, 's'));
    std::vector<Key> keys;
    std::size_t number = 1'000'000'000'000'000;
    std::size_t size = text_of({}).size();
    for (;;) {
        key.id = std::to_string(number++);
        size += key_line(key).size() + 1;
        if (size > key_file_bytes_max) break;
        keys.push_back(key);
    }
    std::ofstream{path} << text_of(keys);
    EXPECT_EQ(must(read_keys(path)).size(), keys.size());
    EXPECT_EQ(add_key(path, key.identity, std::string{noon}).error().code, Errc::invalid);
    EXPECT_EQ(must(read_keys(path)).size(), keys.size());
    std::ofstream{path, std::ios::app} << key_line(key) << '\n';
    EXPECT_EQ(read_keys(path).error().code, Errc::corrupt);
}

TEST(KeyLineTest, IsRefusedWhereAnyPartIsWrong) {
    const std::string id = "0123456789abcdef";
    const std::string digest(64, 'a');
    const std::string good = id + " " + digest + " me report,read 2024-10-23T12:00:00Z - urn:a";
    EXPECT_EQ(key_line(must(parse_key_line(good))), good);
    for (const std::string& line :
         {std::string{}, good.substr(1), id + " " + digest.substr(1) + good.substr(81),
          id + "  " + digest + " me read t -", id + " " + digest + " me fly t -",
          id + " " + digest + " me read, t -", id + " " + digest + " me read t",
          id + " " + digest + " me report t -", id + " " + digest + " local read t -",
          id + " " + digest + " me read - -", id + " " + digest + " me report t - urn:a  urn:b"}) {
        const auto key = parse_key_line(line);
        ASSERT_FALSE(key) << line;
        EXPECT_EQ(key.error().code, Errc::corrupt);
        EXPECT_EQ(key.error().detail.find(digest), std::string::npos);
    }
}

TEST(KeysTest, AreRefusedWhereTheFileIsNotWhole) {
    const std::string line = "0123456789abcdef " + std::string(64, 'a') + " me read t -\n";
    const std::string head = "barometre-keys 1\n";
    EXPECT_TRUE(must(parse_keys(head)).empty());
    EXPECT_EQ(must(parse_keys(head + line)).size(), 1U);
    EXPECT_EQ(parse_keys("").error().code, Errc::corrupt);
    EXPECT_EQ(parse_keys(line).error().code, Errc::corrupt);
    EXPECT_EQ(parse_keys("barometre-keys 2\n").error().code, Errc::corrupt);
    EXPECT_EQ(parse_keys(head + line.substr(0, line.size() - 1)).error().code, Errc::corrupt);
    const auto twice = parse_keys(head + line + line);
    EXPECT_EQ(twice.error().detail, "keys: line 3: this id is there twice");
}

TEST_F(KeyFileTest, GivesAClientItsKey) {
    const MadeKey made = make();
    const fs::path own = folder / "own.key";
    EXPECT_EQ(read_key_text(own).error().code, Errc::not_found);
    std::ofstream{own} << made.text << "\n";
    EXPECT_EQ(must(read_key_text(own)), made.text);
    std::ofstream{own} << "Authorization: Bearer " << made.text << "\r\n";
    EXPECT_EQ(must(read_key_text(own)), made.text);
    std::ofstream{own} << "secret-of-another-kind\n";
    const auto other = read_key_text(own);
    EXPECT_EQ(other.error().code, Errc::invalid);
    EXPECT_EQ(other.error().detail.find("secret-of"), std::string::npos);
}

}  // namespace
}  // namespace platform::access
