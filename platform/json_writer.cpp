// SPDX-License-Identifier: EUPL-1.2
#include "platform/json_writer.hpp"

#include <array>
#include <charconv>

#include "platform/utf8.hpp"

namespace platform {
namespace {

constexpr bool is_plain(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

void append_escaped(std::string& out, char c) {
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        case '\b':
            out += "\\b";
            return;
        case '\f':
            out += "\\f";
            return;
        default:
            break;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    out += "\\u00";
    out.push_back(digits[byte >> 4U]);
    out.push_back(digits[byte & 0x0FU]);
}

template <class Integer>
void append_integer(std::string& out, Integer value) {
    std::array<char, 24> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    out.append(text.data(), end);
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out.push_back('"');
    while (!text.empty()) {
        std::size_t plain = 0;
        while (plain < text.size() && is_plain(text[plain])) ++plain;
        out.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) break;

        if (static_cast<unsigned char>(text.front()) < 0x80) {
            append_escaped(out, text.front());
            text.remove_prefix(1);
        } else if (const std::size_t bytes = utf8_sequence_bytes(text); bytes > 0) {
            out.append(text.substr(0, bytes));
            text.remove_prefix(bytes);
        } else {
            out += "\\ufffd";
            text.remove_prefix(1);
        }
    }
    out.push_back('"');
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    append_json_string(out_, name);
    out_.push_back(':');
    comma_due_ = false;
    return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
    separate();
    append_json_string(out_, text);
    comma_due_ = true;
    return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t value) {
    separate();
    append_integer(out_, value);
    comma_due_ = true;
    return *this;
}

JsonWriter& JsonWriter::unsigned_integer(std::uint64_t value) {
    separate();
    append_integer(out_, value);
    comma_due_ = true;
    return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    separate();
    out_.append(json);
    comma_due_ = true;
    return *this;
}

JsonWriter& JsonWriter::open(char bracket) {
    separate();
    out_.push_back(bracket);
    comma_due_ = false;
    return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
    out_.push_back(bracket);
    comma_due_ = true;
    return *this;
}

}  // namespace platform
