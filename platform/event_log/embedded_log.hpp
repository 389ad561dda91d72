// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "platform/event_log/event_log.hpp"

namespace platform::rocks {
class Database;
}

namespace platform::event_log {

// What may wait for the writer; one more is refused. What the writer is writing is not counted.
inline constexpr std::size_t queue_records_max = 10'000;
// Units: bytes, as record_bytes() counts them.
inline constexpr std::size_t queue_bytes_max = std::size_t{64} << 20;

// The EventLog of one process: a RocksDB in a folder of its own. Whatever waits is written and
// synced as one batch, so concurrent appends share the cost of the disk; `done` is called on the
// writer's thread, in the order of the sequences, and must return soon.
//
// The bytes: family "default"; key = sequence, 8 bytes big-endian; value = the record as
// encode_record() writes it. Sequences are dense from 0.
//
// Errors: a batch that could not be written ends the log: its appends are told `io`, and every
// later one `unavailable`. Stop the process: what was written is known when the folder is opened
// again.
class EmbeddedLog final : public EventLog {
public:
    // Opens the log in `path`, or makes it.
    // Errors: unavailable (another process has it), corrupt (damaged; an acknowledged record is
    // never dropped in silence), io.
    static Result<std::unique_ptr<EmbeddedLog>> open(const std::string& path);

    // Writes what still waits, tells each `done`, then closes. Nobody may be inside a call.
    ~EmbeddedLog() override;

    using EventLog::append;
    void append(Record record, Appended done) override;
    Result<std::vector<StoredRecord>> read(std::uint64_t from, std::size_t records_max,
                                           std::size_t bytes_max) override;
    std::uint64_t end() override;
    std::uint64_t wait_beyond(std::uint64_t from, std::chrono::milliseconds timeout) override;
    Status health() override;
    void interrupt() override;

    // Makes at `path`, which must not exist, a log with the records durable now.
    // Errors: invalid (`path` exists), io.
    Status checkpoint(const std::string& path);

private:
    struct Waiting {
        Record record;
        Appended done;
    };

    EmbeddedLog(std::unique_ptr<rocks::Database> database, std::uint64_t end);

    Status accept(Record& record, Appended& done);
    void write_until_stopped();
    std::vector<Waiting> take_waiting();
    Status write(const std::vector<Waiting>& batch);
    void acknowledge(const std::vector<Waiting>& batch);
    void fail(const std::vector<Waiting>& batch, const Error& error);

    std::unique_ptr<rocks::Database> database_;
    std::atomic<std::uint64_t> end_;

    std::mutex mutex_;
    std::condition_variable work_;      // Something waits, or stopping.
    std::condition_variable advanced_;  // end_ grew, or interrupted.
    std::vector<Waiting> queue_;
    std::size_t queue_bytes_ = 0;
    bool stopping_ = false;
    bool failed_ = false;
    bool interrupted_ = false;

    std::thread writer_;  // Last: it uses all of the above.
};

// The stored form of a record, integers big-endian:
//
//   1 byte   format, 1
//   8 bytes  timestamp_ms, two's complement
//   4 bytes  key length, then the key
//   4 bytes  number of headers, then for each: 4 bytes name length, name, 4 bytes value length,
//            value
//   4 bytes  value length, then the value, which ends the record
std::string encode_record(const Record& record);

// Errors: corrupt (not what encode_record() writes).
Result<Record> decode_record(std::string_view bytes);

}  // namespace platform::event_log
