// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <variant>

namespace tests::vectors {

struct NoValue {
    bool operator==(const NoValue&) const = default;
};

// A field that an answer should have and has not, or that is neither null, number nor text.
struct Malformed {
    bool operator==(const Malformed&) const = default;
};

// One compared figure, day, month or count.
using Cell = std::variant<NoValue, double, std::string, Malformed>;

// Whether both are null, the same text, or numbers that differ by at most
// tolerance * max(1, |expected|). Edge: a malformed cell agrees with nothing, itself included.
bool agree(const Cell& expected, const Cell& got, double tolerance);

// The cell in words, for a message.
std::string in_words(const Cell& cell);

// The cell of a JSON scalar.
Cell cell_of(const boost::json::value& value);

// The cell at a dotted path: "current.value". Edge: null as soon as one step is null.
Cell cell_at(const boost::json::value& value, std::string_view path);

// The member `name` of an object. Edge: null pointer where there is none or no object.
const boost::json::value* member(const boost::json::value& value, std::string_view name);

// The text of the member `name`. Edge: empty where there is none or it is no text.
std::string_view text_member(const boost::json::value& value, std::string_view name);

}  // namespace tests::vectors
