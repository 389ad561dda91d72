// SPDX-License-Identifier: EUPL-1.2
#include "domain/definition.hpp"

namespace domain {

bool computes_alike(const IndicatorDefinition& a, const IndicatorDefinition& b) {
    return a.roll_up == b.roll_up && a.applies_to == b.applies_to && a.hidden == b.hidden &&
           a.annual == b.annual && a.global == b.global && a.rules == b.rules;
}

bool PolicyDefinition::applies(Territory territory) const {
    if (applies_to_territories && !applies_to_territories->test(territory.index())) return false;
    if (applies_to_levels) return (*applies_to_levels)[static_cast<std::size_t>(territory.level())];
    return territorial || territory.level() == Level::nation;
}

}  // namespace domain
