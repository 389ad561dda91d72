// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "domain/fold/past.hpp"

namespace domain {

// The working copy of one indicator: what the past says, read when it is first asked for, and what
// the fold has changed since. Threads: one at a time.
class IndicatorColumns {
public:
    // `past` outlives this.
    IndicatorColumns(const Past& past, IndicatorId id);

    IndicatorId id() const { return id_; }

    const std::vector<DayEntry>& days(Territory territory, Kind kind);
    const CellSeries& cells(Territory territory, Kind kind);
    const rules::State& state(Territory territory);
    std::optional<Month> last_month(Level level);

    // The entry of one day, if there is one.
    std::optional<DayEntry> day(Territory territory, Kind kind, Date date);
    // The valid measure of a month as entered (rules/month_value.hpp).
    std::optional<Cell> entered(Territory territory, Kind kind, Month month);
    // The newest sequence that entered or withdrew a row of that month, 0 for none.
    Sequence revision(Territory territory, Kind kind, Month month);

    void set_day(Territory territory, Kind kind, const DayEntry& entry);
    void set_cell(Territory territory, Kind kind, Month month, const std::optional<Cell>& cell);
    void set_state(Territory territory, const rules::State& state);
    void set_last_month(Level level, std::optional<Month> month);

    // Rows held, for the bound of the cache.
    std::size_t size() const { return size_; }

private:
    struct Column {
        std::array<std::optional<std::vector<DayEntry>>, kind_count> days;
        std::array<std::optional<CellSeries>, kind_count> cells;
        std::optional<rules::State> state;
    };

    Column& column(Territory territory);
    std::vector<DayEntry>& loaded_days(Territory territory, Kind kind);
    CellSeries& loaded_cells(Territory territory, Kind kind);

    const Past& past_;
    IndicatorId id_;
    // Nothing to read: the indicator was never entered before this copy was made.
    bool new_;
    std::array<std::unique_ptr<Column>, Territory::count> columns_;
    std::array<std::optional<std::optional<Month>>, level_count> last_months_;
    std::size_t size_ = 0;
};

}  // namespace domain
