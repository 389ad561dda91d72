// SPDX-License-Identifier: EUPL-1.2
// The contract of EventLog, for whoever implements it:
//
//     struct Mine {
//         EventLog& open();                               // a new, empty log
//         static std::vector<Record> extreme_records();   // what it must give back byte for byte
//     };
//     INSTANTIATE_TYPED_TEST_SUITE_P(Mine, EventLogContract, Mine);
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "platform/event_log/event_log.hpp"
#include "tests/support/must.hpp"

namespace support::event_log_contract {

using platform::Errc;
using platform::Result;
using platform::event_log::EventLog;
using platform::event_log::Place;
using platform::event_log::Record;
using platform::event_log::record_bytes;
using platform::event_log::record_bytes_max;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;

constexpr std::size_t no_limit = std::size_t{1} << 40;

inline Result<Place> append(EventLog& log, Record record) {
    std::promise<Result<Place>> told;
    log.append(std::move(record), [&](auto place) { told.set_value(std::move(place)); });
    return told.get_future().get();
}

// A log may refuse the time 0.
inline Record record(std::string value) {
    return {"key", std::move(value), {}, 1};
}

template <class Implementation>
class EventLogContract : public testing::Test {
protected:
    Implementation implementation;
    EventLog& log = implementation.open();
};

TYPED_TEST_SUITE_P(EventLogContract);

TYPED_TEST_P(EventLogContract, AnEmptyLogEndsAtZeroAndReadsNothing) {
    EXPECT_EQ(this->log.end(), 0U);
    EXPECT_TRUE(must(this->log.read(0, 10, no_limit)).empty());
}

TYPED_TEST_P(EventLogContract, AppendTellsTheNextSequenceAndTheEndIsBeyondItByThen) {
    for (std::uint64_t sequence = 0; sequence < 20; ++sequence) {
        EXPECT_EQ(must(append(this->log, record("v"))), sequence);
        EXPECT_EQ(this->log.end(), sequence + 1);
    }
}

TYPED_TEST_P(EventLogContract, GivesBackEveryByte) {
    const auto records = TypeParam::extreme_records();
    for (const auto& one : records) ASSERT_TRUE(append(this->log, one));

    const auto found = must(this->log.read(0, 10, no_limit));
    ASSERT_EQ(found.size(), records.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        SCOPED_TRACE(i);
        EXPECT_EQ(found[i].sequence, i);
        EXPECT_EQ(found[i].record.key, records[i].key);
        EXPECT_EQ(found[i].record.value, records[i].value);
        EXPECT_EQ(found[i].record.headers, records[i].headers);
        EXPECT_EQ(found[i].record.timestamp_ms, records[i].timestamp_ms);
    }
}

TYPED_TEST_P(EventLogContract, ConcurrentAppendersGetDenseSequencesInTheirOwnOrder) {
    constexpr int appenders = 8;
    constexpr int each = 200;
    std::mutex mutex;
    std::map<std::uint64_t, std::string> told;

    std::vector<std::thread> threads;
    for (int appender = 0; appender < appenders; ++appender)
        threads.emplace_back([&, appender] {
            std::vector<std::future<std::uint64_t>> sequences;
            for (int i = 0; i < each; ++i) {
                const auto value = std::to_string(appender) + ' ' + std::to_string(i);
                auto promise = std::make_shared<std::promise<std::uint64_t>>();
                sequences.push_back(promise->get_future());
                this->log.append(record(value), [&, value, promise](auto place) {
                    const std::lock_guard lock{mutex};
                    told[must(place).value()] = value;
                    promise->set_value(must(place).value());
                });
            }
            for (auto& sequence : sequences) sequence.wait();
        });
    for (auto& thread : threads) thread.join();

    const auto found = must(this->log.read(0, no_limit, no_limit));
    ASSERT_EQ(found.size(), std::size_t{appenders * each});
    ASSERT_EQ(told.size(), found.size());
    std::vector<int> next_of(appenders, 0);
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_EQ(found[i].sequence, i);
        EXPECT_EQ(found[i].record.value, told[i]);
        const auto appender = static_cast<std::size_t>(std::stoi(told[i]));
        EXPECT_EQ(told[i], std::to_string(appender) + ' ' + std::to_string(next_of[appender]++));
    }
}

TYPED_TEST_P(EventLogContract, ReadStopsAtTheNumberOfRecords) {
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(append(this->log, record("v")));

    EXPECT_EQ(must(this->log.read(0, 0, no_limit)).size(), 0U);
    EXPECT_EQ(must(this->log.read(0, 4, no_limit)).size(), 4U);
    EXPECT_EQ(must(this->log.read(0, 5, no_limit)).size(), 5U);
    EXPECT_EQ(must(this->log.read(0, 6, no_limit)).size(), 5U);
    EXPECT_EQ(must(this->log.read(3, 6, no_limit)).front().sequence, 3U);
    EXPECT_EQ(must(this->log.read(5, 6, no_limit)).size(), 0U);
}

TYPED_TEST_P(EventLogContract, ReadStopsOnceTheValuesReachTheBytes) {
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(append(this->log, record("0123456789")));

    EXPECT_EQ(must(this->log.read(0, 10, 0)).size(), 1U);
    EXPECT_EQ(must(this->log.read(0, 10, 10)).size(), 1U);
    EXPECT_EQ(must(this->log.read(0, 10, 11)).size(), 2U);
    EXPECT_EQ(must(this->log.read(0, 10, 20)).size(), 2U);
    EXPECT_EQ(must(this->log.read(0, 10, 21)).size(), 3U);
    EXPECT_EQ(must(this->log.read(4, 10, 0)).size(), 1U);
}

TYPED_TEST_P(EventLogContract, TakesARecordOfTheLargestSizeAndNoLarger) {
    auto largest = record(std::string(record_bytes_max - 3 - 8 - 4, 'v'));
    largest.headers = {
        {"n", "abc"}
    };
    auto larger = largest;
    larger.headers.front().second += 'd';
    ASSERT_EQ(record_bytes(largest), record_bytes_max);

    EXPECT_EQ(append(this->log, larger).error().code, Errc::invalid);
    EXPECT_EQ(this->log.end(), 0U);
    EXPECT_EQ(must(append(this->log, largest)), 0U);
}

TYPED_TEST_P(EventLogContract, WaitBeyondReturnsAtOnceWhenThereIsMore) {
    ASSERT_TRUE(append(this->log, record("v")));

    EXPECT_EQ(this->log.wait_beyond(0, std::chrono::milliseconds::max()), 1U);
}

TYPED_TEST_P(EventLogContract, WaitBeyondGivesUpAtTheTimeout) {
    EXPECT_EQ(this->log.wait_beyond(0, 1ms), 0U);
    EXPECT_EQ(this->log.wait_beyond(0, 0ms), 0U);
}

TYPED_TEST_P(EventLogContract, WaitBeyondIsWokenByAnAppend) {
    auto waited = std::async(std::launch::async, [&] { return this->log.wait_beyond(0, 1h); });

    ASSERT_TRUE(append(this->log, record("v")));

    EXPECT_EQ(waited.get(), 1U);
}

TYPED_TEST_P(EventLogContract, InterruptWakesEveryWaiterForEver) {
    auto first = std::async(std::launch::async, [&] { return this->log.wait_beyond(0, 1h); });
    auto second = std::async(std::launch::async, [&] { return this->log.wait_beyond(9, 1h); });

    this->log.interrupt();

    EXPECT_EQ(first.get(), 0U);
    EXPECT_EQ(second.get(), 0U);
    EXPECT_EQ(this->log.wait_beyond(0, 1h), 0U);
    EXPECT_EQ(must(append(this->log, record("v"))), 0U);
}

TYPED_TEST_P(EventLogContract, ReadsWhileOthersAppend) {
    constexpr std::uint64_t count = 2'000;
    std::thread appender{[&] {
        for (std::uint64_t i = 0; i < count; ++i)
            this->log.append(record(std::to_string(i)), [](auto) {});
    }};

    std::uint64_t next = 0;
    while (next < count) {
        this->log.wait_beyond(next, 1h);
        for (const auto& one : must(this->log.read(next, 100, no_limit))) {
            ASSERT_EQ(one.sequence, next);
            ASSERT_EQ(one.record.value, std::to_string(next));
            ++next;
        }
    }
    appender.join();
    EXPECT_EQ(this->log.end(), count);
}

REGISTER_TYPED_TEST_SUITE_P(EventLogContract, AnEmptyLogEndsAtZeroAndReadsNothing,
                            AppendTellsTheNextSequenceAndTheEndIsBeyondItByThen, GivesBackEveryByte,
                            ConcurrentAppendersGetDenseSequencesInTheirOwnOrder,
                            ReadStopsAtTheNumberOfRecords, ReadStopsOnceTheValuesReachTheBytes,
                            TakesARecordOfTheLargestSizeAndNoLarger,
                            WaitBeyondReturnsAtOnceWhenThereIsMore, WaitBeyondGivesUpAtTheTimeout,
                            WaitBeyondIsWokenByAnAppend, InterruptWakesEveryWaiterForEver,
                            ReadsWhileOthersAppend);

}  // namespace support::event_log_contract
