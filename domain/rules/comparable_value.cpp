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
std::optional<MonthValue> subtrahend(const ComparableRule& rule, RuleSet rules,
                                     std::span<const SeriesMonth> months, std::size_t index) {
    if (rule.decumulate == Decumulation::none) return std::nullopt;
    for (std::size_t before = index; before-- > 0;) {
        const SeriesMonth& row = months[before];
        if (!same_partition(rule.decumulate, row.month, months[index].month)) break;
        if (row.actual) return MonthValue{row.month, *row.actual};
        if (rules == RuleSet::pilote_2024) break;
    }
    return std::nullopt;
}

std::vector<std::optional<Decimal>> decumulated(const ComparableRule& rule, RuleSet rules,
                                                std::span<const SeriesMonth> months) {
    std::vector<std::optional<Decimal>> values(months.size());
    for (std::size_t i = 0; i < months.size(); ++i) {
        values[i] = months[i].actual;
        if (!values[i]) continue;
        const auto before = subtrahend(rule, rules, months, i);
        if (before) values[i] = values[i]->minus(before->value);
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

// Whether the operation is made over a window at all.
bool has_window(const ComparableRule& rule) {
    return rule.operation != ComparableOperation::current && rule.window != Window::none;
}

// A window that PILOTE does not know gives no value.
bool known_window(const ComparableRule& rule) {
    return rule.window != Window::months || known_length(rule.months);
}

// The first month of the window that ends at `index`.
std::size_t window_begin(const ComparableRule& rule, std::span<const SeriesMonth> months,
                         std::size_t index) {
    std::size_t first = index;
    while (first > 0 && in_window(rule, months[first - 1].month, months[index].month)) --first;
    return first;
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
    if (!has_window(rule)) return values;

    std::vector<std::optional<Decimal>> comparable(months.size());
    if (!known_window(rule)) return comparable;
    const auto operation =
        rule.operation == ComparableOperation::sum ? RollUpOperation::sum : RollUpOperation::mean;
    std::vector<Decimal> window;
    for (std::size_t i = 0; i < months.size(); ++i) {
        if (!values[i]) continue;
        window.clear();
        // In month order, so that partial sums of de-cumulated rows telescope (DESIGN §7).
        for (std::size_t j = window_begin(rule, months, i); j <= i; ++j)
            if (values[j]) window.push_back(*values[j]);
        comparable[i] = fold_values(operation, window).value;
    }
    return comparable;
}

std::vector<ComparablePart> comparable_parts(const ComparableRule& rule, RuleSet rules,
                                             std::span<const SeriesMonth> months,
                                             std::size_t index) {
    std::vector<ComparablePart> parts;
    if (!months[index].actual) return parts;
    const bool window = has_window(rule);
    if (window && !known_window(rule)) return parts;
    for (std::size_t i = window ? window_begin(rule, months, index) : index; i <= index; ++i)
        if (months[i].actual)
            parts.push_back(
                {months[i].month, *months[i].actual, subtrahend(rule, rules, months, i)});
    return parts;
}

}  // namespace domain::rules
