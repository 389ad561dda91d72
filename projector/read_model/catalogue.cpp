// SPDX-License-Identifier: EUPL-1.2
#include "projector/read_model/catalogue.hpp"

#include <algorithm>

namespace projector::read_model {
namespace {

template <class Version>
Version in_force(const std::vector<Version>& versions, domain::Sequence position) {
    const auto after = std::upper_bound(
        versions.begin(), versions.end(), position,
        [](domain::Sequence wanted, const Version& version) { return wanted < version.since; });
    return after == versions.begin() ? Version{0, nullptr} : *std::prev(after);
}

template <class Id, class Version>
Version in_force(const std::map<Id, std::vector<Version>>& all, Id id, domain::Sequence position) {
    const auto found = all.find(id);
    return found == all.end() ? Version{0, nullptr} : in_force(found->second, position);
}

template <class Id, class Version>
const std::vector<Version>& versions_of(const std::map<Id, std::vector<Version>>& all, Id id) {
    static const std::vector<Version> none;
    const auto found = all.find(id);
    return found == all.end() ? none : found->second;
}

template <class Id, class Version>
std::vector<Version> all_in_force(const std::map<Id, std::vector<Version>>& all,
                                  domain::Sequence position) {
    std::vector<Version> found;
    for (const auto& [id, versions] : all) {
        Version version = in_force(versions, position);
        if (version.definition) found.push_back(std::move(version));
    }
    return found;
}

}  // namespace

void Catalogue::add(domain::Sequence since, const domain::PolicyDefinition& policy) {
    policies_[policy.id].push_back(
        {since, std::make_shared<const domain::PolicyDefinition>(policy)});
}

void Catalogue::add(domain::Sequence since, const domain::IndicatorDefinition& indicator) {
    indicators_[indicator.id].push_back(
        {since, std::make_shared<const domain::IndicatorDefinition>(indicator)});
}

PolicyVersion Catalogue::policy(domain::PolicyId id, domain::Sequence position) const {
    return in_force(policies_, id, position);
}

IndicatorVersion Catalogue::indicator(domain::IndicatorId id, domain::Sequence position) const {
    return in_force(indicators_, id, position);
}

const std::vector<PolicyVersion>& Catalogue::versions(domain::PolicyId id) const {
    return versions_of(policies_, id);
}

const std::vector<IndicatorVersion>& Catalogue::versions(domain::IndicatorId id) const {
    return versions_of(indicators_, id);
}

std::vector<PolicyVersion> Catalogue::policies(domain::Sequence position) const {
    return all_in_force(policies_, position);
}

std::vector<IndicatorVersion> Catalogue::indicators(domain::Sequence position) const {
    return all_in_force(indicators_, position);
}

std::vector<IndicatorVersion> Catalogue::indicators_of(domain::PolicyId policy,
                                                       domain::Sequence position) const {
    auto found = indicators(position);
    std::erase_if(found, [policy](const IndicatorVersion& version) {
        return version.definition->policy != policy;
    });
    return found;
}

}  // namespace projector::read_model
