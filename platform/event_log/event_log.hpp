// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
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

    friend bool operator==(const Record&, const Record&) = default;
};

// Key, value and headers of one record together (record_bytes): what Kafka takes by default.
inline constexpr std::size_t record_bytes_max = 1'000'000;

// Units: bytes of the key, the value and the headers, each header counting 8 more.
std::size_t record_bytes(const Record& record);

// A record with its place: the dense index of the record in the log, from 0.
struct StoredRecord {
    std::uint64_t sequence = 0;
    Record record;

    friend bool operator==(const StoredRecord&, const StoredRecord&) = default;
};

// Where a durable record is; none when the log knows that it is durable but not where (Kafka says
// so of a record that it already had).
using Place = std::optional<std::uint64_t>;

// Told once when the append is durable, with its place, or that it failed.
// Errors: unavailable (nothing was appended), clock (the same: the record's time is ahead of what
// the log takes), invalid (beyond record_bytes_max, or what this log
// cannot carry: nothing was appended), io (the outcome is not known: it may be there, or land
// within lands_within()).
using Appended = std::function<void(Result<Place>)>;

// Makes a record anew before it is sent again: what it says of the time of sending. It is called
// on a thread of the log, must not call the log, and must leave the record no larger.
using Restamp = std::function<void(Record&)>;

// A record with what follows from its append, as the arguments of EventLog::append().
struct Appending {
    Record record;
    Restamp restamp;
    Appended done;
};

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

    // The same, for a record that says when it was sent: `restamp` is called before each time that
    // the log itself sends it again. Most logs never do.
    virtual void append(Record record, Restamp restamp, Appended done);

    // The same for several, in their order: each has its own outcome. A log may spare what it costs
    // to begin with each of them anew.
    virtual void append(std::vector<Appending> all);

    // How long after an append was told `io` its record may still land.
    virtual std::chrono::milliseconds lands_within() const;

    // Durable records from `from` on, in order, without gap: at most `records_max`, and no more
    // than needed to reach `bytes_max` of values (always one if there is one).
    // Edge: a log that others keep may be out of reach; then fewer records, or none, come back
    // after a bounded wait (at once after interrupt()), and a later call goes on.
    // Errors: corrupt (a gap, bytes that cannot be read, or, where the log can tell, a `from`
    // beyond its end or before its beginning), io.
    virtual Result<std::vector<StoredRecord>> read(std::uint64_t from, std::size_t records_max,
                                                   std::size_t bytes_max) = 0;

    // The sequence that the next durable record will have, as far as this process knows by now;
    // never blocks. What others append to the log is known once it was read, or asked for.
    virtual std::uint64_t end() = 0;

    // The same, as the log itself says in answer to this call. Errors: unavailable (no answer
    // within `timeout`).
    virtual Result<std::uint64_t> ask_end(std::chrono::milliseconds timeout);

    // Waits until end() > `from`, at most `timeout`, or until interrupt(); returns end().
    virtual std::uint64_t wait_beyond(std::uint64_t from, std::chrono::milliseconds timeout) = 0;

    // Whether it still takes records. Errors: io (a write failed: the process should stop, and what
    // was written is known when the log is opened again).
    virtual Status health() = 0;

    // Wakes everybody in wait_beyond(), for ever.
    virtual void interrupt() = 0;
};

}  // namespace platform::event_log
