// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/opendata.hpp"
#include "domain/codec/json.hpp"
#include "platform/result.hpp"

namespace cli {

// A published rate that the server's differs from by more than the tolerance, or has none for.
struct RateDifference {
    domain::IndicatorId indicator;
    domain::Territory territory;
    domain::Decimal published;
    std::optional<domain::Decimal> computed;
};

// Published rates by how the server's compare with them.
struct RateComparison {
    std::size_t equal = 0;
    std::size_t within_tolerance = 0;
    std::vector<RateDifference> others;

    std::size_t count() const { return equal + within_tolerance + others.size(); }
};

// How far a rate may be from the published one: half a point.
domain::Decimal rate_tolerance();

using ServerRates = std::map<domain::Territory, domain::Decimal>;

// Adds the global rates of an answer of /v1/indicators/{i}/barometer?level=.
// Errors: corrupt (it is no such answer).
platform::Status add_rates(const domain::codec::Json& answer, ServerRates& into);

// Compares the published rates of one indicator.
void compare(domain::IndicatorId indicator, const PublishedIndicator& published,
             const ServerRates& server, RateComparison& into);

}  // namespace cli
