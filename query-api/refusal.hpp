// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"
#include "query-api/problems.hpp"

namespace query_api {

// The answer to what is refused; with Retry-After where it may be served later.
platform::http::Response refused(const Refusal& why, platform::http::Language language);

}  // namespace query_api
