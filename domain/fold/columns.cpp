// SPDX-License-Identifier: EUPL-1.2
#include "domain/fold/columns.hpp"

#include <algorithm>
#include <span>

#include "domain/rules/month_value.hpp"

namespace domain {
namespace {

std::size_t at(Kind kind) {
    return static_cast<std::size_t>(kind);
}

std::span<const DayEntry> of_month(const std::vector<DayEntry>& days, Month month) {
    const auto first =
        std::lower_bound(days.begin(), days.end(), month,
                         [](const DayEntry& day, Month wanted) { return day.date.month < wanted; });
    auto last = first;
    while (last != days.end() && last->date.month == month) ++last;
    return {first, last};
}

}  // namespace

IndicatorColumns::IndicatorColumns(const Past& past, IndicatorId id)
    : past_(past), id_(id), new_(!past.has_rows(id)) {}

IndicatorColumns::Column& IndicatorColumns::column(Territory territory) {
    auto& column = columns_[territory.index()];
    if (!column) column = std::make_unique<Column>();
    return *column;
}

std::vector<DayEntry>& IndicatorColumns::loaded_days(Territory territory, Kind kind) {
    auto& days = column(territory).days[at(kind)];
    if (!days) {
        days = new_ ? std::vector<DayEntry>{} : past_.days(id_, territory, kind);
        size_ += days->size();
    }
    return *days;
}

CellSeries& IndicatorColumns::loaded_cells(Territory territory, Kind kind) {
    auto& cells = column(territory).cells[at(kind)];
    if (!cells) {
        cells = new_ ? CellSeries{} : past_.cells(id_, territory, kind);
        size_ += cells->size();
    }
    return *cells;
}

const std::vector<DayEntry>& IndicatorColumns::days(Territory territory, Kind kind) {
    return loaded_days(territory, kind);
}

const CellSeries& IndicatorColumns::cells(Territory territory, Kind kind) {
    return loaded_cells(territory, kind);
}

const rules::State& IndicatorColumns::state(Territory territory) {
    auto& state = column(territory).state;
    if (!state) state = new_ ? rules::State{} : past_.state(id_, territory);
    return *state;
}

std::optional<Month> IndicatorColumns::last_month(Level level) {
    auto& month = last_months_[static_cast<std::size_t>(level)];
    if (!month) month = new_ ? std::nullopt : past_.last_month(id_, level);
    return *month;
}

std::optional<DayEntry> IndicatorColumns::day(Territory territory, Kind kind, Date date) {
    for (const DayEntry& entry : of_month(loaded_days(territory, kind), date.month))
        if (entry.date == date) return entry;
    return std::nullopt;
}

std::optional<Cell> IndicatorColumns::entered(Territory territory, Kind kind, Month month) {
    return rules::month_value(of_month(loaded_days(territory, kind), month), territory);
}

Sequence IndicatorColumns::revision(Territory territory, Kind kind, Month month) {
    Sequence newest = 0;
    for (const DayEntry& entry : of_month(loaded_days(territory, kind), month))
        newest = std::max(newest, entry.since);
    return newest;
}

void IndicatorColumns::set_day(Territory territory, Kind kind, const DayEntry& entry) {
    auto& days = loaded_days(territory, kind);
    const auto found =
        std::lower_bound(days.begin(), days.end(), entry.date,
                         [](const DayEntry& day, Date wanted) { return day.date < wanted; });
    if (found != days.end() && found->date == entry.date) {
        *found = entry;
        return;
    }
    days.insert(found, entry);
    ++size_;
}

void IndicatorColumns::set_cell(Territory territory, Kind kind, Month month,
                                const std::optional<Cell>& cell) {
    auto& cells = loaded_cells(territory, kind);
    const auto found =
        std::lower_bound(cells.begin(), cells.end(), month,
                         [](const MonthCell& row, Month wanted) { return row.month < wanted; });
    const bool there = found != cells.end() && found->month == month;
    if (there && cell) {
        found->cell = *cell;
    } else if (there) {
        cells.erase(found);
        --size_;
    } else if (cell) {
        cells.insert(found, MonthCell{month, *cell});
        ++size_;
    }
}

void IndicatorColumns::set_state(Territory territory, const rules::State& state) {
    column(territory).state = state;
}

void IndicatorColumns::set_last_month(Level level, std::optional<Month> month) {
    last_months_[static_cast<std::size_t>(level)] = month;
}

}  // namespace domain
