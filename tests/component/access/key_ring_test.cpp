// SPDX-License-Identifier: EUPL-1.2
#include "platform/access/key_ring.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <thread>

#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace platform::access {
namespace {

namespace fs = std::filesystem;
using support::must;

constexpr std::chrono::milliseconds pause{20};

void wait_until(const std::function<bool()>& so) {
    while (!so()) std::this_thread::sleep_for(pause);
}

class KeyRingTest : public testing::Test {
protected:
    MadeKey make(std::string name) {
        return must(add_key(path, {std::move(name), {Right::read}, {}}, "t"));
    }

    const support::TemporaryDirectory folder;
    const fs::path path = folder / "keys";
};

TEST_F(KeyRingTest, KnowsWhoHasAKey) {
    const MadeKey first = make("first");
    const MadeKey second = make("second");
    const auto ring = must(KeyRing::open(path));
    const auto who = ring->identify("Bearer " + second.text);
    ASSERT_TRUE(who);
    EXPECT_EQ(who->name, "second");
    EXPECT_TRUE(ring->identify("bearer   " + first.text));
}

TEST_F(KeyRingTest, KnowsNobodyByAnythingElse) {
    const MadeKey made = make("me");
    const MadeKey other = make("other");
    const auto ring = must(KeyRing::open(path));
    std::string wrong = made.text;
    wrong.back() = wrong.back() == '0' ? '1' : '0';
    const std::string mixed =
        made.text.substr(0, made.text.rfind('_')) + other.text.substr(other.text.rfind('_'));
    for (const std::string& header :
         {std::string{}, std::string{"Bearer"}, std::string{"Bearer "}, made.text,
          "Basic " + made.text, "Bearer" + made.text, "Bearer " + made.text + " ",
          "Bearer " + made.text + "0", "Bearer " + wrong, "Bearer " + mixed})
        EXPECT_FALSE(ring->identify(header)) << header;
}

TEST_F(KeyRingTest, LetsAnyoneReadWhereAKeyOfThatNameSaysSo) {
    make("me");
    const auto ring = must(KeyRing::open(path));
    EXPECT_FALSE(ring->identify(""));
    const MadeKey anyone =
        must(add_key(path,
                     {
                         "anyone", {Right::read, Right::audit, Right::report},
                          {"urn:a"}
    },
                     "t"));
    wait_until([&] { return ring->identify("") != nullptr; });
    const auto who = ring->identify("");
    EXPECT_EQ(who->name, "anyone");
    EXPECT_EQ(who->rights, (Rights{Right::read, Right::audit}));
    EXPECT_TRUE(who->sources.empty());
    EXPECT_FALSE(ring->identify("Bearer nonsense"));
    ASSERT_TRUE(revoke_key(path, anyone.key.id, "t"));
    wait_until([&] { return ring->identify("") == nullptr; });
}

TEST_F(KeyRingTest, NeedsAFile) {
    const auto ring = KeyRing::open(path);
    ASSERT_FALSE(ring);
    EXPECT_EQ(ring.error().code, Errc::not_found);
    EXPECT_NE(ring.error().detail.find("barometre keys create"), std::string::npos);
}

TEST_F(KeyRingTest, NoticesWhatWasRevokedAndMade) {
    const MadeKey first = make("first");
    const auto ring = must(KeyRing::open(path));
    const MadeKey second = make("second");
    wait_until([&] { return ring->identify("Bearer " + second.text) != nullptr; });
    ASSERT_TRUE(revoke_key(path, first.key.id, "t"));
    wait_until([&] { return ring->identify("Bearer " + first.text) == nullptr; });
    EXPECT_TRUE(ring->identify("Bearer " + second.text));
    EXPECT_FALSE(must(KeyRing::open(path))->identify("Bearer " + first.text));
}

TEST_F(KeyRingTest, LetsNobodyInWithoutAFileThatCanBeRead) {
    const MadeKey made = make("me");
    const auto ring = must(KeyRing::open(path));
    const auto is_in = [&] { return ring->identify("Bearer " + made.text) != nullptr; };
    fs::rename(path, folder / "away");
    wait_until([&] { return !is_in(); });
    fs::rename(folder / "away", path);
    wait_until(is_in);
    std::ofstream{path, std::ios::app} << "nonsense\n";
    wait_until([&] { return !is_in(); });
}

}  // namespace
}  // namespace platform::access
