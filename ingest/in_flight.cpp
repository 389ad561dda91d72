// SPDX-License-Identifier: EUPL-1.2
#include "ingest/in_flight.hpp"

#include <utility>

namespace ingest {

InFlight::Ticket::Ticket(InFlight& counter) : counter_(counter) {
    const std::lock_guard lock{counter_.mutex_};
    ++counter_.count_;
}

InFlight::Ticket::~Ticket() {
    // Told under the lock: who waits may destroy the counter as soon as it is free.
    const std::lock_guard lock{counter_.mutex_};
    if (--counter_.count_ == 0) counter_.emptied_.notify_all();
}

void InFlight::wait_until_empty() {
    std::unique_lock lock{mutex_};
    emptied_.wait(lock, [this] { return count_ == 0; });
}

std::size_t InFlight::count() const {
    const std::lock_guard lock{mutex_};
    return count_;
}

void run_soon(platform::WorkerPool& pool, InFlight& in_flight, std::function<void()> task) {
    // The task may be over, and who owns the counter waiting for it, before this returns.
    const InFlight::Ticket posting{in_flight};
    const auto held = [&in_flight, task = std::move(task)] {
        const InFlight::Ticket running{in_flight};
        task();
    };
    if (!pool.post(held)) held();
}

}  // namespace ingest
