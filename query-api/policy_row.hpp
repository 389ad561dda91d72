// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "domain/rules/policy_rate.hpp"
#include "domain/rules/state.hpp"
#include "projector/read_model/view.hpp"
#include "query-api/fields.hpp"
#include "query-api/shown.hpp"

namespace query_api {

// The figure of a policy in a territory.
struct PolicyRow {
    std::shared_ptr<const domain::PolicyDefinition> policy;
    domain::Territory territory;
    domain::rules::PolicyFigure figure = {};
    // Today's global rate against the median of the level.
    std::optional<domain::Decimal> gap = {};
    // Real weights in percent.
    std::vector<std::pair<domain::IndicatorId, domain::Decimal>> weights = {};

    // Today's global rate.
    std::optional<domain::Decimal> rate() const;
    static const PolicyRow& blank();
};

void describe(Fields& fields, const PolicyRow& row);
// The same where the gap to the median was not looked for.
void describe_without_gap(Fields& fields, const PolicyRow& row);

// The row that follows from the states of the policy's indicators there, in their order; its gap is
// left out. `year` is that of the day that counts as today.
PolicyRow policy_row_of(const PolicyGroup& group, domain::Territory territory,
                        std::span<const domain::rules::State> states, int year);

// The same, the states read; throws StoreFailure.
PolicyRow read_policy_row(projector::read_model::View& view, const PolicyGroup& group,
                          domain::Territory territory, int year);

// The figures of a policy in all territories of a level, gaps to their median included.
struct PolicyLevel {
    std::optional<domain::Decimal> median;
    std::vector<PolicyRow> rows;
};
PolicyLevel read_policy_level(projector::read_model::View& view, const PolicyGroup& group,
                              domain::Level level, int year);

}  // namespace query_api
