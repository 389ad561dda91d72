// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "domain/decimal.hpp"
#include "domain/ids.hpp"
#include "domain/month.hpp"
#include "domain/territory.hpp"

namespace domain {

// The dense index of a record in the log. 0 is always `log.opened`, hence also means "none" where
// the sequence of an event of measures is expected.
using Sequence = std::uint64_t;

// What a measure says (PILOTE: vi, va, vc).
enum class Kind : std::uint8_t { baseline, actual, target };
constexpr std::size_t kind_count = 3;
constexpr std::array<Kind, kind_count> all_kinds{Kind::baseline, Kind::actual, Kind::target};

// "baseline", "actual", "target".
std::string_view name_of(Kind kind);
// Errors: kind-unknown.
Result<Kind> parse_kind(std::string_view text);

// The row that is valid for one day of one (indicator, territory, kind): the last one entered, or
// none after its withdrawal.
struct DayEntry {
    Date date;
    // False once everything ever entered for this day was withdrawn.
    bool present = true;
    // Nothing erases the month.
    std::optional<Decimal> value;
    // The event that entered the row, and the row's index in it.
    Sequence entered = 0;
    std::uint32_t row = 0;
    // The event since which this row is the valid one: later than `entered` after a withdrawal.
    Sequence since = 0;

    friend bool operator==(const DayEntry&, const DayEntry&) = default;
};

// Where a cell's value comes from.
enum class Origin : std::uint8_t {
    entered,
    rolled_up,
    rule_544,
    replicated_from_region,
    replicated_from_nation
};

// One month of one (indicator, territory, kind) after roll-up and replication.
struct Cell {
    // Nothing in an erased month, or where a sum did not fit (`overflow`).
    std::optional<Decimal> value;
    // PILOTE's date_import: the event that entered it, the latest of the children in a roll-up.
    Sequence import = 0;
    // The entered territories whose value of this month is in it.
    TerritorySet reported;
    Origin origin = Origin::entered;
    bool overflow = false;

    friend bool operator==(const Cell&, const Cell&) = default;
};

struct MonthCell {
    Month month;
    Cell cell;

    friend bool operator==(const MonthCell&, const MonthCell&) = default;
};

// The cells of one (indicator, territory, kind), ascending by month.
using CellSeries = std::vector<MonthCell>;

// The cell of `month`, null if there is no row.
const Cell* find_cell(const CellSeries& series, Month month);

}  // namespace domain
