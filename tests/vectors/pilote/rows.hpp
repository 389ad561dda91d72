// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>

#include "domain/decimal.hpp"

namespace tests::vectors::pilote {

// A figure as JSON: a number, null where there is none.
boost::json::value number_of(std::optional<domain::Decimal> value);

// The decimal text of a JSON number, shortest that reads back as the same double.
std::string decimal_text(const boost::json::value& number);

// Whether two JSON values say the same: numbers within 1e-9 relative, or within `tolerance`.
bool same(const boost::json::value& expected, const boost::json::value& actual,
          std::optional<double> tolerance);

// How the rows that are not expected are taken.
enum class Others { none, ignored };

// Compares rows, matched by the key columns that each expected row has; its other columns are
// compared. Gives what differs, empty if nothing does.
// Source: vectors/pilote.md.
std::string difference(const boost::json::array& expected, const boost::json::array& actual,
                       Others others);

// The rows whose `column` is `text`.
boost::json::array rows_where(const boost::json::array& rows, const std::string& column,
                              const std::string& text);

}  // namespace tests::vectors::pilote
