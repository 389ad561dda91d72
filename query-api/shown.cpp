// SPDX-License-Identifier: EUPL-1.2
#include "query-api/shown.hpp"

#include <algorithm>
#include <map>

namespace query_api {
namespace {

using projector::read_model::IndicatorVersion;
using projector::read_model::View;

template <class T>
Outcome<T> parsed(const std::string& text, domain::Result<T> (*parse)(std::string_view),
                  const problems::Kind& unknown) {
    auto value = parse(text);
    if (!value) return Refusal{unknown, text};
    return *value;
}

}  // namespace

std::vector<PolicyGroup> shown_policies(const View& view) {
    std::vector<PolicyGroup> groups;
    std::map<domain::PolicyId, std::size_t> places;
    for (auto& policy : view.policies()) {
        places.emplace(policy.definition->id, groups.size());
        groups.push_back({std::move(policy), {}});
    }
    for (auto& indicator : view.indicators()) {
        const auto place = places.find(indicator.definition->policy);
        if (place == places.end() || indicator.definition->hidden) continue;
        groups[place->second].indicators.push_back(std::move(indicator));
    }
    return groups;
}

Outcome<PolicyGroup> shown_policy(const View& view, domain::PolicyId id) {
    PolicyGroup group{view.policy(id), {}};
    if (!group.policy.definition) return Refusal{problems::policy_unknown, id.text()};
    group.indicators = view.indicators_of(id);
    std::erase_if(group.indicators,
                  [](const IndicatorVersion& indicator) { return indicator.definition->hidden; });
    return group;
}

Outcome<ShownIndicator> shown_indicator(const View& view, domain::IndicatorId id) {
    const Refusal unknown{problems::indicator_unknown, id.text()};
    const auto version = view.indicator(id);
    if (!version.definition || version.definition->hidden) return unknown;
    auto group = shown_policy(view, version.definition->policy);
    if (!group) return unknown;
    const auto place = std::find_if(
        group->indicators.begin(), group->indicators.end(),
        [id](const IndicatorVersion& indicator) { return indicator.definition->id == id; });
    const auto index = static_cast<std::size_t>(place - group->indicators.begin());
    return ShownIndicator{std::move(*group), index};
}

Outcome<domain::PolicyId> policy_in(const std::string& path_part) {
    return parsed(path_part, &domain::PolicyId::parse, problems::policy_unknown);
}

Outcome<domain::IndicatorId> indicator_in(const std::string& path_part) {
    return parsed(path_part, &domain::IndicatorId::parse, problems::indicator_unknown);
}

Outcome<domain::Territory> territory_in(const std::string& path_part) {
    return parsed(path_part, &domain::Territory::parse, problems::territory_unknown);
}

}  // namespace query_api
