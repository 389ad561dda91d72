// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "domain/instant.hpp"
#include "ingest/header_values.hpp"
#include "ingest/in_flight.hpp"
#include "ingest/options.hpp"
#include "ingest/read_side.hpp"
#include "ingest/receipt.hpp"
#include "platform/access/identity.hpp"
#include "platform/event_log/event_log.hpp"
#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"
#include "platform/worker_pool.hpp"

namespace ingest {

// How many receipts of each status were given. Threads: any.
class ReceiptCounts {
public:
    void add(Status status) { counts_[index(status)].fetch_add(1, std::memory_order_relaxed); }
    std::uint64_t of(Status status) const {
        return counts_[index(status)].load(std::memory_order_relaxed);
    }

private:
    static std::size_t index(Status status) { return static_cast<std::size_t>(status); }

    std::array<std::atomic<std::uint64_t>, receipt_statuses.size()> counts_{};
};

// Lets something that happens with every event be logged once in a while. Threads: any.
class Seldom {
public:
    static constexpr std::chrono::seconds interval{10};

    // Whether it was not for `interval`.
    bool is_due() {
        const auto now = std::chrono::steady_clock::now().time_since_epoch();
        auto next = next_.load();
        return now >= next && next_.compare_exchange_strong(next, now + interval);
    }

private:
    std::atomic<std::chrono::steady_clock::duration> next_{};
};

// What the service works with. Everything in it may be used from any thread.
struct Context {
    platform::event_log::EventLog& log;
    ReadSide& read_side;
    platform::WorkerPool& pool;
    Options options;
    std::function<domain::Instant()> clock;
    InFlight in_flight;
    ReceiptCounts counts;
    Seldom clock_alarm;
};

// One request under way and how to answer it. The ticket keeps the context alive.
struct Exchange {
    platform::http::Respond respond;
    platform::http::Language language = platform::http::Language::english;
    Preference preference;
    std::shared_ptr<InFlight::Ticket> ticket;
    std::shared_ptr<const platform::access::Identity> caller;
};

// How long a request waits for definitions that it needs.
constexpr std::chrono::seconds catalogue_wait_max{5};

// As ReadSide::await_definitions(); `done` is called on the pool.
void wait_for_catalogue(Context& context, const std::set<std::string>& missing,
                        std::chrono::steady_clock::time_point deadline,
                        std::function<void(Awaited)> done);

}  // namespace ingest
