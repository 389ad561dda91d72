// SPDX-License-Identifier: EUPL-1.2
#include "domain/codec/pilote_csv.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace domain::codec {
namespace {

constexpr std::string_view indicator_name = "identifiant_indic";
constexpr std::array<std::string_view, 6> column_names{indicator_name, "zone_id",     "zone_nom",
                                                       "date_valeur",  "type_valeur", "valeur"};

bool is_space(char c) {
    return c == ' ' || c == '\t';
}
bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::optional<Error> check_spelling(std::span<const std::string_view> cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto at = "/" + std::to_string(i);
        if (std::any_of(cells[i].begin(), cells[i].end(), is_space))
            return Error{"header-has-spaces", at, "a column name has no spaces"};
        if (std::any_of(cells[i].begin(), cells[i].end(), is_capital))
            return Error{"header-has-capitals", at, "a column name has no capitals"};
    }
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (std::find(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(i), cells[i]) !=
            cells.begin() + static_cast<std::ptrdiff_t>(i))
            return Error{"header-repeated", "/" + std::to_string(i), "a column is there twice"};
    return std::nullopt;
}

// A date cut at its separators: up to three runs of digits.
struct Parts {
    std::array<std::string_view, 3> digits;
    bool whole = false;
};

Parts cut(std::string_view cell, char separator) {
    Parts parts;
    for (std::string_view& part : parts.digits) {
        part = cell.substr(0, cell.find(separator));
        if (part.empty() || !std::all_of(part.begin(), part.end(), is_digit)) return parts;
        const bool last = part.size() == cell.size();
        cell.remove_prefix(part.size() + (last ? 0 : 1));
        if (last) {
            parts.whole = &part == &parts.digits.back();
            return parts;
        }
    }
    return parts;
}

// At most four digits.
int number(std::string_view digits) {
    int value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return value;
}

Result<Date> date_of(std::string_view year, std::string_view month, std::string_view day) {
    constexpr int century = 2000;
    const bool short_year = year.size() == 2;
    if ((!short_year && year.size() != 4) || month.size() > 2 || day.size() > 2)
        return Error{"date-bad-format", "",
                     "expected YYYY-MM-DD, DD/MM/YYYY, DD/MM/YY or MM-DD-YY"};
    return Date::of(number(year) + (short_year ? century : 0), number(month), number(day));
}

// `text` without the digits after the ninth of its fraction, rounded half away from zero.
std::string rounded_text(std::string_view text) {
    const auto point = text.find('.');
    const auto kept = point + 1 + Decimal::input_fraction_digits_max;
    if (point == std::string_view::npos || text.size() <= kept) return std::string{text};
    const bool up = text[kept] >= '5';
    std::string digits{text.substr(0, kept)};
    for (auto digit = digits.rbegin(); up && digit != digits.rend(); ++digit) {
        if (!is_digit(*digit)) continue;
        if (*digit != '9') {
            ++*digit;
            return digits;
        }
        *digit = '0';
    }
    if (!up) return digits;
    return digits.insert(digits.starts_with('-') ? 1 : 0, "1");
}

}  // namespace

Result<CsvColumns> parse_csv_header(std::span<const std::string_view> cells) {
    if (auto wrong = check_spelling(cells)) return *wrong;
    std::array<std::optional<std::size_t>, column_names.size()> at;
    bool known = true;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto name = std::find(column_names.begin(), column_names.end(), cells[i]);
        if (name == column_names.end())
            known = false;
        else
            at[static_cast<std::size_t>(name - column_names.begin())] = i;
    }
    const auto& [indicator, zone, zone_name, date, kind, value] = at;
    if (!indicator)
        return Error{"header-missing-identifiant-indic", "", "no column identifiant_indic"};
    if (!known || !zone || !date || !kind || !value)
        return Error{"header-invalid", "",
                     "expected identifiant_indic, zone_id, date_valeur, type_valeur, valeur"};
    return CsvColumns{*indicator, *zone, *date, *kind, *value, cells.size()};
}

Result<IndicatorId> parse_csv_indicator(std::string_view cell) {
    if (cell.empty()) return Error{"indicator-required", "", "expected IND- and 3 or 4 digits"};
    return IndicatorId::parse(cell);
}

Result<Territory> parse_csv_zone(std::string_view cell) {
    if (cell == "France") return Territory::nation();
    const auto territory = Territory::parse(cell);
    if (territory && territory->zone() == cell) return *territory;
    return Error{"territory-unknown", "", "expected a zone id such as D35, R53 or FRANCE"};
}

Result<Date> parse_csv_date(std::string_view cell) {
    const auto slashes = cut(cell, '/');
    if (slashes.whole) return date_of(slashes.digits[2], slashes.digits[1], slashes.digits[0]);
    const auto dashes = cut(cell, '-');
    if (dashes.whole && dashes.digits[2].size() == 2 && dashes.digits[0].size() <= 2)
        return date_of(dashes.digits[2], dashes.digits[0], dashes.digits[1]);
    return Date::parse(cell);
}

Result<Kind> parse_csv_kind(std::string_view cell) {
    if (cell == "vi" || cell == "VI") return Kind::baseline;
    if (cell == "va" || cell == "VA") return Kind::actual;
    if (cell == "vc" || cell == "VC") return Kind::target;
    return Error{"kind-unknown", "", "expected vi, va or vc"};
}

Result<std::optional<Decimal>> parse_csv_value(std::string_view cell) {
    if (cell.empty()) return std::optional<Decimal>{};
    const auto value = Decimal::parse(cell);
    if (!value) return value.error();
    return std::optional{*value};
}

Result<Decimal> parse_published_value(std::string_view cell) {
    if (cell.empty()) return Decimal::parse(cell);
    const auto fraction = std::min(cell.find('.'), cell.size() - 1) + 1;
    if (!std::all_of(cell.begin() + static_cast<std::ptrdiff_t>(fraction), cell.end(), is_digit))
        return Error{"value-bad-format", "", "expected decimal text such as -12.5"};
    return Decimal::parse(rounded_text(cell));
}

}  // namespace domain::codec
