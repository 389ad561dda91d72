// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "platform/http/message.hpp"
#include "platform/worker_pool.hpp"
#include "query-api/read_side.hpp"

namespace query_api {

// The signed log as C2SP tlog-tiles publishes it, under /log, and /v1/event/proof. `pool` outlives
// them.
std::vector<platform::http::Route> log_routes(const ReadSide& side, platform::WorkerPool& pool);

}  // namespace query_api
