// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query-api/history/cause.hpp"
#include "query-api/problems.hpp"

namespace query_api::history {

// What a line of a difference tells.
enum class Differs : std::uint8_t { value, figure, rate, weight, definition };

// One thing that is not at one instant what it was at another.
struct DifferenceRow {
    Differs what = Differs::value;
    domain::PolicyId policy;
    std::optional<domain::IndicatorId> indicator = {};
    std::optional<domain::Territory> territory = {};
    // Of a value.
    std::optional<domain::Kind> kind = {};
    std::optional<domain::Month> month = {};
    // Which one of a figure, rate or definition; "value" or "weight" else.
    std::string field = {};
    // "added", "removed" or "changed"; of a value it tells about its row, which may have none.
    std::string_view change = "changed";
    // JSON values; nothing where there was, or is, none.
    std::optional<std::string> before = {};
    std::optional<std::string> after = {};
    // The last record in between that has to do with it.
    std::optional<Cause> cause = {};

    static const DifferenceRow& blank();
};
void describe(Fields& fields, const DifferenceRow& row);

// A part of the work, in order: a policy, a policy's figure, an indicator, a figure. Missing parts
// come first.
struct DifferencePlace {
    domain::PolicyId policy;
    std::optional<domain::IndicatorId> indicator = {};
    std::optional<std::uint8_t> territory = {};

    friend auto operator<=>(const DifferencePlace&, const DifferencePlace&) = default;

    // "CH-045", "CH-045/REG-53", "CH-045/IND-302", "CH-045/IND-302/REG-53".
    std::string text() const;
    // The inverse. Errors: after-bad-format.
    static Outcome<DifferencePlace> parse(std::string_view text);
};

// Which part of everything, and of the answer, is wanted.
struct DifferenceQuery {
    std::optional<domain::PolicyId> policy = {};
    std::optional<domain::IndicatorId> indicator = {};
    std::optional<domain::Level> level = {};
    std::optional<domain::Territory> territory = {};
    std::optional<DifferencePlace> after = {};
    // The answer ends with the first place that brings it to so many rows.
    std::size_t limit = 0;
};

struct Difference {
    std::vector<DifferenceRow> rows;
    // Where the next page goes on, if there may be one.
    std::optional<DifferencePlace> next;
};

// The net difference of two positions, `from` at or before `to`'s: cells of months, figures, rates
// of policies, real weights and definitions, all for one day that counts as today. What changed and
// changed back is not told; freshness is left out, since it follows the calendar.
// Errors: throws StoreFailure.
Difference difference_of(projector::read_model::View& from, projector::read_model::View& to,
                         domain::Date on, const DifferenceQuery& query);

}  // namespace query_api::history
