// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "domain/measure.hpp"
#include "query-api/moment.hpp"

namespace query_api {

// What tells two answers of one address apart.
struct TagParts {
    std::string_view log_id;
    domain::Sequence sequence = 0;
    // Day and format.
    std::string_view variant;
    Finality finality = Finality::open;
};

// Entity tags. Source: RFC 9110 §8.8.3.
std::string strong_etag(const TagParts& parts);
std::string weak_etag(const TagParts& parts);

// Whether an If-None-Match value names `etag`, by weak comparison. Edge: "*" names nothing: whether
// there is an answer at all is known only when it is rendered.
bool matches(std::string_view if_none_match, std::string_view etag);

}  // namespace query_api
