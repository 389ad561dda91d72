// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "cli/definitions.hpp"
#include "domain/decimal.hpp"
#include "domain/ids.hpp"
#include "domain/measure.hpp"
#include "platform/result.hpp"

namespace cli {

// A figure's place in the published files, which have months only.
struct PublishedPlace {
    domain::Territory territory;
    domain::Kind kind;
    domain::Month month;

    friend auto operator<=>(const PublishedPlace&, const PublishedPlace&) = default;
};

struct PublishedIndicator {
    std::map<PublishedPlace, domain::Decimal> values;
    // The rate of progress at the latest actual value.
    std::map<domain::Territory, domain::Decimal> rates;
};

// The published results of the baromètre.
struct OpenData {
    Definitions definitions;
    std::map<domain::IndicatorId, PublishedIndicator> indicators;

    std::size_t value_count() const;
};

// The policy of an indicator that the metadata do not know.
inline constexpr std::string_view policy_of_orphans = "CH-999";

// Reads a folder as DITP publishes it: data/*.csv, metadata/meta_{indicateurs,chantiers,
// engagement}.csv and units.csv. Every indicator is defined as entered at its three levels with
// equal weights, for the roll-ups and weights are not published. Rows with neither date nor value
// are passed over; values are rounded half away from zero to 9 decimals.
// Errors: not_found, io, invalid (a missing column, a cell that cannot be read, two values for one
// place; names file and row).
platform::Result<OpenData> read_opendata(const std::string& folder);

}  // namespace cli
