// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "platform/result.hpp"

namespace platform::event_log {

using Headers = std::vector<std::pair<std::string, std::string>>;

// What is appended: bytes only, as Kafka has them.
struct Record {
    std::string key;
    std::string value;
    Headers headers;
    // Milliseconds since 1970-01-01T00:00:00Z.
    std::int64_t timestamp_ms = 0;
};

// Key, value and headers of one record together (record_bytes): what Kafka takes by default.
inline constexpr std::size_t record_bytes_max = 1'000'000;

// Units: bytes of the key, the value and the headers, each header counting 8 more.
std::size_t record_bytes(const Record& record);

// A record with its place: the dense index of the record in the log, from 0.
struct StoredRecord {
    std::uint64_t sequence = 0;
    Record record;
};

// Told once when the append is durable, with its sequence, or that it failed.
// Errors: unavailable (nothing was appended), invalid (beyond record_bytes_max: nothing was
// appended), io (the outcome is not known: it may be there).
using Appended = std::function<void(Result<std::uint64_t>)>;

// The one log of a Baromètre: append only, one total order. Threads: all of it from any thread.
class EventLog {
public:
    EventLog() = default;
    EventLog(const EventLog&) = delete;
    EventLog& operator=(const EventLog&) = delete;
    virtual ~EventLog() = default;

    // Appends `record` after all records accepted before it and calls `done` once it is durable,
    // on a thread of the log (or at once, on the caller's, when it is refused).
    virtual void append(Record record, Appended done) = 0;

    // Durable records from `from` on, in order, without gap: at most `records_max`, and no more
    // than needed to reach `bytes_max` of values (always one if there is one).
    // Errors: corrupt (a gap, or bytes that cannot be read), io.
    virtual Result<std::vector<StoredRecord>> read(std::uint64_t from, std::size_t records_max,
                                                   std::size_t bytes_max) = 0;

    // The sequence that the next durable record will have.
    virtual std::uint64_t end() = 0;

    // Waits until end() > `from`, at most `timeout`, or until interrupt(); returns end().
    virtual std::uint64_t wait_beyond(std::uint64_t from, std::chrono::milliseconds timeout) = 0;

    // Whether it still takes records. Errors: io (a write failed: the process should stop, and what
    // was written is known when the log is opened again).
    virtual Status health() = 0;

    // Wakes everybody in wait_beyond(), for ever.
    virtual void interrupt() = 0;
};

}  // namespace platform::event_log
