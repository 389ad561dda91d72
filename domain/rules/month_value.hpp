// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <span>

#include "domain/measure.hpp"

namespace domain::rules {

// The valid measure of one month of one (indicator, territory, kind), from the valid rows of its
// days (withdrawn days among them): an empty day erases the month; else the later import wins, and
// in one import the later day.
// Edge: nothing when no day is present. An erased month is a cell without value whose import is
// that of its latest empty day; it revives only when every empty day is itself entered again.
// Source: pilote.md §3.1 (1_select_last_values/*.sql).
std::optional<Cell> month_value(std::span<const DayEntry> days, Territory territory);

}  // namespace domain::rules
