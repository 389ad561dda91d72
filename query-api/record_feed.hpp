// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "projector/read_model/view.hpp"
#include "query-api/record_filter.hpp"

namespace query_api {

// Text after which a piece is full; a larger record is a piece of its own.
constexpr std::size_t piece_bytes_max = std::size_t{64} << 10;

// The records that pass a filter, in order, as lines (platform/event_log/ndjson_line.hpp): the one
// code path of replay and stream. It holds no more than the piece it makes.
// Threads: one at a time.
class RecordFeed {
public:
    // From the record `from` on. `store` outlives the feed.
    RecordFeed(const projector::read_model::Store& store, RecordFilter filter,
               domain::Sequence from)
        : store_(store), filter_(std::move(filter)), next_(from) {}

    // How far a piece may go: up to a position, which must have been applied, and so many records.
    struct Until {
        domain::Sequence position = 0;
        std::uint64_t records_max = UINT64_MAX;
    };
    // Puts a line where it belongs.
    using Put = std::function<void(domain::Sequence, const std::string& line)>;

    // Gives the next records, if any are found without looking far; the number of them. With none
    // given, next() tells whether there is more to look at.
    // Errors: throws StoreFailure.
    std::uint64_t give(const Until& until, const Put& put);

    // The first record that was not looked at yet.
    domain::Sequence next() const { return next_; }

private:
    const projector::read_model::Store& store_;
    const RecordFilter filter_;
    domain::Sequence next_;
};

}  // namespace query_api
