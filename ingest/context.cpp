// SPDX-License-Identifier: EUPL-1.2
#include "ingest/context.hpp"

#include <utility>

namespace ingest {

void wait_for_catalogue(Context& context, const std::set<std::string>& missing,
                        std::chrono::steady_clock::time_point deadline,
                        std::function<void(Awaited)> done) {
    context.read_side.await_definitions({missing.begin(), missing.end()}, deadline,
                                        [&context, done = std::move(done)](Awaited awaited) {
                                            run_soon(context.pool, context.in_flight,
                                                     [done, awaited] { done(awaited); });
                                        });
}

}  // namespace ingest
