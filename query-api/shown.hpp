// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "projector/read_model/view.hpp"
#include "query-api/problems.hpp"

// What is shown at all: policies that are defined, and indicators that are defined, not hidden, and
// whose policy is defined.
namespace query_api {

// A policy with its indicators, ascending by id.
struct PolicyGroup {
    projector::read_model::PolicyVersion policy;
    std::vector<projector::read_model::IndicatorVersion> indicators;
};

// One indicator, among those of its policy.
struct ShownIndicator {
    PolicyGroup group;
    std::size_t index = 0;

    const projector::read_model::IndicatorVersion& version() const {
        return group.indicators[index];
    }
};

// All, ascending by id.
std::vector<PolicyGroup> shown_policies(const projector::read_model::View& view);
// Errors: policy-unknown.
Outcome<PolicyGroup> shown_policy(const projector::read_model::View& view, domain::PolicyId id);
// Errors: indicator-unknown.
Outcome<ShownIndicator> shown_indicator(const projector::read_model::View& view,
                                        domain::IndicatorId id);

// Ids in a path: what is no id is as unknown as an id that nobody defined.
// Errors: policy-unknown, indicator-unknown, territory-unknown.
Outcome<domain::PolicyId> policy_in(const std::string& path_part);
Outcome<domain::IndicatorId> indicator_in(const std::string& path_part);
Outcome<domain::Territory> territory_in(const std::string& path_part);

}  // namespace query_api
