// SPDX-License-Identifier: EUPL-1.2
#include "ingest/context.hpp"

#include <utility>

namespace ingest {

void wait_for_catalogue(Context& context, std::chrono::steady_clock::time_point deadline,
                        std::function<void(bool)> done) {
    context.read_side.await_definitions(deadline, [&context, done = std::move(done)](bool passed) {
        run_soon(context.pool, context.in_flight, [done, passed] { done(passed); });
    });
}

}  // namespace ingest
