// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "platform/access/identity.hpp"
#include "platform/http/message.hpp"
#include "query-api/problems.hpp"

// What a caller may see where the route alone does not say it.
namespace query_api {

// An event, its outcome and its proof: with `audit` any, else those of one's own sources.
inline constexpr platform::access::Rights rights_to_see_event{
    platform::access::Right::audit, platform::access::Right::report,
    platform::access::Right::define, platform::access::Right::history_load};
// Errors: source-not-allowed. Edge: a request that names no source is let through to be refused.
Outcome<void> permit_event(const platform::http::Request& request);

// `vintages` tells who changed what and why. Errors: right-missing.
Outcome<void> permit_vintages(const platform::http::Request& request);

}  // namespace query_api
