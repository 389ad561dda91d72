// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>

#include "platform/worker_pool.hpp"

namespace ingest {

// Counts requests under way, so that who holds what they use can wait for the last one.
// Threads: any.
class InFlight {
public:
    // One request, as long as this lives.
    class Ticket {
    public:
        explicit Ticket(InFlight& counter);
        Ticket(const Ticket&) = delete;
        Ticket& operator=(const Ticket&) = delete;
        ~Ticket();

    private:
        InFlight& counter_;
    };

    // Waits until there is none.
    void wait_until_empty();

    std::size_t count() const;

private:
    mutable std::mutex mutex_;
    std::condition_variable emptied_;
    std::size_t count_ = 0;
};

// Runs `task` on the pool, or here when the pool is full: for what has been begun and must end.
// It is counted until it has ended and this has returned.
void run_soon(platform::WorkerPool& pool, InFlight& in_flight, std::function<void()> task);

}  // namespace ingest
