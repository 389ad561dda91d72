// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string_view>

namespace query_api {

// The OpenAPI 3.1 document of the whole HTTP API, reading and writing: openapi.json.
std::string_view openapi_document();

}  // namespace query_api
