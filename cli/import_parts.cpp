// SPDX-License-Identifier: EUPL-1.2
#include "cli/import_parts.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "cli/csv_file.hpp"

namespace cli {
namespace {

using platform::Errc;
using platform::Error;

constexpr char separator = ';';

// Rows that go into one part together, by their index.
struct Unit {
    std::vector<std::size_t> rows;
    std::size_t bytes = 0;
};

class Cutter {
public:
    Cutter(const CsvTable& table, std::size_t indicator, std::size_t territory, std::size_t kind)
        : table_(table), indicator_(indicator), territory_(territory), kind_(kind) {
        header_ = csv_line(table.header, separator);
        for (const auto& row : table.rows) lines_.push_back(csv_line(row, separator));
    }

    platform::Result<std::vector<ImportPart>> cut() const {
        std::vector<std::size_t> all(table_.rows.size());
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
        std::vector<Unit> units;
        for (auto& of_indicator : grouped(all, indicator_))
            if (auto wrong = add_indicator(units, std::move(of_indicator))) return *wrong;
        return pack(units);
    }

private:
    // Kinds are written in either case.
    std::string value_of(std::size_t row, std::size_t column) const {
        std::string text{cell(table_.rows[row], column)};
        for (char& c : text)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        return text;
    }

    // By the value of a column, in the order in which the values first appear.
    std::vector<Unit> grouped(const std::vector<std::size_t>& rows, std::size_t column) const {
        std::vector<Unit> groups;
        std::map<std::string, std::size_t> places;
        for (const std::size_t row : rows) {
            const auto [found, is_new] = places.emplace(value_of(row, column), groups.size());
            if (is_new) groups.emplace_back();
            Unit& group = groups[found->second];
            group.rows.push_back(row);
            group.bytes += lines_[row].size();
        }
        return groups;
    }

    bool fits(const Unit& unit) const {
        return unit.rows.size() <= import_rows_max &&
               header_.size() + unit.bytes <= import_bytes_max;
    }

    std::optional<Error> add_indicator(std::vector<Unit>& units, Unit of_indicator) const {
        if (fits(of_indicator)) {
            units.push_back(std::move(of_indicator));
            return std::nullopt;
        }
        for (auto& of_kind : grouped(of_indicator.rows, kind_)) {
            const bool baselines = value_of(of_kind.rows.front(), kind_) == "vi";
            std::vector<Unit> pieces{of_kind};
            if (!fits(of_kind) && !baselines) pieces = grouped(of_kind.rows, territory_);
            for (auto& piece : pieces) {
                if (!fits(piece)) return too_large(piece);
                units.push_back(std::move(piece));
            }
        }
        return std::nullopt;
    }

    Error too_large(const Unit& unit) const {
        const auto& row = table_.rows[unit.rows.front()];
        return {Errc::invalid, "the " + std::to_string(unit.rows.size()) + " rows " +
                                   std::string{cell(row, kind_)} + " of " +
                                   std::string{cell(row, indicator_)} +
                                   " must be imported together and are more than one import takes"};
    }

    // Neighbours share a part as long as they fit.
    std::vector<ImportPart> pack(const std::vector<Unit>& units) const {
        std::vector<ImportPart> parts;
        Unit together;
        for (const Unit& unit : units) {
            Unit both = together;
            both.rows.insert(both.rows.end(), unit.rows.begin(), unit.rows.end());
            both.bytes += unit.bytes;
            if (!together.rows.empty() && !fits(both)) {
                parts.push_back(part_of(std::move(together)));
                both = unit;
            }
            together = std::move(both);
        }
        if (!together.rows.empty()) parts.push_back(part_of(std::move(together)));
        return parts;
    }

    ImportPart part_of(Unit unit) const {
        std::sort(unit.rows.begin(), unit.rows.end());
        ImportPart part;
        part.body = header_;
        for (const std::size_t row : unit.rows) {
            part.body += lines_[row];
            part.rows.push_back(row + 2);
        }
        return part;
    }

    const CsvTable& table_;
    std::size_t indicator_;
    std::size_t territory_;
    std::size_t kind_;
    std::string header_;
    std::vector<std::string> lines_;
};

ImportPart whole(std::string_view file, std::size_t rows) {
    ImportPart part;
    part.body = file;
    for (std::size_t i = 0; i < rows; ++i) part.rows.push_back(i + 2);
    return part;
}

}  // namespace

std::size_t ImportPart::row_in_file(std::size_t row) const {
    return row >= 2 && row - 2 < rows.size() ? rows[row - 2] : row;
}

platform::Result<std::vector<ImportPart>> cut_import(std::string_view file) {
    const auto table = parse_csv(file, separator);
    const std::size_t rows = table ? table->rows.size() : 0;
    if (file.size() <= import_bytes_max && rows <= import_rows_max)
        return std::vector{whole(file, rows)};
    if (!table) return table.error();

    const auto indicator = table->column("identifiant_indic");
    const auto territory = table->column("zone_id");
    const auto kind = table->column("type_valeur");
    if (!indicator || !territory || !kind)
        return Error{Errc::invalid,
                     "csv: too large for one import, and without the columns identifiant_indic, "
                     "zone_id and type_valeur it cannot be cut"};
    return Cutter{*table, *indicator, *territory, *kind}.cut();
}

}  // namespace cli
