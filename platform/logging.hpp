// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "platform/result.hpp"

namespace platform {

enum class Level : std::uint8_t { debug, info, warning, error };

// One fact beside the event. It views its texts: make it in the call to log().
struct Field {
    Field(std::string_view name_, std::string_view text) : name(name_), value(text) {}
    Field(std::string_view name_, const char* text) : name(name_), value(std::string_view(text)) {}
    Field(std::string_view name_, const std::string& text)
        : name(name_), value(std::string_view(text)) {}
    Field(std::string_view name_, bool flag) : name(name_), value(flag) {}
    Field(std::string_view name_, double number) : name(name_), value(number) {}
    template <std::signed_integral T>
    Field(std::string_view name_, T number) : name(name_), value(std::int64_t{number}) {}
    template <std::unsigned_integral T>
    Field(std::string_view name_, T number) : name(name_), value(std::uint64_t{number}) {}

    std::string_view name;
    std::variant<std::string_view, bool, double, std::int64_t, std::uint64_t> value;
};

// Units: bytes of one text (the event, a name, a value); what is beyond is cut and ends in "…".
inline constexpr std::size_t log_text_bytes_max = 2048;

// Writes one line to standard error, unless `level` is below the one set: a JSON object with
// "time" (UTC, microseconds), "level", "event" and the fields, in that order. `event` is a constant
// sentence; what varies goes in fields. Whatever a text holds, the line stays one line and shows
// what it says: control, bidirectional and invisible characters are escaped, bytes that are not
// UTF-8 become U+FFFD.
// Edge: a number that is not finite is null. A line that cannot be written is lost.
// Threads: any; lines do not mix.
void log(Level level, std::string_view event, std::initializer_list<Field> fields = {});

// The least level that is written, for the whole process; `info` at start. Threads: any.
void set_log_level(Level level);

// Reads "debug", "info", "warning" or "error". Errors: invalid.
Result<Level> parse_level(std::string_view text);

// The line that log() writes, its end of line included.
std::string log_line(std::chrono::system_clock::time_point time, Level level,
                     std::string_view event, std::initializer_list<Field> fields);

}  // namespace platform
