// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/state.hpp"

#include "domain/rules/comparable_value.hpp"
#include "domain/rules/progress.hpp"

namespace domain::rules {

State state_of(const IndicatorDefinition& definition, const Column& column,
               std::optional<MonthValue> initial) {
    State state;
    state.initial = initial;
    state.global_target = global_target(column.target);
    state.year_targets = year_targets(column.target);

    const auto months = series_months(column.baseline, column.actual, column.target);
    const auto annual = comparable_values(definition.annual, definition.rules, months);
    const auto global = definition.global == definition.annual
                            ? annual
                            : comparable_values(definition.global, definition.rules, months);
    for (std::size_t i = months.size(); i-- > 0 && !state.previous;) {
        if (!annual[i]) continue;
        const Cell* cell = find_cell(column.actual, months[i].month);
        auto& row = state.last ? state.previous : state.last;
        row = ComparableRow{months[i].month, *annual[i], global[i], cell->reported, cell->origin};
    }
    return state;
}

Rates rates_of(const IndicatorDefinition& definition, const State& state, const ComparableRow& row,
               int year) {
    const auto value = [](const std::optional<MonthValue>& of) {
        return of ? std::optional{of->value} : std::nullopt;
    };
    const auto initial = value(state.initial);
    const auto of_year = value(target_of_year(state.year_targets, year));
    return {.annual = progress(definition.trend, initial, of_year, row.annual),
            .global = progress(definition.trend, initial, value(state.global_target), row.global)};
}

}  // namespace domain::rules
