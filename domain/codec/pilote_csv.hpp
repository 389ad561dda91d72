// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "domain/decimal.hpp"
#include "domain/error.hpp"
#include "domain/ids.hpp"
#include "domain/measure.hpp"
#include "domain/month.hpp"
#include "domain/territory.hpp"

namespace domain::codec {

// Cells of the six-column CSV that PILOTE takes (pilote.md §4), each already cut out of its line
// and unquoted. Errors have no pointer except where said: the caller knows row and column.

// Where the columns of a file stand, counted from 0.
struct CsvColumns {
    std::size_t indicator = 0;
    std::size_t territory = 0;
    std::size_t date = 0;
    std::size_t kind = 0;
    std::size_t value = 0;
    std::size_t count = 0;

    friend bool operator==(const CsvColumns&, const CsvColumns&) = default;
};

// Reads the header line: identifiant_indic, zone_id, date_valeur, type_valeur, valeur and, if the
// file has it, zone_nom, in any order and nothing else.
// Errors: header-has-spaces (around or inside a name), header-has-capitals, header-repeated (the
// pointer of these three is "/" and the index of the cell), header-missing-identifiant-indic,
// header-invalid (another column is missing, or one is unknown).
Result<CsvColumns> parse_csv_header(std::span<const std::string_view> cells);

// Errors: indicator-required (the cell is empty), indicator-bad-format.
Result<IndicatorId> parse_csv_indicator(std::string_view cell);

// One of the 120 zone ids ("D2A", "R84", "FRANCE", also "France"); the ids of events are not
// accepted here. Errors: territory-unknown.
Result<Territory> parse_csv_zone(std::string_view cell);

// YYYY-MM-DD, DD/MM/YYYY, DD/MM/YY or MM-DD-YY, the last three with one or two digits for day and
// month; years of two digits are of this century. No leniency for 2023-06-31.
// Errors: date-bad-format, date-not-in-calendar, date-out-of-range.
Result<Date> parse_csv_date(std::string_view cell);

// "vi", "va", "vc", or the same in capitals. Errors: kind-unknown.
Result<Kind> parse_csv_kind(std::string_view cell);

// Decimal text with a point. Only an empty cell erases: 'null' and 'undefined' are values of old
// tables (pilote.md §3.1) that the import schema has never let through (§4).
// Errors: those of Decimal::parse().
Result<std::optional<Decimal>> parse_csv_value(std::string_view cell);

// A value of PILOTE's published files, where sums of floating-point numbers have left more digits
// than were entered ("64301.579999999994"): rounded half away from zero to the digits of an input.
// Errors: value-bad-format, value-out-of-range.
Result<Decimal> parse_published_value(std::string_view cell);

}  // namespace domain::codec
