// SPDX-License-Identifier: EUPL-1.2
#include "projector/store_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "domain/codec/event_json.hpp"
#include "platform/event_log/memory_log.hpp"
#include "projector/rebuild.hpp"
#include "tests/component/projector/random_log.hpp"
#include "tests/support/must.hpp"
#include "tests/support/property.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::projector {
namespace {

namespace fs = std::filesystem;
using platform::Errc;
using platform::event_log::MemoryLog;
using ::projector::explained;
using ::projector::offer;
using ::projector::open_owned_store;
using ::projector::ProjectorOptions;
using ::projector::read_model_folder;
using ::projector::rebuild;
using ::projector::RebuildProgress;
using ::projector::rebuilt_folder;
using ::projector::unfinished_folder;

constexpr std::size_t records = 200;

void fill(MemoryLog& log, const std::string& log_id, const std::vector<std::string>& events) {
    append(log, domain::codec::encode_log_opened(log_id));
    for (const auto& event : events) append(log, event);
}

class OwnedStore : public testing::Test {
protected:
    void SetUp() override {
        std::mt19937_64 random{7};
        events = random_events(random, records);
        fill(log, "one", events);
    }

    fs::path data() const { return folder.path() / "data"; }

    ::projector::Rebuilt rebuilt(
        platform::event_log::EventLog& of,
        const std::function<void(const RebuildProgress&)>& shown = [](const RebuildProgress&) {
        }) const {
        return support::must(rebuild(of, data(), ProjectorOptions{.batch_records_max = 10}, shown));
    }

    void offer_one(platform::event_log::EventLog& of) const {
        if (auto offered = offer(rebuilt(of), data()); !offered)
            throw std::runtime_error(offered.error().detail);
    }

    domain::Sequence next_when_opened() {
        return support::must(open_owned_store(data(), log))->published()->head.next;
    }

    support::TemporaryDirectory folder;
    std::vector<std::string> events;
    MemoryLog log;
};

TEST_F(OwnedStore, IsMadeWhereThereIsNone) {
    EXPECT_EQ(next_when_opened(), 0U);
    EXPECT_TRUE(fs::exists(read_model_folder(data())));
}

TEST_F(OwnedStore, TakesWhatWasRebuiltBesideIt) {
    make_store(read_model_folder(data()), log);
    append(log, "{}");
    offer_one(log);
    EXPECT_TRUE(fs::exists(rebuilt_folder(data())));
    EXPECT_EQ(next_when_opened(), records + 2);
    EXPECT_FALSE(fs::exists(rebuilt_folder(data())));
    EXPECT_FALSE(fs::exists(data() / "read-model.old"));
}

TEST_F(OwnedStore, TakesWhatWasRebuiltInThePlaceOfADamagedOne) {
    make_store(read_model_folder(data()), log);
    std::ofstream{read_model_folder(data()) / "CURRENT"} << "nonsense\n";
    EXPECT_FALSE(open_owned_store(data(), log));
    offer_one(log);
    EXPECT_EQ(next_when_opened(), records + 1);
}

TEST_F(OwnedStore, IsTakenAlsoAfterACrashBetweenTheTwoRenames) {
    offer_one(log);
    fs::create_directories(data() / "read-model.old");
    EXPECT_EQ(next_when_opened(), records + 1);
    EXPECT_FALSE(fs::exists(data() / "read-model.old"));
}

TEST_F(OwnedStore, LeavesWhatWasRebuiltFromAnotherLog) {
    make_store(read_model_folder(data()), log);
    MemoryLog other;
    fill(other, "two", {});
    offer_one(other);
    EXPECT_EQ(next_when_opened(), records + 1);
    EXPECT_TRUE(fs::exists(rebuilt_folder(data())));
}

TEST_F(OwnedStore, IsNotReplacedWhileItIsInUse) {
    const auto live = make_store(read_model_folder(data()), log);
    offer_one(log);
    const auto second = open_owned_store(data(), log);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::unavailable);
    EXPECT_TRUE(fs::exists(rebuilt_folder(data())));
    EXPECT_TRUE(live->digest());
}

TEST_F(OwnedStore, OfAnotherLogIsRefused) {
    make_store(read_model_folder(data()), log);
    MemoryLog other;
    fill(other, "two", events);
    const auto refused = open_owned_store(data(), other);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::invalid);
    EXPECT_NE(refused.error().detail.find("another log, two"), std::string::npos);
}

TEST_F(OwnedStore, RebuiltBesideGoesOnWhereItWasStopped) {
    const auto whole = make_store(folder.path() / "whole", log);
    {
        MemoryLog shorter;
        fill(shorter, "one", {events.begin(), events.begin() + 90});
        rebuilt(shorter);
    }
    std::uint64_t first = 0;
    const auto made = rebuilt(log, [&first](const RebuildProgress& progress) {
        if (first == 0) first = progress.done;
    });
    EXPECT_EQ(made.progress.before, 91U);
    EXPECT_GT(first, 91U);
    EXPECT_EQ(made.progress.done, records + 1);
    EXPECT_EQ(support::must(made.store->digest()), support::must(whole->digest()));
}

TEST_F(OwnedStore, RebuiltAndNotTakenYetIsBroughtUpToDateByTheNextRebuild) {
    offer_one(log);
    append(log, "{}");
    EXPECT_EQ(rebuilt(log).progress.before, records + 1);
    EXPECT_FALSE(fs::exists(rebuilt_folder(data())));
}

TEST_F(OwnedStore, IsNotRebuiltByTwoAtOnce) {
    const auto first = rebuilt(log);
    const auto second = rebuild(log, data(), ProjectorOptions{}, [](const RebuildProgress&) {});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::unavailable);
}

TEST_F(OwnedStore, IsNotRebuiltOnWhatAnotherLogLeftUnfinished) {
    MemoryLog other;
    fill(other, "two", {});
    rebuilt(other);
    const auto refused = rebuild(log, data(), ProjectorOptions{}, [](const RebuildProgress&) {});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find(unfinished_folder(data()).string()), std::string::npos);
}

TEST(RebuildProgress, TellsItsRateAndTheTimeToGo) {
    RebuildProgress progress{.done = 1'100, .before = 100, .total = 11'100, .seconds = 10};
    EXPECT_EQ(progress.pace(), "100/s, 1 min 40 s to go");
    progress.done = progress.total;
    EXPECT_EQ(progress.pace(), "1100/s");
    EXPECT_EQ(RebuildProgress{}.pace(), "0/s");
}

TEST(StoreFailureInWords, SaysWhatToDoAboutAFullDisk) {
    const auto error = explained(
        {Errc::io, "rocks: write: IO error: No space left on device: While appending"}, "/data");
    EXPECT_EQ(error.code, Errc::io);
    EXPECT_NE(error.detail.find("the disk of /data is full: free space"), std::string::npos);
}

TEST(StoreFailureInWords, SaysWhatToDoAboutDamagedFiles) {
    const auto error = explained({Errc::corrupt, "rocks: get: Corruption: bad block"}, "/data");
    EXPECT_EQ(error.code, Errc::corrupt);
    EXPECT_NE(error.detail.find("delete that folder"), std::string::npos);
    EXPECT_EQ(error.detail.find('\n'), std::string::npos);
}

TEST(StoreFailureInWords, LeavesWhatIsWrongWithTheLog) {
    const std::string of_the_log = "event log: record 7 is missing";
    EXPECT_EQ(explained({Errc::corrupt, of_the_log}, "/data").detail, of_the_log);
}

}  // namespace
}  // namespace tests::projector
