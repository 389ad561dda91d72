// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/rules/coverage.hpp"
#include "domain/rules/freshness.hpp"
#include "domain/rules/policy_rate.hpp"
#include "domain/rules/state.hpp"
#include "projector/read_model/view.hpp"
#include "query-api/fields.hpp"
#include "query-api/shown.hpp"

namespace query_api {

// The state of an indicator in a territory, with all that depends on the day that counts as today.
struct StateRow {
    std::shared_ptr<const domain::IndicatorDefinition> definition;
    domain::Territory territory;
    // Empty where there is none.
    domain::rules::State state = {};
    std::optional<domain::Instant> recorded = {};
    std::optional<domain::rules::MonthValue> annual_target = {};
    domain::rules::Rates progress = {};
    domain::rules::Coverage coverage = {};
    // Nothing where it is not told.
    std::optional<domain::rules::Freshness> freshness = {};
    // The real weight in its policy, in percent.
    domain::Decimal weight = {};

    static const StateRow& blank();
};

void describe(Fields& fields, const StateRow& row);

// Contributions of the indicators of a policy without their states.
std::vector<domain::rules::Contribution> contributions_of(const PolicyGroup& group);

// Reads the states of one indicator, `group.indicators[index]`.
// Errors: throws StoreFailure.
class StateReader {
public:
    // `view` and `group` outlive the reader.
    StateReader(projector::read_model::View& view, const PolicyGroup& group, std::size_t index,
                domain::Date on);

    StateRow read(domain::Territory territory);

private:
    std::optional<domain::rules::Freshness> freshness(domain::Territory territory);

    projector::read_model::View& view_;
    const PolicyGroup& group_;
    std::size_t index_;
    domain::Date on_;
    std::vector<domain::rules::Contribution> contributions_;
    // By level, once asked for.
    std::array<std::optional<domain::rules::Freshness>, domain::level_count> freshness_;
};

}  // namespace query_api
