// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "platform/http/message.hpp"
#include "platform/worker_pool.hpp"
#include "query-api/read_side.hpp"

namespace query_api {

// GET /v1/events and /v1/stream. As routes() (routes.hpp).
std::vector<platform::http::Route> stream_routes(const ReadSide& side, platform::WorkerPool& pool);

}  // namespace query_api
