// SPDX-License-Identifier: EUPL-1.2
#include "platform/access/key.hpp"

#include <gtest/gtest.h>

#include "platform/access/hex.hpp"
#include "tests/support/must.hpp"

namespace platform::access {
namespace {

constexpr std::string_view some_key =
    "barometre_0123456789abcdef_"
    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

TEST(KeyTest, IsNewEachTimeAndNamesItself) {
    const auto first = support::must(make_key_text());
    const auto second = support::must(make_key_text());
    EXPECT_EQ(first.size(), some_key.size());
    ASSERT_TRUE(key_id_of(first));
    EXPECT_NE(key_id_of(first), key_id_of(second));
    EXPECT_NE(first.substr(first.rfind('_')), second.substr(second.rfind('_')));
}

TEST(KeyTest, IsReadByItsFormAlone) {
    const std::string key{some_key};
    EXPECT_EQ(key_id_of(key), "0123456789abcdef");
    EXPECT_FALSE(key_id_of(""));
    EXPECT_FALSE(key_id_of(key.substr(1)));
    EXPECT_FALSE(key_id_of(key.substr(0, key.size() - 1)));
    EXPECT_FALSE(key_id_of(key + "0"));
    EXPECT_FALSE(key_id_of(key + "\n"));
    for (const std::size_t place : {0UL, 9UL, 10UL, 25UL, 26UL, 27UL, key.size() - 1}) {
        std::string other = key;
        other[place] = 'G';
        EXPECT_FALSE(key_id_of(other)) << other;
    }
}

// Source: FIPS 180-4, the example of "abc".
TEST(KeyTest, IsKeptAsItsSha256) {
    EXPECT_EQ(hex(digest_of("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    auto digest = digest_of(some_key);
    EXPECT_TRUE(same_digest(digest, digest_of(some_key)));
    digest.back() ^= 1;
    EXPECT_FALSE(same_digest(digest, digest_of(some_key)));
}

Identity identity_named(std::string name) {
    return {std::move(name), {Right::read}, {}};
}

TEST(KeyIdentityTest, HasAnOpaqueName) {
    EXPECT_TRUE(check_identity(identity_named("prefecture-35.a_B")));
    EXPECT_TRUE(check_identity(identity_named(std::string(key_name_chars_max, 'n'))));
    EXPECT_FALSE(check_identity(identity_named(std::string(key_name_chars_max + 1, 'n'))));
    for (const auto* const name : {"", "local", "Jean Dupont", "a@b", "a\n", "é"})
        EXPECT_EQ(check_identity(identity_named(name)).error().code, Errc::invalid) << name;
}

TEST(KeyIdentityTest, NamesItsSourcesToWrite) {
    EXPECT_FALSE(check_identity({"a", {}, {"*"}}));
    EXPECT_TRUE(check_identity({
        "a", {Right::read, Right::audit},
         {}
    }));
    for (const Right right : {Right::report, Right::define, Right::history_load}) {
        EXPECT_FALSE(check_identity({"a", {right}, {}})) << name_of(right);
        EXPECT_TRUE(check_identity({"a", {right}, {"*"}})) << name_of(right);
    }
}

TEST(KeyIdentityTest, HasSoManySourcesOfSoManyCharacters) {
    const auto with = [](std::vector<std::string> sources) {
        return check_identity({"a", {Right::report}, std::move(sources)});
    };
    EXPECT_TRUE(with({std::string(key_source_chars_max, 's')}));
    EXPECT_FALSE(with({std::string(key_source_chars_max + 1, 's')}));
    EXPECT_TRUE(with(std::vector<std::string>(key_sources_max, "urn:a")));
    EXPECT_FALSE(with(std::vector<std::string>(key_sources_max + 1, "urn:a")));
    EXPECT_FALSE(with({""}));
    EXPECT_FALSE(with({"urn:a b"}));
    EXPECT_FALSE(with({"urn:\n"}));
}

}  // namespace
}  // namespace platform::access
