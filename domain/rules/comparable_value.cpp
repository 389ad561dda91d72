// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/comparable_value.hpp"

#include <algorithm>

#include "domain/rules/roll_up.hpp"

namespace domain::rules {
namespace {

bool same_partition(Decumulation decumulate, Month a, Month b) {
    return decumulate == Decumulation::series || a.year() == b.year();
}

// The value to subtract at `index`: that of the row before it in the partition (pilote-2024, even
// if that row has no value), or of the last row before it that has one (barometre-1).
std::optional<Decimal> subtrahend(const ComparableRule& rule, RuleSet rules,
                                  std::span<const SeriesMonth> months, std::size_t index) {
    for (std::size_t before = index; before-- > 0;) {
        if (!same_partition(rule.decumulate, months[before].month, months[index].month)) break;
        if (months[before].actual || rules == RuleSet::pilote_2024) return months[before].actual;
    }
    return std::nullopt;
}

std::vector<std::optional<Decimal>> decumulated(const ComparableRule& rule, RuleSet rules,
                                                std::span<const SeriesMonth> months) {
    std::vector<std::optional<Decimal>> values(months.size());
    for (std::size_t i = 0; i < months.size(); ++i) {
        values[i] = months[i].actual;
        if (!values[i] || rule.decumulate == Decumulation::none) continue;
        const auto before = subtrahend(rule, rules, months, i);
        if (before) values[i] = values[i]->minus(*before);
    }
    return values;
}

bool known_length(std::uint16_t months) {
    return months == 3 || months == 6 || months == 12 || months == 48;
}

bool in_window(const ComparableRule& rule, Month month, Month end) {
    switch (rule.window) {
        case Window::none:
            return month == end;
        case Window::year:
            return month.year() == end.year();
        case Window::series:
            return true;
        case Window::months:
            return month.index() + rule.months > end.index();
    }
    return false;
}

}  // namespace

std::vector<SeriesMonth> series_months(const CellSeries& baseline, const CellSeries& actual,
                                       const CellSeries& target) {
    std::vector<Month> with_row;
    with_row.reserve(baseline.size() + actual.size() + target.size());
    for (const CellSeries* series : {&baseline, &actual, &target})
        for (const MonthCell& row : *series) with_row.push_back(row.month);
    std::sort(with_row.begin(), with_row.end());
    with_row.erase(std::unique(with_row.begin(), with_row.end()), with_row.end());

    std::vector<SeriesMonth> months;
    months.reserve(with_row.size());
    for (const Month month : with_row) {
        const Cell* cell = find_cell(actual, month);
        months.push_back({month, cell == nullptr ? std::nullopt : cell->value});
    }
    return months;
}

std::vector<std::optional<Decimal>> comparable_values(const ComparableRule& rule, RuleSet rules,
                                                      std::span<const SeriesMonth> months) {
    const auto values = decumulated(rule, rules, months);
    if (rule.operation == ComparableOperation::current || rule.window == Window::none)
        return values;

    std::vector<std::optional<Decimal>> comparable(months.size());
    if (rule.window == Window::months && !known_length(rule.months)) return comparable;
    const auto operation =
        rule.operation == ComparableOperation::sum ? RollUpOperation::sum : RollUpOperation::mean;
    std::vector<Decimal> window;
    for (std::size_t i = 0; i < months.size(); ++i) {
        if (!values[i]) continue;
        window.clear();
        std::size_t first = i;
        while (first > 0 && in_window(rule, months[first - 1].month, months[i].month)) --first;
        // In month order, so that partial sums of de-cumulated rows telescope (DESIGN §7).
        for (std::size_t j = first; j <= i; ++j)
            if (values[j]) window.push_back(*values[j]);
        comparable[i] = fold_values(operation, window).value;
    }
    return comparable;
}

}  // namespace domain::rules
