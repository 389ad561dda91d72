// SPDX-License-Identifier: EUPL-1.2
#include "domain/measure.hpp"

#include <algorithm>

namespace domain {

std::string_view name_of(Kind kind) {
    constexpr std::array<std::string_view, kind_count> names{"baseline", "actual", "target"};
    return names[static_cast<std::size_t>(kind)];
}

Result<Kind> parse_kind(std::string_view text) {
    for (const Kind kind : all_kinds)
        if (name_of(kind) == text) return kind;
    return Error{"kind-unknown", "", "expected baseline, actual or target"};
}

const Cell* find_cell(const CellSeries& series, Month month) {
    const auto found =
        std::lower_bound(series.begin(), series.end(), month,
                         [](const MonthCell& cell, Month wanted) { return cell.month < wanted; });
    return found != series.end() && found->month == month ? &found->cell : nullptr;
}

}  // namespace domain
