// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <vector>

#include "query-api/medians.hpp"
#include "query-api/resource.hpp"

// The table of reads (docs/api.md), by what they show.
namespace query_api {

std::vector<ReadRoute> catalogue_routes();
std::vector<ReadRoute> indicator_routes();
std::vector<ReadRoute> barometer_routes(const std::shared_ptr<Medians>& medians);
std::vector<ReadRoute> event_routes();
std::vector<ReadRoute> history_routes(const std::shared_ptr<Medians>& medians);

// All that was ever believed of a series: the other half of its address, told by `vintages`.
// Errors: an unknown id in the path.
Outcome<Resource> vintages(const platform::http::Request& request);

// All of them.
std::vector<ReadRoute> read_routes(const std::shared_ptr<Medians>& medians);

}  // namespace query_api
