// SPDX-License-Identifier: EUPL-1.2
#include "platform/kafka/kafka_log.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "platform/kafka/topics.hpp"
#include "tests/component/kafka/cluster.hpp"
#include "tests/support/must.hpp"

namespace {

using namespace platform::kafka;
using namespace std::chrono_literals;
using platform::Errc;
using platform::Result;
using platform::event_log::Place;
using support::must;
using support::kafka::append;
using support::kafka::fresh_settings;
using support::kafka::fresh_topics;
using support::kafka::opened;
using support::kafka::record;

constexpr std::size_t no_limit = std::size_t{1} << 40;
constexpr auto year = std::chrono::hours{24 * 365};

// Reads until `count` records from `from` on are there.
std::vector<platform::event_log::StoredRecord> read_all(KafkaLog& log, std::uint64_t from,
                                                        std::size_t count) {
    std::vector<platform::event_log::StoredRecord> all;
    while (all.size() < count) {
        log.wait_beyond(from + all.size(), 1h);
        for (auto& one : must(log.read(from + all.size(), no_limit, no_limit)))
            all.push_back(std::move(one));
    }
    return all;
}

TEST(KafkaLog, IsRefusedWhereThereIsNoTopic) {
    const auto log = KafkaLog::open(fresh_settings());

    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, Errc::not_found);
    EXPECT_NE(log.error().detail.find("barometre topics create"), std::string::npos);
}

TEST(KafkaLog, IsRefusedOnATopicThatCouldLoseRecords) {
    const auto settings = fresh_settings();
    support::kafka::make_topic(settings.events_topic(), 1,
                               {
                                   {"retention.ms", "604800000"}
    });

    const auto log = KafkaLog::open(settings);

    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, Errc::invalid);
    EXPECT_NE(log.error().detail.find("retention.ms is 604800000 and must be -1"),
              std::string::npos);
}

TEST(KafkaLog, IsRefusedWhereNobodyAnswers) {
    Settings settings;
    settings.bootstrap = "127.0.0.1:9";

    const auto log = KafkaLog::open(settings);

    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, Errc::unavailable);
    EXPECT_NE(log.error().detail.find("127.0.0.1:9"), std::string::npos);
}

TEST(KafkaLog, FindsWhatAnotherProcessAppended) {
    const auto settings = fresh_topics();
    const auto writer = opened(settings);
    const auto reader = opened(settings);
    auto waited = std::async(std::launch::async, [&] { return reader->wait_beyond(0, 1h); });

    must(append(*writer, record("first")));

    EXPECT_EQ(waited.get(), 1U);
    EXPECT_EQ(must(reader->read(0, 10, no_limit)).front().record.value, "first");
    must(append(*writer, record("second")));
    EXPECT_EQ(read_all(*reader, 1, 1).front().record.value, "second");
}

TEST(KafkaLog, AsksForTheEndThatOthersMade) {
    const auto settings = fresh_topics();
    const auto writer = opened(settings);
    const auto other = opened(settings);
    ASSERT_EQ(must(other->ask_end(10s)), 0U);

    must(append(*writer, record("v")));

    EXPECT_EQ(must(other->ask_end(10s)), 1U);
    EXPECT_EQ(other->end(), 1U);
}

TEST(KafkaLog, StartsAtTheEndThatTheTopicHas) {
    const auto settings = fresh_topics();
    {
        const auto log = opened(settings);
        for (int i = 0; i < 3; ++i) must(append(*log, record("v")));
    }

    EXPECT_EQ(opened(settings)->end(), 3U);
}

TEST(KafkaLog, TellsEverythingThatWaitsWhenItIsDestroyed) {
    constexpr int count = 5'000;
    const auto settings = fresh_topics();
    int kept = 0;
    {
        const auto log = opened(settings);
        for (int i = 0; i < count; ++i)
            log->append(record("v"), [&](const auto& place) { kept += place ? 1 : 0; });
    }

    EXPECT_EQ(kept, count);
    EXPECT_EQ(opened(settings)->end(), std::uint64_t{count});
}

TEST(KafkaLog, RefusesATimeAheadOfTheBrokersAndGoesOn) {
    const auto log = opened(fresh_topics());
    must(append(*log, record("before")));
    auto ahead = record("ahead");
    ahead.timestamp_ms += std::chrono::milliseconds{year}.count();

    const auto refused = append(*log, ahead);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::clock);
    EXPECT_NE(refused.error().detail.find("clock"), std::string::npos);
    EXPECT_EQ(log->producer_state().clock_refused, 1U);
    EXPECT_EQ(must(append(*log, record("after"))), 1U);
    EXPECT_TRUE(log->health());
}

// Each of the records in flight behind a refused one is refused too, or in the log once.
TEST(KafkaLog, LosesNothingAroundManyTimesAheadOfTheBrokers) {
    constexpr int count = 2'000;
    const auto log = opened(fresh_topics());
    std::vector<std::future<Result<Place>>> told;
    for (int i = 0; i < count; ++i) {
        auto one = record(std::to_string(i));
        if (i % 100 == 50) one.timestamp_ms += std::chrono::milliseconds{year}.count();
        auto promise = std::make_shared<std::promise<Result<Place>>>();
        told.push_back(promise->get_future());
        log->append(std::move(one),
                    [promise](auto place) { promise->set_value(std::move(place)); });
    }

    std::vector<std::string> kept;
    for (int i = 0; i < count; ++i) {
        const auto place = told[static_cast<std::size_t>(i)].get();
        if (i % 100 == 50) EXPECT_FALSE(place);
        if (place) kept.push_back(std::to_string(i));
    }
    std::vector<std::string> found;
    for (auto& one : read_all(*log, 0, must(log->ask_end(10s))))
        found.push_back(std::move(one.record.value));
    EXPECT_EQ(found, kept);
}

TEST(KafkaLog, TakesTheOldTimesOfACopiedLog) {
    const auto log = opened(fresh_topics());
    auto old = record("old");
    old.timestamp_ms -= std::chrono::milliseconds{20 * year}.count();

    EXPECT_EQ(must(append(*log, old)), 0U);
    EXPECT_EQ(must(log->read(0, 1, 1)).front().record.timestamp_ms, old.timestamp_ms);
}

TEST(KafkaLog, RefusesWhatKafkaCannotCarry) {
    const auto log = opened(fresh_topics());
    auto timeless = record("v");
    timeless.timestamp_ms = 0;
    auto zero_byte = record("v");
    zero_byte.headers = {
        {std::string("a\0b", 3), "value"}
    };

    EXPECT_EQ(append(*log, timeless).error().code, Errc::invalid);
    EXPECT_EQ(append(*log, zero_byte).error().code, Errc::invalid);
    EXPECT_EQ(must(log->ask_end(10s)), 0U);
}

TEST(KafkaLog, RefusesToReadBeyondTheEnd) {
    const auto log = opened(fresh_topics());
    must(append(*log, record("v")));

    const auto found = log->read(7, 1, 1);

    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Errc::corrupt);
    EXPECT_NE(found.error().detail.find("it ends at 1"), std::string::npos);
}

TEST(KafkaLog, RefusesATopicWhoseFirstRecordsAreGone) {
    const auto settings = fresh_topics();
    const auto log = opened(settings);
    for (int i = 0; i < 10; ++i) must(append(*log, record("v")));
    support::kafka::delete_records(settings.events_topic(), 5);

    const auto found = log->read(0, 1, 1);

    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Errc::corrupt);
    EXPECT_NE(found.error().detail.find("truncated"), std::string::npos);
    EXPECT_EQ(must(log->read(5, 10, no_limit)).size(), 5U);
}

TEST(KafkaLog, RefusesAGap) {
    const auto settings = fresh_topics();
    support::kafka::append_in_transaction(settings.events_topic());
    const auto log = opened(settings);
    // The broker answers a commit before it has written its mark, which is the gap.
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (must(log->ask_end(10s)) < 2 && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(10ms);
    must(append(*log, record("v")));

    Result<std::vector<platform::event_log::StoredRecord>> found = log->read(0, 10, no_limit);
    EXPECT_EQ(must(std::move(found)).size(), 1U);
    found = log->read(1, 10, no_limit);

    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Errc::corrupt);
    EXPECT_NE(found.error().detail.find("record 1 is missing, 2 came instead"), std::string::npos);
}

TEST(KafkaLog, RefusesToReadOnInATopicMadeAgainUnderTheSameName) {
    const auto settings = fresh_topics();
    const auto log = opened(settings);
    for (int i = 0; i < 10; ++i) must(append(*log, record("v")));
    ASSERT_EQ(must(log->read(0, 10, no_limit)).size(), 10U);
    support::kafka::delete_topic(settings.events_topic());
    while (!create_topics(settings, 1)) std::this_thread::sleep_for(100ms);

    Result<std::vector<platform::event_log::StoredRecord>> found{
        std::vector<platform::event_log::StoredRecord>{}};
    while (found) {
        log->wait_beyond(10, 1s);
        found = log->read(10, 1, 1);
    }

    EXPECT_EQ(found.error().code, Errc::corrupt);
    EXPECT_NE(found.error().detail.find("another topic under the same name"), std::string::npos);
}

TEST(KafkaLog, TakesNothingOfATopicMadeAgainThatHasGrownBeyondIt) {
    const auto settings = fresh_topics();
    const auto log = opened(settings);
    for (int i = 0; i < 10; ++i) must(append(*log, record("v")));
    ASSERT_EQ(must(log->read(0, 10, no_limit)).size(), 10U);
    std::this_thread::sleep_for(recheck_after);
    support::kafka::delete_topic(settings.events_topic());
    while (!create_topics(settings, 1)) std::this_thread::sleep_for(100ms);
    for (int i = 0; i < 20; ++i) must(append(*opened(settings), record("w")));

    Result<std::vector<platform::event_log::StoredRecord>> found{
        std::vector<platform::event_log::StoredRecord>{}};
    while (found) {
        log->wait_beyond(10, 1s);
        found = log->read(10, 1, 1);
        if (found) ASSERT_TRUE(found->empty());
    }

    EXPECT_EQ(found.error().code, Errc::corrupt);
    EXPECT_NE(found.error().detail.find("another topic under the same name"), std::string::npos);
}

TEST(KafkaLog, ReadsOnAfterAPauseWhereTheTopicIsTheSame) {
    const auto log = opened(fresh_topics());
    for (int i = 0; i < 3; ++i) {
        must(append(*log, record(std::to_string(i))));
        const auto sequence = static_cast<std::uint64_t>(i);
        EXPECT_EQ(read_all(*log, sequence, 1).front().record.value, std::to_string(i));
        std::this_thread::sleep_for(recheck_after);
    }
}

TEST(KafkaLog, ReadsBackwardsAndForwards) {
    const auto log = opened(fresh_topics());
    for (int i = 0; i < 100; ++i) must(append(*log, record(std::to_string(i))));

    for (const std::uint64_t from : {90U, 3U, 50U, 51U, 99U, 0U})
        EXPECT_EQ(must(log->read(from, 1, 1)).front().record.value, std::to_string(from));
    EXPECT_EQ(read_all(*log, 0, 100).size(), 100U);
}

TEST(KafkaLog, ReadsMoreThanItTakesAheadInOrder) {
    constexpr std::size_t count = 3 * ahead_records_max;
    const auto log = opened(fresh_topics());
    for (std::size_t i = 0; i < count; ++i) {
        while (log->producer_state().waiting_records >= queue_records_max)
            std::this_thread::sleep_for(1ms);
        log->append(record(std::to_string(i)), [](const auto& place) { EXPECT_TRUE(place); });
    }

    const auto found = read_all(*log, 0, count);
    for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(found[i].record.value, std::to_string(i));
    EXPECT_LE(log->reader_state().ahead_records, ahead_records_max);
}

}  // namespace
