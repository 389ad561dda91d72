// SPDX-License-Identifier: EUPL-1.2
#include "domain/edition.hpp"

#include <algorithm>

namespace domain {

bool EditionPublished::excludes(IndicatorId id, Territory where) const {
    return std::any_of(
        exclusions.begin(), exclusions.end(),
        [&](const EditionExclusion& exclusion) { return exclusion.covers(id, where); });
}

const EditionTable* EditionPublished::table_of(IndicatorId id) const {
    const auto found = std::find_if(tables.begin(), tables.end(), [&](const EditionTable& table) {
        return table.indicator == id;
    });
    return found == tables.end() ? nullptr : &*found;
}

}  // namespace domain
