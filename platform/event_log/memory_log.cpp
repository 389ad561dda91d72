// SPDX-License-Identifier: EUPL-1.2
#include "platform/event_log/memory_log.hpp"

#include <algorithm>
#include <utility>

#include "platform/event_log/wait.hpp"

namespace platform::event_log {

void MemoryLog::append(Record record, Appended done) {
    done(keep(std::move(record)));
}

Result<Place> MemoryLog::keep(Record record) {
    const std::lock_guard lock{mutex_};
    if (next_failure_) {
        const auto code = *std::exchange(next_failure_, std::nullopt);
        return Error{code, "event log: the failure that the test asked for"};
    }
    if (record_bytes(record) > record_bytes_max)
        return Error{Errc::invalid, "event log: the record is too large"};

    records_.push_back(std::move(record));
    changed_.notify_all();
    return Place{records_.size() - 1};
}

Result<std::vector<StoredRecord>> MemoryLog::read(std::uint64_t from, std::size_t records_max,
                                                  std::size_t bytes_max) {
    const std::lock_guard lock{mutex_};
    std::vector<StoredRecord> found;
    std::size_t bytes = 0;
    for (auto sequence = from; sequence < records_.size() && found.size() < records_max;
         ++sequence) {
        found.push_back({sequence, records_[sequence]});
        bytes += found.back().record.value.size();
        if (bytes >= bytes_max) break;
    }
    return found;
}

std::uint64_t MemoryLog::end() {
    const std::lock_guard lock{mutex_};
    return records_.size();
}

std::uint64_t MemoryLog::wait_beyond(std::uint64_t from, std::chrono::milliseconds timeout) {
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, std::min(timeout, wait_max),
                      [&] { return interrupted_ || records_.size() > from; });
    return records_.size();
}

void MemoryLog::interrupt() {
    const std::lock_guard lock{mutex_};
    interrupted_ = true;
    changed_.notify_all();
}

void MemoryLog::fail_next(Errc code) {
    const std::lock_guard lock{mutex_};
    next_failure_ = code;
}

}  // namespace platform::event_log
