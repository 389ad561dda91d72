// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

#include "platform/event_log/event_log.hpp"

namespace platform::event_log {

// An EventLog in memory, for tests: it lasts as long as the object. `done` is called before
// append() returns, on the caller's thread.
class MemoryLog final : public EventLog {
public:
    using EventLog::append;
    void append(Record record, Appended done) override;
    Result<std::vector<StoredRecord>> read(std::uint64_t from, std::size_t records_max,
                                           std::size_t bytes_max) override;
    std::uint64_t end() override;
    std::uint64_t wait_beyond(std::uint64_t from, std::chrono::milliseconds timeout) override;
    Status health() override { return {}; }
    void interrupt() override;

    // The next append, and only that one, fails with `code`; its record is not kept.
    void fail_next(Errc code);

private:
    Result<Place> keep(Record record);

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Record> records_;
    std::optional<Errc> next_failure_;
    bool interrupted_ = false;
};

}  // namespace platform::event_log
