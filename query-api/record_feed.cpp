// SPDX-License-Identifier: EUPL-1.2
#include "query-api/record_feed.hpp"

#include <algorithm>

#include "platform/event_log/ndjson_line.hpp"

namespace query_api {
namespace {

using projector::read_model::Direction;
using projector::read_model::StoredRecordRow;
using projector::read_model::View;

// Records that are looked for at once: more than this would mostly be too many for a piece.
constexpr std::uint64_t found_max = 64;
constexpr std::size_t seeks_max = 2'000;

std::string line_of(StoredRecordRow row, domain::Sequence sequence) {
    std::string line;
    platform::event_log::append_line(
        line, {sequence, std::move(row.record)},
        {row.decision.time.text(), domain::name_of(row.decision.outcome.kind)});
    return line;
}

}  // namespace

std::uint64_t RecordFeed::give(const Until& until, const Put& put) {
    const View view{store_, until.position};
    std::uint64_t given = 0;
    std::size_t bytes = 0;
    const auto is_full = [&] { return given >= until.records_max || bytes >= piece_bytes_max; };
    while (next_ <= until.position && !is_full()) {
        const std::uint64_t wanted = std::min(found_max, until.records_max - given);
        const auto stretch =
            view.records_with(filter_.terms, next_, Direction::forward, {wanted, seeks_max});
        for (const domain::Sequence sequence : stretch.found) {
            if (is_full()) return given;
            auto row = view.known_record(sequence);
            next_ = sequence + 1;
            if (!filter_.takes(row.decision)) continue;
            const std::string line = line_of(std::move(row), sequence);
            put(sequence, line);
            ++given;
            bytes += line.size();
        }
        next_ = stretch.next.value_or(until.position + 1);
        // Others want the thread, too.
        if (stretch.found.empty()) break;
    }
    return given;
}

}  // namespace query_api
