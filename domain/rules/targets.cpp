// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/targets.hpp"

#include <algorithm>

#include "domain/rules/roll_up.hpp"

namespace domain::rules {
namespace {

constexpr Month first_baseline_month = *Month::of(2018, 1);
constexpr Month last_target_month = *Month::of(2028, 1);

}  // namespace

std::optional<MonthValue> initial_value(const CellSeries& baseline) {
    const MonthCell* best = nullptr;
    for (const MonthCell& row : baseline) {
        if (!row.cell.value || row.month < first_baseline_month) continue;
        // Ascending months: an equal import keeps the earlier one.
        if (best == nullptr || row.cell.import > best->cell.import) best = &row;
    }
    if (best == nullptr) return std::nullopt;
    return MonthValue{best->month, *best->cell.value};
}

std::optional<MonthValue> rolled_up_initial_value(RollUpOperation operation,
                                                  const std::vector<MonthValue>& sources) {
    if (sources.empty()) return std::nullopt;
    std::vector<Decimal> values;
    Month latest = sources.front().month;
    for (const MonthValue& source : sources) {
        values.push_back(source.value);
        latest = std::max(latest, source.month);
    }
    const Folded folded = fold_values(operation, values);
    if (!folded.value) return std::nullopt;
    return MonthValue{latest, *folded.value};
}

std::optional<MonthValue> global_target(const CellSeries& target) {
    std::optional<MonthValue> last;
    for (const MonthCell& row : target)
        if (row.cell.value && row.month <= last_target_month)
            last = MonthValue{row.month, *row.cell.value};
    return last;
}

std::vector<MonthValue> year_targets(const CellSeries& target) {
    std::vector<MonthValue> targets;
    for (const MonthCell& row : target) {
        if (!row.cell.value) continue;
        if (!targets.empty() && targets.back().month.year() == row.month.year()) targets.pop_back();
        targets.push_back({row.month, *row.cell.value});
    }
    return targets;
}

std::optional<MonthValue> target_of_year(const std::vector<MonthValue>& targets, int year) {
    for (const MonthValue& target : targets)
        if (target.month.year() == year) return target;
    return std::nullopt;
}

}  // namespace domain::rules
