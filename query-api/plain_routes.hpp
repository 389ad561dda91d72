// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "platform/http/message.hpp"
#include "query-api/read_side.hpp"

namespace query_api {

// What is no read of the log: "/", "/livez", "/readyz", "/openapi.json". They take no parameters.
std::vector<platform::http::Route> plain_routes(const ReadSide& side);

}  // namespace query_api
