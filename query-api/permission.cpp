// SPDX-License-Identifier: EUPL-1.2
#include "query-api/permission.hpp"

#include "platform/http/authorize.hpp"

namespace query_api {

namespace http = platform::http;
using platform::access::Right;

Outcome<void> permit_event(const http::Request& request) {
    const auto source = request.parameter("source");
    if (!source || request.caller->may(Right::audit) || request.caller->may_use(*source)) return {};
    return Refusal{http::problems::source_not_allowed, std::string{*source}};
}

Outcome<void> permit_vintages(const http::Request& request) {
    if (!request.parameter("vintages") || request.caller->may(Right::audit)) return {};
    return Refusal{http::problems::right_missing, std::string{name_of(Right::audit)}};
}

}  // namespace query_api
