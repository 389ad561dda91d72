// SPDX-License-Identifier: EUPL-1.2
// The contract of EventLog, for each implementation of the process.
#include "platform/event_log/event_log.hpp"

#include <gtest/gtest.h>

#include <future>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "platform/event_log/embedded_log.hpp"
#include "platform/event_log/memory_log.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using namespace platform::event_log;
using namespace std::chrono_literals;
using platform::Errc;
using platform::Result;
using support::must;

constexpr std::size_t no_limit = std::size_t{1} << 40;

struct InMemory {
    MemoryLog log;

    EventLog& open() { return log; }
};

struct Embedded {
    support::TemporaryDirectory folder;
    std::unique_ptr<EmbeddedLog> log;

    EventLog& open() {
        log = must(EmbeddedLog::open(folder / "log"));
        return *log;
    }
};

Result<Place> append(EventLog& log, Record record) {
    std::promise<Result<Place>> told;
    log.append(std::move(record), [&](auto place) { told.set_value(std::move(place)); });
    return told.get_future().get();
}

Record record(std::string value) {
    return {"key", std::move(value), {}, 0};
}

template <class Implementation>
class EventLogContract : public testing::Test {
protected:
    Implementation implementation;
    EventLog& log = implementation.open();
};

using Implementations = testing::Types<InMemory, Embedded>;

struct Names {
    template <class Implementation>
    // NOLINTNEXTLINE(readability-identifier-naming): GoogleTest calls it by this name.
    static std::string GetName(int) {
        return std::is_same_v<Implementation, InMemory> ? "memory" : "embedded";
    }
};

TYPED_TEST_SUITE(EventLogContract, Implementations, Names);

TYPED_TEST(EventLogContract, AnEmptyLogEndsAtZeroAndReadsNothing) {
    EXPECT_EQ(this->log.end(), 0U);
    EXPECT_TRUE(must(this->log.read(0, 10, no_limit)).empty());
    EXPECT_TRUE(must(this->log.read(7, 10, no_limit)).empty());
}

TYPED_TEST(EventLogContract, AppendTellsTheNextSequenceAndTheEndIsBeyondItByThen) {
    for (std::uint64_t sequence = 0; sequence < 20; ++sequence) {
        EXPECT_EQ(must(append(this->log, record("v"))), sequence);
        EXPECT_EQ(this->log.end(), sequence + 1);
    }
}

TYPED_TEST(EventLogContract, GivesBackEveryByte) {
    std::string every_byte;
    for (int byte = 0; byte < 256; ++byte) every_byte.push_back(static_cast<char>(byte));
    using Limits = std::numeric_limits<std::int64_t>;
    std::vector<Record> records(3);
    records[0] = {every_byte, every_byte + every_byte, {}, -1};
    records[0].headers = {
        {every_byte, every_byte},
        {"",         ""        }
    };
    records[1].timestamp_ms = Limits::min();
    records[2] = {"CH-045", "{}", {}, Limits::max()};
    records[2].headers = {
        {"content-type", "first" },
        {"content-type", "second"}
    };
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

TYPED_TEST(EventLogContract, ConcurrentAppendersGetDenseSequencesInTheirOwnOrder) {
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

TYPED_TEST(EventLogContract, ReadStopsAtTheNumberOfRecords) {
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(append(this->log, record("v")));

    EXPECT_EQ(must(this->log.read(0, 0, no_limit)).size(), 0U);
    EXPECT_EQ(must(this->log.read(0, 4, no_limit)).size(), 4U);
    EXPECT_EQ(must(this->log.read(0, 5, no_limit)).size(), 5U);
    EXPECT_EQ(must(this->log.read(0, 6, no_limit)).size(), 5U);
    EXPECT_EQ(must(this->log.read(3, 6, no_limit)).front().sequence, 3U);
    EXPECT_EQ(must(this->log.read(5, 6, no_limit)).size(), 0U);
}

TYPED_TEST(EventLogContract, ReadStopsOnceTheValuesReachTheBytes) {
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(append(this->log, record("0123456789")));

    EXPECT_EQ(must(this->log.read(0, 10, 0)).size(), 1U);
    EXPECT_EQ(must(this->log.read(0, 10, 10)).size(), 1U);
    EXPECT_EQ(must(this->log.read(0, 10, 11)).size(), 2U);
    EXPECT_EQ(must(this->log.read(0, 10, 20)).size(), 2U);
    EXPECT_EQ(must(this->log.read(0, 10, 21)).size(), 3U);
    EXPECT_EQ(must(this->log.read(4, 10, 0)).size(), 1U);
}

TYPED_TEST(EventLogContract, TakesARecordOfTheLargestSizeAndNoLarger) {
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

TYPED_TEST(EventLogContract, WaitBeyondReturnsAtOnceWhenThereIsMore) {
    ASSERT_TRUE(append(this->log, record("v")));

    EXPECT_EQ(this->log.wait_beyond(0, std::chrono::milliseconds::max()), 1U);
}

TYPED_TEST(EventLogContract, WaitBeyondGivesUpAtTheTimeout) {
    EXPECT_EQ(this->log.wait_beyond(0, 1ms), 0U);
    EXPECT_EQ(this->log.wait_beyond(0, 0ms), 0U);
}

TYPED_TEST(EventLogContract, WaitBeyondIsWokenByAnAppend) {
    auto waited = std::async(std::launch::async, [&] { return this->log.wait_beyond(0, 1h); });

    ASSERT_TRUE(append(this->log, record("v")));

    EXPECT_EQ(waited.get(), 1U);
}

TYPED_TEST(EventLogContract, InterruptWakesEveryWaiterForEver) {
    auto first = std::async(std::launch::async, [&] { return this->log.wait_beyond(0, 1h); });
    auto second = std::async(std::launch::async, [&] { return this->log.wait_beyond(9, 1h); });

    this->log.interrupt();

    EXPECT_EQ(first.get(), 0U);
    EXPECT_EQ(second.get(), 0U);
    EXPECT_EQ(this->log.wait_beyond(0, 1h), 0U);
    EXPECT_EQ(must(append(this->log, record("v"))), 0U);
}

TYPED_TEST(EventLogContract, ReadsWhileOthersAppend) {
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

TEST(MemoryLog, FailsTheNextAppendAndOnlyThatOne) {
    MemoryLog log;
    log.fail_next(Errc::unavailable);

    EXPECT_EQ(append(log, record("lost")).error().code, Errc::unavailable);
    EXPECT_EQ(must(append(log, record("kept"))), 0U);
    EXPECT_EQ(must(log.read(0, 10, no_limit)).front().record.value, "kept");
}

}  // namespace
