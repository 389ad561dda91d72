// SPDX-License-Identifier: EUPL-1.2
#include "query-api/medians.hpp"

#include "query-api/policy_row.hpp"

namespace query_api {

std::optional<domain::Decimal> Medians::median(projector::read_model::View& view,
                                               const PolicyGroup& group, domain::Level level,
                                               int year) {
    const std::pair key{group.policy.definition->id, level};
    // Nothing of the policy has changed between `touched` and now: two positions in there agree.
    const domain::Sequence touched = store_.touched(key.first);
    const bool current = view.position() >= touched;
    if (current) {
        const std::lock_guard lock{mutex_};
        const auto found = known_.find(key);
        if (found != known_.end() && found->second.position >= touched &&
            found->second.year == year)
            return found->second.median;
    }
    const auto median = read_policy_level(view, group, level, year).median;
    if (current) {
        const std::lock_guard lock{mutex_};
        known_.insert_or_assign(key, Known{view.position(), year, median});
    }
    return median;
}

}  // namespace query_api
