// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace platform {

// Writes one JSON text by appending to a string; commas and escapes are its business, the order of
// the calls is the caller's (a key before each member's value, every begin with its end).
// All JSON that the product sends is written with it.
// Threads: one at a time. Edge: text that is not UTF-8 has its bad bytes replaced by U+FFFD.
class JsonWriter {
public:
    // Appends to `out`, which must outlive the writer.
    explicit JsonWriter(std::string& out) : out_(out) {}

    JsonWriter& begin_object() { return open('{'); }
    JsonWriter& end_object() { return close('}'); }
    JsonWriter& begin_array() { return open('['); }
    JsonWriter& end_array() { return close(']'); }

    // The name of the member whose value comes next.
    JsonWriter& key(std::string_view name);

    JsonWriter& string(std::string_view text);
    // A number as decimal text, which is written as it is: the caller knows that it is JSON.
    JsonWriter& number_text(std::string_view digits) { return raw(digits); }
    JsonWriter& integer(std::int64_t value);
    JsonWriter& unsigned_integer(std::uint64_t value);
    JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }
    JsonWriter& null() { return raw("null"); }
    // One whole JSON value, written as it is.
    JsonWriter& raw(std::string_view json);

private:
    void separate() {
        if (comma_due_) out_.push_back(',');
    }
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);

    std::string& out_;
    bool comma_due_ = false;
};

// Appends `text` to `out` as a JSON string, quotes included.
void append_json_string(std::string& out, std::string_view text);

}  // namespace platform
