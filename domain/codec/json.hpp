// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/error.hpp"

namespace domain::codec {

constexpr int json_depth_max = 32;

struct Json;
struct JsonMember;
// The text of a number, as written.
struct JsonNumber {
    std::string text;
};
using JsonArray = std::vector<Json>;
using JsonObject = std::vector<JsonMember>;

// A JSON value (RFC 8259) that keeps numbers as written and members in order.
struct Json {
    std::variant<std::nullptr_t, bool, JsonNumber, std::string, JsonArray, JsonObject> value;

    const JsonObject* object() const { return std::get_if<JsonObject>(&value); }
    const JsonArray* array() const { return std::get_if<JsonArray>(&value); }
    const std::string* string() const { return std::get_if<std::string>(&value); }
    const JsonNumber* number() const { return std::get_if<JsonNumber>(&value); }
    bool is_null() const { return std::holds_alternative<std::nullptr_t>(value); }
    // The member `name` of an object, null if this is none or has none.
    const Json* member(std::string_view name) const;
};

struct JsonMember {
    std::string name;
    Json value;
};

// Reads one object or array, strictly: UTF-8, no duplicate member, at most `json_depth_max` deep,
// no number that a double cannot hold as finite, no control character, noncharacter NUL or
// bidirectional control in any string.
// Errors: json-malformed, json-too-deep, json-duplicate-member, json-number-out-of-range,
// text-forbidden-character.
Result<Json> parse_json(std::string_view text);

// The canonical text: no spaces, members sorted by the bytes of their names, numbers as written,
// strings with the shortest escapes (RFC 8785 §3.2.2.2). Members of the outermost object that are
// named in `without` are left out.
std::string canonical(const Json& value, const std::vector<std::string_view>& without = {});

// Appends `text` as a JSON string.
void append_quoted(std::string& out, std::string_view text);

}  // namespace domain::codec
