// SPDX-License-Identifier: EUPL-1.2
#include "ingest/context.hpp"

#include <algorithm>
#include <utility>

namespace ingest {

void run_soon(Context& context, std::function<void()> task) {
    // The request may be over, and the context with it, before this returns.
    const InFlight::Ticket posting{context.in_flight};
    const auto held = [&context, task = std::move(task)] {
        const InFlight::Ticket running{context.in_flight};
        task();
    };
    if (!context.pool.post(held)) held();
}

void wait_for_catalogue(Context& context, std::chrono::steady_clock::time_point deadline,
                        std::function<void(bool)> done) {
    const std::uint64_t end = context.log.end();
    const domain::Sequence last = end == 0 ? 0 : end - 1;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    context.read_side.wait_for(last, std::max(left, std::chrono::milliseconds{0}),
                               [&context, done = std::move(done)](bool passed) {
                                   run_soon(context, [done, passed] { done(passed); });
                               });
}

}  // namespace ingest
