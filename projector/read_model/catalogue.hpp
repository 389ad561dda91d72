// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "domain/definition.hpp"
#include "domain/event.hpp"

namespace projector::read_model {

template <class Definition>
struct DefinitionVersion {
    domain::Sequence since;
    std::shared_ptr<const Definition> definition;
};
using PolicyVersion = DefinitionVersion<domain::PolicyDefinition>;
using IndicatorVersion = DefinitionVersion<domain::IndicatorDefinition>;

// Every definition there ever was, by id, each id's versions ascending: small enough to be held in
// memory (one entry for each definition that differs from the one before it).
// Threads: a value; shared ones are const.
class Catalogue {
public:
    void add(domain::Sequence since, const domain::PolicyDefinition& policy);
    void add(domain::Sequence since, const domain::IndicatorDefinition& indicator);

    // The version in force at `position`; null definition if there was none.
    PolicyVersion policy(domain::PolicyId id, domain::Sequence position) const;
    IndicatorVersion indicator(domain::IndicatorId id, domain::Sequence position) const;

    // Every version there ever was, ascending.
    const std::vector<PolicyVersion>& versions(domain::PolicyId id) const;
    const std::vector<IndicatorVersion>& versions(domain::IndicatorId id) const;

    // All in force at `position`, ascending by id, hidden ones too.
    std::vector<PolicyVersion> policies(domain::Sequence position) const;
    std::vector<IndicatorVersion> indicators(domain::Sequence position) const;
    // Those of one policy.
    std::vector<IndicatorVersion> indicators_of(domain::PolicyId policy,
                                                domain::Sequence position) const;

private:
    std::map<domain::PolicyId, std::vector<PolicyVersion>> policies_;
    std::map<domain::IndicatorId, std::vector<IndicatorVersion>> indicators_;
};

}  // namespace projector::read_model
