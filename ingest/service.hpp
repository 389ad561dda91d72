// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <vector>

#include "domain/instant.hpp"
#include "ingest/context.hpp"
#include "ingest/options.hpp"
#include "ingest/read_side.hpp"
#include "platform/event_log/event_log.hpp"
#include "platform/http/message.hpp"
#include "platform/worker_pool.hpp"

namespace ingest {

// What is written through: POST /v1/events, /v1/policies, /v1/indicators and /v1/imports
// (docs/api.md). Each event is checked, appended to the log and answered with a receipt.
//
// Life: log, read side and pool outlive the service, and it outlives the server that has its
// routes. To end: stop the server, stop the projector (or waits for outcomes last until they time
// out, at most 30 s), destroy the service, which waits for every request under way, then pool,
// projector and log. Threads: any.
class Service {
public:
    // `clock` is what `recordedtime` is stamped with.
    Service(platform::event_log::EventLog& log, ReadSide& read_side, platform::WorkerPool& pool,
            Options options, std::function<domain::Instant()> clock);
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;
    ~Service();

    std::vector<platform::http::Route> routes();

    // How many events were answered with a receipt of this status since the start.
    std::uint64_t told(Status status) const { return context_.counts.of(status); }
    // Requests under way, and steps of them on other threads.
    std::size_t in_flight() const { return context_.in_flight.count(); }

private:
    Context context_;
};

// The time of the system's clock.
domain::Instant system_now();

}  // namespace ingest
