// SPDX-License-Identifier: EUPL-1.2
#include "platform/event_log/event_log.hpp"

#include <utility>

namespace platform::event_log {

namespace {

constexpr std::size_t header_overhead_bytes = 8;

}  // namespace

std::size_t record_bytes(const Record& record) {
    std::size_t bytes = record.key.size() + record.value.size();
    for (const auto& [name, value] : record.headers)
        bytes += name.size() + value.size() + header_overhead_bytes;
    return bytes;
}

void EventLog::append(Record record, Restamp /*restamp*/, Appended done) {
    append(std::move(record), std::move(done));
}

void EventLog::append(std::vector<Appending> all) {
    for (Appending& one : all)
        append(std::move(one.record), std::move(one.restamp), std::move(one.done));
}

std::chrono::milliseconds EventLog::lands_within() const {
    return std::chrono::milliseconds{0};
}

Result<std::uint64_t> EventLog::ask_end(std::chrono::milliseconds /*timeout*/) {
    return end();
}

}  // namespace platform::event_log
