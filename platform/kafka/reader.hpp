// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "platform/event_log/event_log.hpp"
#include "platform/kafka/partition_consumer.hpp"
#include "platform/kafka/settings.hpp"

namespace platform::kafka {

// How long read() waits for the first record of those that the log is known to have.
inline constexpr std::chrono::milliseconds read_wait_max{5'000};

// What is taken from the brokers ahead of read(); then more stays in the client's own queue.
inline constexpr std::size_t ahead_records_max = 10'000;
// Units: bytes of values.
inline constexpr std::size_t ahead_bytes_max = std::size_t{16} << 20;

// What comes later than this after the last check is taken only once the record before it has been
// read again and is the same: the client library says nothing of a topic that was made again. While
// records keep coming they are checked before that, so that none waits.
inline constexpr std::chrono::milliseconds recheck_after{1'000};

struct ReaderState {
    std::size_t ahead_records = 0;
    bool answering = true;
};

// Reads partition 0 of one topic, whose offsets must be dense, on a thread of its own that starts
// with the first read() or wait_beyond(). Threads: any; readers at different places take turns.
class Reader {
public:
    // Errors: invalid.
    static Result<std::unique_ptr<Reader>> make(const Settings& settings, const std::string& topic);
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    ~Reader();

    // As those of EventLog.
    Result<std::vector<event_log::StoredRecord>> read(std::uint64_t from, std::size_t records_max,
                                                      std::size_t bytes_max);
    std::uint64_t end();
    Result<std::uint64_t> ask_end(std::chrono::milliseconds timeout);
    std::uint64_t wait_beyond(std::uint64_t from, std::chrono::milliseconds timeout);
    void interrupt();

    // The log is known to reach `end` at least.
    void advance(std::uint64_t end);

    ReaderState state() const;

private:
    using Lock = std::unique_lock<std::mutex>;

    using Clock = std::chrono::steady_clock;

    Reader(std::unique_ptr<PartitionConsumer> consumer, std::unique_ptr<PartitionConsumer> witness,
           std::string topic);

    void go_to(std::uint64_t from);
    Status check_within(std::uint64_t from);
    void await_records(Lock& lock, std::size_t records_max, std::size_t bytes_max);
    std::vector<event_log::StoredRecord> take(std::uint64_t from, std::size_t records_max,
                                              std::size_t bytes_max);
    void follow();
    bool await_room();
    std::vector<PartitionConsumer::Polled> next_batch();
    void await_checked();
    void check_until_stopped();
    bool is_check_due() const;
    PartitionConsumer::Polled read_again(std::uint64_t sequence, std::uint64_t place);
    void conclude(const event_log::StoredRecord& last, Clock::time_point begun,
                  const PartitionConsumer::Polled& again);
    void keep(std::vector<PartitionConsumer::Polled> batch);
    void keep_record(event_log::StoredRecord record);

    const std::unique_ptr<PartitionConsumer> consumer_;
    // Reads a record again without moving the other; of the checking thread alone.
    const std::unique_ptr<PartitionConsumer> witness_;
    const std::string topic_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;            // Of everything below.
    std::condition_variable room_;               // Of what the following thread waits for.
    std::condition_variable check_;              // A check is wanted, or stopping.
    std::deque<event_log::StoredRecord> ahead_;  // The records before next_, without gap.
    std::size_t ahead_bytes_ = 0;
    std::uint64_t next_ = 0;
    std::optional<std::uint64_t> wanted_;  // Where the thread has to go.
    std::uint64_t places_ = 0;             // How often it was sent elsewhere.
    // The last record that came from there, what was checked of it, and when.
    std::optional<event_log::StoredRecord> last_;
    std::uint64_t checked_sequence_ = 0;
    Clock::time_point checked_;
    bool check_wanted_ = false;
    std::uint64_t end_ = 0;
    std::optional<Error> error_;  // Why there is nothing after next_.
    bool stopping_ = false;
    bool interrupted_ = false;

    // Last: they use all of the above.
    std::thread thread_;
    std::thread checker_;
};

}  // namespace platform::kafka
