// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/expected_figures.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <exception>
#include <string>
#include <string_view>

#include "tests/vectors/support/cell.hpp"
#include "tests/vectors/support/failure.hpp"

namespace tests::vectors {
namespace {

using boost::json::value;

// Every day of `expected` is the first of its month, which the product writes without it.
std::string month_of(std::string_view day) {
    return std::string(day.substr(0, 7));
}

std::vector<Cell> cells_of(const value* first, const value* last) {
    std::vector<Cell> cells;
    std::transform(first, last, std::back_inserter(cells), [](const value& cell) -> Cell {
        if (const auto* day = cell.if_string()) return month_of(*day);
        return cell_of(cell);
    });
    return cells;
}

std::vector<Cell> cells_of(const value& row) {
    const auto& cells = row.as_array();
    return cells_of(cells.data(), cells.data() + cells.size());
}

// Calls `each` with the id, the zone and the value of every entry of one table.
template <class Each>
void for_each_zone(const value& line, std::string_view table, const Each& each) {
    for (const auto& [id, zones] : line.at("expected").at(table).as_object()) {
        for (const auto& [zone, entry] : zones.as_object()) {
            each(RowKey{std::string(table), id, zone, {}}, entry);
        }
    }
}

Rows rows_of(const value& line) {
    Rows rows;
    for_each_zone(line, series_table, [&rows](RowKey key, const value& months) {
        for (const value& month : months.as_array()) {
            const auto& cells = month.as_array();
            key.at = month_of(cells.at(0).as_string());
            rows.emplace(key, cells_of(cells.data() + 1, cells.data() + cells.size()));
        }
    });
    for_each_zone(line, latest_table, [&rows](RowKey key, const value& entry) {
        rows.emplace(std::move(key), cells_of(entry));
    });
    for_each_zone(line, chantier_table, [&rows](RowKey key, const value& days) {
        for (const auto& [day, entry] : days.as_object()) {
            key.at = day;
            rows.emplace(key, cells_of(entry));
        }
    });
    for_each_zone(line, weights_table, [&rows](RowKey key, const value& weight) {
        rows.emplace(std::move(key), std::vector<Cell>{cell_of(weight)});
    });
    return rows;
}

// The place of the column that a line of `float_noise` names; its rates of a policy may stand
// without their suffix. Edge: the width of the table where there is none.
std::size_t column_named(std::string_view table, std::string_view name) {
    const auto& columns = columns_of(table);
    const auto found = std::ranges::find_if(columns, [name](std::string_view column) {
        return column == name || column == std::string(name) + "_ch";
    });
    return static_cast<std::size_t>(found - columns.begin());
}

void check_shape(const Rows& rows) {
    for (const auto& [key, cells] : rows) {
        if (cells.size() != columns_of(key.table).size()) {
            throw std::invalid_argument("a row of " + key.table + " of another width");
        }
    }
}

ExpectedFigures figures_of(const value& line) {
    ExpectedFigures expected{.rows = rows_of(line), .exact = {}};
    check_shape(expected.rows);
    for (const value& entry : line.at("float_noise").as_array()) {
        const auto& fields = entry.as_array();
        const auto text = [&fields](std::size_t place) {
            const auto* found = fields.at(place).if_string();
            return found == nullptr ? std::string() : std::string(*found);
        };
        RowKey key{text(0), text(1), text(2), text(3)};
        if (key.table == series_table) key.at = month_of(key.at);
        const auto column = column_named(key.table, text(4));
        if (!expected.rows.contains(key) || column == columns_of(key.table).size()) {
            throw std::invalid_argument("float_noise names a cell that is not expected");
        }
        expected.exact.emplace(std::pair(std::move(key), column), cell_of(fields.at(5)));
    }
    return expected;
}

}  // namespace

platform::Result<ExpectedFigures> read_expected_figures(const value& line) {
    try {
        return figures_of(line);
    } catch (const std::exception& error) {
        return failure("scenario " + std::string(text_member(line, "id")) + ": " + error.what());
    }
}

Tally compare(const ExpectedFigures& expected, const Rows& got) {
    return compare(expected.rows, got, [&expected](const Pair& pair) {
        if (agree(pair.expected, pair.got, figure_tolerance)) return true;
        const auto exact = expected.exact.find({pair.key, pair.column});
        return exact != expected.exact.end() && agree(exact->second, pair.got, figure_tolerance);
    });
}

}  // namespace tests::vectors
