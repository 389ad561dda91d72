// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/month_value.hpp"

#include <tuple>

namespace domain::rules {

std::optional<Cell> month_value(std::span<const DayEntry> days, Territory territory) {
    const DayEntry* best = nullptr;
    const auto beats = [&best](const DayEntry& day) {
        if (best == nullptr) return true;
        if (day.value.has_value() != best->value.has_value()) return !day.value.has_value();
        return std::tie(day.entered, day.date) > std::tie(best->entered, best->date);
    };
    for (const DayEntry& day : days)
        if (day.present && beats(day)) best = &day;
    if (best == nullptr) return std::nullopt;

    Cell cell;
    cell.value = best->value;
    cell.import = best->entered;
    if (best->value) cell.reported.set(territory.index());
    return cell;
}

}  // namespace domain::rules
