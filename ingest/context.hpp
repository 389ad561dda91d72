// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "domain/instant.hpp"
#include "ingest/header_values.hpp"
#include "ingest/in_flight.hpp"
#include "ingest/options.hpp"
#include "ingest/read_side.hpp"
#include "platform/event_log/event_log.hpp"
#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"
#include "platform/worker_pool.hpp"

namespace ingest {

// What the service works with. Everything in it may be used from any thread.
struct Context {
    platform::event_log::EventLog& log;
    ReadSide& read_side;
    platform::WorkerPool& pool;
    Options options;
    std::function<domain::Instant()> clock;
    InFlight in_flight;
};

// One request under way and how to answer it. The ticket keeps the context alive.
struct Exchange {
    platform::http::Respond respond;
    platform::http::Language language = platform::http::Language::english;
    Preference preference;
    std::shared_ptr<InFlight::Ticket> ticket;
};

// How long a request waits for definitions that it needs.
constexpr std::chrono::seconds catalogue_wait_max{5};

// Calls `done(true)`, on the pool, once the definitions reach what is now the end of the log,
// `done(false)` if they do not by `deadline`.
void wait_for_catalogue(Context& context, std::chrono::steady_clock::time_point deadline,
                        std::function<void(bool)> done);

}  // namespace ingest
