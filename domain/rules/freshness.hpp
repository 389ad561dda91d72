// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "domain/definition.hpp"

namespace domain::rules {

// When an indicator is next due at a level. `last` is the last month in which any territory of the
// level has an actual value; the rest is missing where the periodicity says nothing.
struct Freshness {
    std::optional<Month> last;
    // The month of the next value, and the last day on which it is expected.
    std::optional<std::chrono::year_month> next_value;
    std::optional<std::chrono::year_month_day> next_update;
    // Days from today to `next_update`, negative when it has passed.
    std::optional<int> days;
    // False where nothing is due.
    bool up_to_date = false;
};

// Source: pilote.md §3.10 (get_date_pro_maj_indic.sql).
Freshness freshness(const IndicatorDefinition& definition, std::optional<Month> last, Date today);

// Whether freshness is told at a level at all: the nation always; regions of a territorial policy
// and indicator piloted at region or department; departments of one piloted at department.
bool freshness_is_told(const PolicyDefinition& policy, const IndicatorDefinition& definition,
                       Level level);

}  // namespace domain::rules
