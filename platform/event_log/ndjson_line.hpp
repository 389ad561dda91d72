// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "platform/event_log/event_log.hpp"
#include "platform/result.hpp"

namespace platform::event_log {

// A record as one line of JSON, which loses no byte (docs/events.md §1):
//
//   {"sequence":812,"key":"…","headers":{"…":"…"},"timestamp":…,"event":VALUE}
//
// Who folds the log adds "time" and "outcome" behind the sequence.
//
// VALUE is the stored value as it is where that is one line of JSON; else "value_base64" stands in
// place of "event". A key that is not UTF-8 stands as "key_base64"; headers of which a name or
// value is not UTF-8, or that repeat a name, as "headers_base64": [["name","value"],…].

// A longer line is refused: twice what the largest record takes, every byte of its key escaped.
inline constexpr std::size_t line_bytes_max = 12 * record_bytes_max;

// What the fold made of a record.
struct Judged {
    std::string time;
    std::string_view outcome;
};

// Appends the line of `stored`, without the line feed that ends it.
void append_line(std::string& out, const StoredRecord& stored);
void append_line(std::string& out, const StoredRecord& stored, const Judged& judged);

// The record of a line, without its line feed. "time" and "outcome", which only who folds the log
// can tell, are passed over.
// Errors: invalid (what of the line is wrong).
Result<StoredRecord> read_line(std::string_view line);

// Whether `text` can stand as "event": UTF-8 JSON without a line feed or carriage return, no more
// than 1,024 levels deep, every number within 64 bits or a finite double.
bool is_json_line(std::string_view text);

}  // namespace platform::event_log
