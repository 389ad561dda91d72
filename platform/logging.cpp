// SPDX-License-Identifier: EUPL-1.2
#include "platform/logging.hpp"

#include "platform/utf8.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cmath>
#include <ctime>
#include <iterator>
#include <mutex>

namespace platform {

namespace {

constexpr std::array<std::string_view, 4> level_names{"debug", "info", "warning", "error"};
constexpr std::string_view ellipsis = "…";
constexpr char32_t replacement = 0xFFFD;

std::atomic<Level> least_level{Level::info};

struct Decoded {
    char32_t code;
    std::size_t bytes;
};

// The first character of `text`, which is not empty; a byte that is not UTF-8 is U+FFFD.
Decoded decode(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto bytes = utf8_sequence_bytes(text);
    if (bytes == 0) return {replacement, 1};
    if (bytes == 1) return {byte(0), 1};

    char32_t code = byte(0) & (0x7Fu >> bytes);
    for (std::size_t i = 1; i < bytes; ++i) code = code << 6 | (byte(i) & 0x3Fu);
    return {code, bytes};
}

// Characters that a terminal or an editor would obey, or not show, instead of printing.
bool is_deceptive(char32_t code) {
    struct Range {
        char32_t first;
        char32_t last;
    };
    // Source: Unicode general categories Cc, Cf, Zl and Zp, and the tag characters.
    static constexpr std::array<Range, 13> ranges{
        {
         {0x00, 0x1F},
         {0x7F, 0x9F},
         {0xAD, 0xAD},
         {0x600, 0x605},
         {0x61C, 0x61C},
         {0x6DD, 0x6DD},
         {0x70F, 0x70F},
         {0x180E, 0x180E},
         {0x200B, 0x200F},
         {0x2028, 0x202E},
         {0x2060, 0x206F},
         {0xFEFF, 0xFEFF},
         {0xFFF9, 0xFFFB},
         }
    };
    for (const auto& range : ranges)
        if (code >= range.first && code <= range.last) return true;
    return code >= 0xE0000 && code <= 0xE0FFF;
}

void append_escape(std::string& out, char32_t code) {
    if (code >= 0x10000) {
        const auto offset = static_cast<std::uint32_t>(code) - 0x10000;
        fmt::format_to(std::back_inserter(out), "\\u{:04x}\\u{:04x}", 0xD800 + (offset >> 10),
                       0xDC00 + (offset & 0x3FF));
        return;
    }
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<std::uint32_t>(code));
}

void append_character(std::string& out, char32_t code, std::string_view bytes) {
    if (code == '"' || code == '\\') {
        out.push_back('\\');
        out.append(bytes);
    } else if (is_deceptive(code) || code == replacement) {
        append_escape(out, code);
    } else {
        out.append(bytes);
    }
}

void append_text(std::string& out, std::string_view text) {
    const auto whole = text;
    out.push_back('"');
    while (!text.empty()) {
        const auto decoded = decode(text);
        const auto used = whole.size() - text.size();
        if (used + decoded.bytes > log_text_bytes_max) {
            out.append(ellipsis);
            break;
        }
        append_character(out, decoded.code, text.substr(0, decoded.bytes));
        text.remove_prefix(decoded.bytes);
    }
    out.push_back('"');
}

struct AppendValue {
    std::string& out;

    void operator()(std::string_view text) const { append_text(out, text); }
    void operator()(bool flag) const { out.append(flag ? "true" : "false"); }
    void operator()(double number) const {
        if (!std::isfinite(number))
            out.append("null");
        else
            fmt::format_to(std::back_inserter(out), "{}", number);
    }
    void operator()(std::int64_t number) const {
        fmt::format_to(std::back_inserter(out), "{}", number);
    }
    void operator()(std::uint64_t number) const {
        fmt::format_to(std::back_inserter(out), "{}", number);
    }
};

void append_time(std::string& out, std::chrono::system_clock::time_point time) {
    const auto second = std::chrono::floor<std::chrono::seconds>(time);
    const auto micros =
        std::chrono::duration_cast<std::chrono::microseconds>(time - second).count();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(second);
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    fmt::format_to(std::back_inserter(out), "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z",
                   utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min,
                   utc.tm_sec, micros);
}

void write_whole(std::string_view line) {
    while (!line.empty()) {
        const auto written = ::write(STDERR_FILENO, line.data(), line.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        line.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace

std::string log_line(std::chrono::system_clock::time_point time, Level level,
                     std::string_view event, std::initializer_list<Field> fields) {
    std::string out = "{\"time\":\"";
    append_time(out, time);
    out.append("\",\"level\":\"");
    out.append(level_names[static_cast<std::size_t>(level)]);
    out.append("\",\"event\":");
    append_text(out, event);
    for (const auto& field : fields) {
        out.push_back(',');
        append_text(out, field.name);
        out.push_back(':');
        std::visit(AppendValue{out}, field.value);
    }
    out.append("}\n");
    return out;
}

void log(Level level, std::string_view event, std::initializer_list<Field> fields) {
    if (level < least_level.load(std::memory_order_relaxed)) return;
    const auto line = log_line(std::chrono::system_clock::now(), level, event, fields);
    static std::mutex mutex;
    const std::lock_guard lock{mutex};
    write_whole(line);
}

void set_log_level(Level level) {
    least_level.store(level, std::memory_order_relaxed);
}

Result<Level> parse_level(std::string_view text) {
    for (std::size_t i = 0; i < level_names.size(); ++i)
        if (level_names[i] == text) return static_cast<Level>(i);
    return Error{Errc::invalid, "log level: expected debug, info, warning or error"};
}

}  // namespace platform
