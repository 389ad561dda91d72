// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "platform/http/message.hpp"
#include "platform/worker_pool.hpp"
#include "query-api/read_side.hpp"

namespace query_api {

// The route table of the read API (docs/api.md). What the ReadSide refers to, and `pool`, outlive
// the server that these are given to, and the waits that it began: stop the projector before `pool`
// ends.
std::vector<platform::http::Route> routes(ReadSide side, platform::WorkerPool& pool);

}  // namespace query_api
