// SPDX-License-Identifier: EUPL-1.2
#include "query-api/openapi.hpp"

namespace query_api {

std::string_view openapi_document() {
    // openapi.json as a string literal, made by CMakeLists.txt.
    static constexpr std::string_view document =
#include <openapi.json.inc>
        ;
    return document;
}

}  // namespace query_api
