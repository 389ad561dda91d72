// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>

#include "platform/http/message.hpp"
#include "platform/worker_pool.hpp"
#include "query-api/read_side.hpp"
#include "query-api/record_feed.hpp"

namespace query_api {

// How many streamed answers are open. Threads: any.
class OpenStreams {
public:
    explicit OpenStreams(std::size_t max) : max_(max) {}

    // One of them, until it is gone.
    using Place = std::shared_ptr<const void>;
    // Null when there are as many as may be. `streams` lives as long as its places.
    static Place enter(const std::shared_ptr<OpenStreams>& streams);

private:
    const std::size_t max_;
    std::atomic<std::size_t> open_ = 0;
};

// What a streamed answer works with; outlives it.
struct StreamTools {
    ReadSide side;
    platform::WorkerPool& pool;
};

// What a replay or a stream gives.
struct StreamPlan {
    RecordFilter filter;
    // The first record looked at.
    domain::Sequence from = 0;
    std::string log_id;
    OpenStreams::Place place;
};

// Lines of NDJSON up to `until`; then it ends.
std::shared_ptr<platform::http::BodySource> replay_body(std::shared_ptr<StreamTools> tools,
                                                        StreamPlan plan, RecordFeed::Until until);

// Server-sent events: what there is, then each record once it is applied, until the client leaves.
// The id of each is its position; in silence, or where nothing passes the filter, an event
// "position" tells every StreamLimits::heartbeat how far the stream has looked.
// Source: HTML Living Standard §9.2.
std::shared_ptr<platform::http::BodySource> live_body(std::shared_ptr<StreamTools> tools,
                                                      StreamPlan plan);

}  // namespace query_api
