// SPDX-License-Identifier: EUPL-1.2
#include "platform/event_log/embedded_log.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <optional>

#include "platform/rocks/database.hpp"
#include "tests/support/file_size_limit.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using namespace platform::event_log;
using platform::Errc;
using platform::Result;
using support::must;
namespace fs = std::filesystem;

constexpr std::size_t no_limit = std::size_t{1} << 40;

std::unique_ptr<EmbeddedLog> opened(const std::string& path) {
    return must(EmbeddedLog::open(path));
}

Record record(std::string value) {
    return {"key", std::move(value), {}, 0};
}

Result<Place> append(EventLog& log, Record one) {
    std::promise<Result<Place>> told;
    log.append(std::move(one), [&](auto place) { told.set_value(std::move(place)); });
    return told.get_future().get();
}

// The code with which an append is refused before it returns; none if it is not.
std::optional<Errc> refused_at_once(EventLog& log, Record one) {
    const auto told = std::make_shared<std::optional<Errc>>();
    log.append(std::move(one), [told](auto sequence) {
        if (!sequence) *told = sequence.error().code;
    });
    return *told;
}

std::vector<std::string> values_of(EventLog& log) {
    std::vector<std::string> values;
    for (auto& one : must(log.read(0, no_limit, no_limit)))
        values.push_back(std::move(one.record.value));
    return values;
}

// Holds the writer inside a `done` until release(), so that what is appended meanwhile waits.
class HeldWriter {
public:
    explicit HeldWriter(EventLog& log) {
        log.append(record("held"), [this](auto) {
            held_.set_value();
            released_.get_future().wait();
        });
        held_.get_future().wait();
    }
    ~HeldWriter() { release(); }

    void release() {
        if (!std::exchange(done_, true)) released_.set_value();
    }

private:
    std::promise<void> held_;
    std::promise<void> released_;
    bool done_ = false;
};

// The write-ahead logs with something in them, which hold what was never flushed.
std::vector<fs::path> write_ahead_logs(const std::string& path) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(path))
        if (entry.path().extension() == ".log" && entry.file_size() > 0)
            found.push_back(entry.path());
    return found;
}

void flip_byte(const fs::path& path, std::uintmax_t place) {
    std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
    file.seekg(static_cast<std::streamoff>(place));
    const auto byte = static_cast<char>(file.get() ^ 0x20);
    file.seekp(static_cast<std::streamoff>(place));
    file.put(byte);
}

TEST(EmbeddedLog, IsHealthyFromTheStart) {
    const support::TemporaryDirectory folder;
    EXPECT_TRUE(opened(folder / "log")->health());
}

TEST(EmbeddedLog, KeepsEverythingOverAReopen) {
    const support::TemporaryDirectory folder;
    {
        const auto log = opened(folder / "log");
        for (int i = 0; i < 100; ++i)
            ASSERT_TRUE(append(*log, {"k", std::to_string(i), {{"h", "v"}}, i}));
    }

    const auto log = opened(folder / "log");

    EXPECT_EQ(log->end(), 100U);
    const auto found = must(log->read(0, no_limit, no_limit));
    ASSERT_EQ(found.size(), 100U);
    EXPECT_EQ(found[42].record.value, "42");
    EXPECT_EQ(found[42].record.timestamp_ms, 42);
    EXPECT_EQ(found[42].record.headers, (Headers{
                                            {"h", "v"}
    }));
    EXPECT_EQ(must(append(*log, record("next"))), 100U);
}

TEST(EmbeddedLog, WritesWhatStillWaitsWhenItIsDestroyed) {
    const support::TemporaryDirectory folder;
    std::vector<std::uint64_t> told;
    {
        const auto log = opened(folder / "log");
        for (int i = 0; i < 1'000; ++i)
            log->append(record("v"), [&](auto place) { told.push_back(must(place).value()); });
    }

    ASSERT_EQ(told.size(), 1'000U);
    for (std::size_t i = 0; i < told.size(); ++i) EXPECT_EQ(told[i], i);
    EXPECT_EQ(opened(folder / "log")->end(), 1'000U);
}

TEST(EmbeddedLog, RefusesOneRecordMoreThanTheQueueHolds) {
    const support::TemporaryDirectory folder;
    const auto log = opened(folder / "log");
    HeldWriter writer{*log};
    std::atomic<std::size_t> appended{0};
    for (std::size_t i = 0; i < queue_records_max; ++i)
        log->append(record(""), [&](auto sequence) { appended += sequence.has_value() ? 1 : 0; });

    EXPECT_EQ(refused_at_once(*log, record("")), Errc::unavailable);

    writer.release();
    EXPECT_EQ(log->wait_beyond(queue_records_max, std::chrono::hours{1}), queue_records_max + 1);
    EXPECT_EQ(must(append(*log, record(""))), queue_records_max + 1);
    EXPECT_EQ(appended, queue_records_max);
}

TEST(EmbeddedLog, RefusesOneByteMoreThanTheQueueHolds) {
    const support::TemporaryDirectory folder;
    const auto log = opened(folder / "log");
    HeldWriter writer{*log};
    const Record largest{"", std::string(record_bytes_max, 'v'), {}, 0};
    const auto whole = queue_bytes_max / record_bytes_max;
    for (std::size_t i = 0; i < whole; ++i)
        log->append(largest, [](auto sequence) { EXPECT_TRUE(sequence); });
    const auto left = queue_bytes_max - whole * record_bytes_max;

    EXPECT_EQ(refused_at_once(*log, {"", std::string(left + 1, 'v'), {}, 0}), Errc::unavailable);
    log->append({"", std::string(left, 'v'), {}, 0}, [](auto sequence) { EXPECT_TRUE(sequence); });
    EXPECT_EQ(refused_at_once(*log, {"", "v", {}, 0}), Errc::unavailable);

    writer.release();
    EXPECT_EQ(log->wait_beyond(whole + 1, std::chrono::hours{1}), whole + 2);
}

TEST(EmbeddedLog, RefusesAFolderThatIsOpen) {
    const support::TemporaryDirectory folder;
    const auto log = opened(folder / "log");

    const auto second = EmbeddedLog::open(folder / "log");

    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::unavailable);
    EXPECT_NE(second.error().detail.find(folder / "log"), std::string::npos);
}

TEST(EmbeddedLog, EndsAtTheFirstWriteThatFailsAndLosesNothingAcknowledged) {
    const support::TemporaryDirectory folder;
    std::uint64_t acknowledged = 0;
    {
        const auto log = opened(folder / "log");
        ASSERT_TRUE(append(*log, record("before")));
        const std::string large(100'000, 'v');
        auto failure = Errc::invalid;
        {
            const support::FileSizeLimit limit{1'000'000};
            for (int i = 0; i < 20; ++i) {
                const auto sequence = append(*log, record(large));
                if (!sequence) {
                    failure = sequence.error().code;
                    break;
                }
            }
        }
        EXPECT_EQ(failure, Errc::io);
        acknowledged = log->end();
        EXPECT_GT(acknowledged, 1U);

        // The disk has room again, yet the log stays closed to writes and open to reads.
        EXPECT_EQ(append(*log, record("after")).error().code, Errc::unavailable);
        EXPECT_EQ(log->health().error().code, Errc::io);
        EXPECT_EQ(must(log->read(0, no_limit, no_limit)).size(), acknowledged);
    }

    const auto log = opened(folder / "log");
    EXPECT_GE(log->end(), acknowledged);
    EXPECT_LE(log->end(), acknowledged + 1);
    EXPECT_EQ(values_of(*log).size(), log->end());
    EXPECT_TRUE(append(*log, record("after")));
}

TEST(EmbeddedLog, ReportsAGapAsCorrupt) {
    const support::TemporaryDirectory folder;
    {
        const auto log = opened(folder / "log");
        for (int i = 0; i < 5; ++i) ASSERT_TRUE(append(*log, record("v")));
    }
    {
        const auto database = must(platform::rocks::Database::open(folder / "log", {"default"}));
        platform::rocks::WriteBatch batch{*database};
        batch.erase(0, std::string_view{"\0\0\0\0\0\0\0\2", 8});
        ASSERT_TRUE(database->write(batch, platform::rocks::Sync::yes));
    }

    const auto log = opened(folder / "log");
    EXPECT_EQ(must(log->read(0, 2, no_limit)).size(), 2U);
    EXPECT_EQ(log->read(0, 3, no_limit).error().code, Errc::corrupt);
    EXPECT_EQ(log->read(2, 1, no_limit).error().code, Errc::corrupt);
    EXPECT_EQ(must(log->read(3, 5, no_limit)).size(), 2U);
}

TEST(EmbeddedLog, RefusesALogWithoutItsFirstRecord) {
    const support::TemporaryDirectory folder;
    {
        const auto log = opened(folder / "log");
        for (int i = 0; i < 2; ++i) ASSERT_TRUE(append(*log, record("v")));
    }
    {
        const auto database = must(platform::rocks::Database::open(folder / "log", {"default"}));
        platform::rocks::WriteBatch batch{*database};
        batch.erase(0, std::string_view{"\0\0\0\0\0\0\0\0", 8});
        ASSERT_TRUE(database->write(batch, platform::rocks::Sync::yes));
    }

    EXPECT_EQ(EmbeddedLog::open(folder / "log").error().code, Errc::corrupt);
}

TEST(EmbeddedLog, RefusesToOpenWhenARecordInTheMiddleIsDamaged) {
    const support::TemporaryDirectory folder;
    {
        const auto log = opened(folder / "log");
        for (int i = 0; i < 100; ++i) ASSERT_TRUE(append(*log, record(std::string(1'000, 'v'))));
    }
    const auto logs = write_ahead_logs(folder / "log");
    ASSERT_EQ(logs.size(), 1U);
    flip_byte(logs.front(), fs::file_size(logs.front()) / 2);

    EXPECT_EQ(EmbeddedLog::open(folder / "log").error().code, Errc::corrupt);
}

TEST(EmbeddedLog, OpensAfterAWriteThatWasCutShort) {
    const support::TemporaryDirectory folder;
    {
        const auto log = opened(folder / "log");
        for (int i = 0; i < 10; ++i) ASSERT_TRUE(append(*log, record(std::to_string(i))));
    }
    const auto logs = write_ahead_logs(folder / "log");
    ASSERT_EQ(logs.size(), 1U);
    fs::resize_file(logs.front(), fs::file_size(logs.front()) - 3);

    const auto log = opened(folder / "log");

    EXPECT_EQ(log->end(), 9U);
    EXPECT_EQ(must(append(*log, record("again"))), 9U);
}

TEST(EmbeddedLog, RefusesToStartAnewWhenTheFileThatNamesTheOthersIsGone) {
    const support::TemporaryDirectory folder;
    {
        const auto log = opened(folder / "log");
        ASSERT_TRUE(append(*log, record("v")));
    }
    fs::remove(folder / "log/CURRENT");

    EXPECT_EQ(EmbeddedLog::open(folder / "log").error().code, Errc::corrupt);
}

TEST(EmbeddedLog, ACheckpointIsALogOfItsOwn) {
    const support::TemporaryDirectory folder;
    const auto log = opened(folder / "log");
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(append(*log, record(std::to_string(i))));

    ASSERT_TRUE(log->checkpoint(folder / "copy"));
    ASSERT_TRUE(append(*log, record("only here")));

    const auto copy = opened(folder / "copy");
    EXPECT_EQ(copy->end(), 10U);
    EXPECT_EQ(must(append(*copy, record("only there"))), 10U);
    EXPECT_EQ(values_of(*log).back(), "only here");
    EXPECT_EQ(log->checkpoint(folder / "copy").error().code, Errc::invalid);
}

TEST(EmbeddedLog, KeepsEveryAcknowledgedRecordWhenItsProcessIsKilled) {
    const support::TemporaryDirectory folder;
    const auto path = folder / "log";
    std::uint64_t acknowledged = 0;
    for (int round = 0; round < 5; ++round) {
        SCOPED_TRACE(round);
        int ends[2];
        ASSERT_EQ(::pipe(ends), 0);
        const auto child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            ::dup2(ends[1], STDOUT_FILENO);
            ::close(ends[0]);
            ::close(ends[1]);
            ::execl(STORAGE_LOG_APPENDER, STORAGE_LOG_APPENDER, path.c_str(), nullptr);
            ::_exit(127);
        }
        ::close(ends[1]);

        // Killed in the middle of its work, then everything that it had told is read.
        std::string output;
        char buffer[4096];
        bool killed = false;
        for (ssize_t size = 0; (size = ::read(ends[0], buffer, sizeof buffer)) > 0;) {
            output.append(buffer, static_cast<std::size_t>(size));
            if (!killed && output.size() > 2'000) {
                ::kill(child, SIGKILL);
                killed = true;
            }
        }
        ::close(ends[0]);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status)) << "the appender failed by itself";

        output.resize(output.rfind('\n'));
        const auto last = std::stoull(output.substr(output.rfind('\n') + 1));
        EXPECT_GT(last, acknowledged);
        acknowledged = last;
        const auto log = opened(path);
        EXPECT_GT(log->end(), acknowledged);
        const auto values = values_of(*log);
        ASSERT_EQ(values.size(), log->end());
        for (std::size_t i = 0; i < values.size(); ++i)
            ASSERT_EQ(values[i], "value " + std::to_string(i));
    }
}

TEST(EmbeddedLogRecord, HasTheBytesOfTheSpecification) {
    const Record one{"K", "val", {{"n", "hv"}}, 0x0102030405060708};

    const std::string_view want{
        "\1"
        "\1\2\3\4\5\6\7\10"
        "\0\0\0\1K"
        "\0\0\0\1"
        "\0\0\0\1n\0\0\0\2hv"
        "\0\0\0\3val",
        36};
    EXPECT_EQ(encode_record(one), want);
}

TEST(EmbeddedLogRecord, RefusesEveryOtherFormOfBytes) {
    const auto bytes = encode_record({"K", "val", {{"n", "hv"}}, 7});
    ASSERT_TRUE(decode_record(bytes));
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_EQ(decode_record(bytes.substr(0, size)).error().code, Errc::corrupt) << size;
    EXPECT_EQ(decode_record(bytes + '\0').error().code, Errc::corrupt);
    auto other_format = bytes;
    other_format[0] = 2;
    EXPECT_EQ(decode_record(other_format).error().code, Errc::corrupt);
    auto many_headers = bytes;
    many_headers[14] = '\xff';
    EXPECT_EQ(decode_record(many_headers).error().code, Errc::corrupt);
}

}  // namespace
