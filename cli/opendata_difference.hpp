// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/opendata.hpp"
#include "domain/codec/json.hpp"
#include "domain/event.hpp"
#include "platform/result.hpp"

namespace cli {

// What a server has in one place: nothing where the month is erased, and the revision of it.
struct ServerValue {
    std::optional<domain::Decimal> value;
    domain::Sequence revision = 0;
};
using ServerValues = std::map<PublishedPlace, ServerValue>;

// Adds what an answer of /v1/indicators/{i}/series?level= says.
// Errors: corrupt (it is no such answer).
platform::Status add_series(const domain::codec::Json& answer, ServerValues& into);

// The rows that make the server's values those that are published: only where they differ, each
// with the revision that it replaces, baselines first. Places that are not published any more stay
// as they are.
std::vector<domain::MeasureRow> rows_to_send(domain::IndicatorId indicator,
                                             const PublishedIndicator& published,
                                             const ServerValues& server);

// Rows in as few events as the limit of rows allows, in the order given: that of rows_to_send()
// keeps the baselines, which decide between each other by the time of their import, in the first.
// Edge: more than 5,000 baselines of one indicator are cut too.
std::vector<std::vector<domain::MeasureRow>> cut_rows(std::vector<domain::MeasureRow> rows);

// The data of an event of measures.
std::string measures_data(const std::vector<domain::MeasureRow>& rows, std::string_view reason);

}  // namespace cli
