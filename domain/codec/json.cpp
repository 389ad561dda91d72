// SPDX-License-Identifier: EUPL-1.2
#include "domain/codec/json.hpp"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace domain::codec {
namespace {

namespace ondemand = simdjson::ondemand;

// Always the same words: where a text stops being JSON is told otherwise by each version of the
// parser, and what the fold records must not depend on it.
Error malformed() {
    return {"json-malformed", "", "this is not one JSON object or array"};
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::size_t skip_digits(std::string_view text, std::size_t from) {
    while (from < text.size() && is_digit(text[from])) ++from;
    return from;
}

// RFC 8259 §6: On-Demand hands numbers out unread.
bool is_number(std::string_view text) {
    std::size_t at = text.starts_with('-') ? 1 : 0;
    const std::size_t whole = skip_digits(text, at);
    if (whole == at || (text[at] == '0' && whole > at + 1)) return false;
    at = whole;
    if (at < text.size() && text[at] == '.') {
        const std::size_t fraction = skip_digits(text, at + 1);
        if (fraction == at + 1) return false;
        at = fraction;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
        const std::size_t exponent = skip_digits(text, at);
        if (exponent == at) return false;
        at = exponent;
    }
    return at == text.size();
}

bool is_finite(std::string_view number) {
    // Only the range is judged; the text is what is kept. 0 and tiny numbers are in range.
    const auto exponent = number.find_first_of("eE");
    const std::string_view mantissa = number.substr(0, exponent);
    constexpr std::size_t digits_max = 300;
    if (mantissa.size() > digits_max) return false;
    if (exponent == std::string_view::npos) return true;
    std::string_view digits = number.substr(exponent + 1);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    int power = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), power);
    constexpr int power_max = 300;
    return read.ec == std::errc{} && power + static_cast<int>(mantissa.size()) <= power_max;
}

bool is_bidirectional_control(std::string_view text, std::size_t at) {
    const auto starts = [&](std::string_view bytes) { return text.substr(at).starts_with(bytes); };
    if (starts("\xD8\x9C")) return true;                                // U+061C
    if (starts("\xE2\x80\x8E") || starts("\xE2\x80\x8F")) return true;  // U+200E, U+200F
    if (at + 2 >= text.size()) return false;
    const auto last = static_cast<unsigned char>(text[at + 2]);
    if (starts("\xE2\x80")) return last >= 0xAA && last <= 0xAE;  // U+202A to U+202E
    if (starts("\xE2\x81")) return last >= 0xA6 && last <= 0xA9;  // U+2066 to U+2069
    return false;
}

bool has_forbidden_character(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        constexpr unsigned char first_printable = 0x20;
        constexpr unsigned char del = 0x7F;
        if ((c < first_printable && c != '\n' && c != '\t') || c == del) return true;
        if ((c == 0xD8 || c == 0xE2) && is_bidirectional_control(text, i)) return true;
    }
    return false;
}

Result<std::string> read_text(std::string_view text) {
    if (has_forbidden_character(text))
        return Error{"text-forbidden-character", "", "control or bidirectional character"};
    return std::string{text};
}

Result<Json> read_value(ondemand::value value, int depth);

Result<Json> read_object(ondemand::value value, int depth) {
    ondemand::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return malformed();
    JsonObject members;
    for (auto field : object) {
        std::string_view name;
        ondemand::value member;
        if (field.unescaped_key().get(name) != simdjson::SUCCESS) return malformed();
        auto key = read_text(name);
        if (!key) return key.error();
        if (field.value().get(member) != simdjson::SUCCESS) return malformed();
        auto read = read_value(member, depth + 1);
        if (!read) return read;
        members.push_back({std::move(*key), std::move(*read)});
    }
    std::vector<std::string_view> names;
    names.reserve(members.size());
    for (const JsonMember& member : members) names.push_back(member.name);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end())
        return Error{"json-duplicate-member", "", "a member is there twice in one object"};
    return Json{std::move(members)};
}

Result<Json> read_array(ondemand::value value, int depth) {
    ondemand::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return malformed();
    JsonArray elements;
    for (auto found : array) {
        ondemand::value element;
        if (std::move(found).get(element) != simdjson::SUCCESS) return malformed();
        auto read = read_value(element, depth + 1);
        if (!read) return read;
        elements.push_back(std::move(*read));
    }
    return Json{std::move(elements)};
}

Result<Json> read_number(ondemand::value value) {
    std::string_view token = value.raw_json_token();
    token = token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
    if (!is_number(token)) return malformed();
    if (!is_finite(token))
        return Error{"json-number-out-of-range", "", "a number that no double holds"};
    return Json{JsonNumber{std::string{token}}};
}

Result<Json> read_value(ondemand::value value, int depth) {
    if (depth > json_depth_max) return Error{"json-too-deep", "", "more than 32 levels"};
    ondemand::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS) return malformed();
    switch (type) {
        case ondemand::json_type::object:
            return read_object(value, depth);
        case ondemand::json_type::array:
            return read_array(value, depth);
        case ondemand::json_type::number:
            return read_number(value);
        case ondemand::json_type::string: {
            std::string_view text;
            if (value.get_string().get(text) != simdjson::SUCCESS) return malformed();
            auto read = read_text(text);
            if (!read) return read.error();
            return Json{std::move(*read)};
        }
        case ondemand::json_type::boolean: {
            bool flag = false;
            if (value.get_bool().get(flag) != simdjson::SUCCESS) return malformed();
            return Json{flag};
        }
        case ondemand::json_type::null: {
            bool null = false;
            if (value.is_null().get(null) != simdjson::SUCCESS || !null) return malformed();
            return Json{nullptr};
        }
    }
    return malformed();
}

void append_canonical(std::string& out, const Json& value,
                      const std::vector<std::string_view>& without);

void append_object(std::string& out, const JsonObject& members,
                   const std::vector<std::string_view>& without) {
    std::vector<const JsonMember*> sorted;
    for (const auto& member : members)
        if (std::find(without.begin(), without.end(), member.name) == without.end())
            sorted.push_back(&member);
    std::sort(sorted.begin(), sorted.end(),
              [](const auto* a, const auto* b) { return a->name < b->name; });
    out.push_back('{');
    for (const auto* member : sorted) {
        if (member != sorted.front()) out.push_back(',');
        append_quoted(out, member->name);
        out.push_back(':');
        append_canonical(out, member->value, {});
    }
    out.push_back('}');
}

void append_canonical(std::string& out, const Json& value,
                      const std::vector<std::string_view>& without) {
    if (const auto* object = value.object()) {
        append_object(out, *object, without);
    } else if (const auto* array = value.array()) {
        out.push_back('[');
        for (const Json& element : *array) {
            if (&element != &array->front()) out.push_back(',');
            append_canonical(out, element, {});
        }
        out.push_back(']');
    } else if (const auto* string = value.string()) {
        append_quoted(out, *string);
    } else if (const auto* number = value.number()) {
        out.append(number->text);
    } else if (const auto* flag = std::get_if<bool>(&value.value)) {
        out.append(*flag ? "true" : "false");
    } else {
        out.append("null");
    }
}

bool needs_escape(char c) {
    constexpr unsigned char first_printable = 0x20;
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < first_printable;
}

void append_escape(std::string& out, char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
        out.push_back('\\');
        out.push_back(c);
    } else if (c == '\n') {
        out.append("\\n");
    } else if (c == '\t') {
        out.append("\\t");
    } else {
        out.append("\\u00");
        out.push_back(digits[byte >> 4U]);
        out.push_back(digits[byte & 15U]);
    }
}

}  // namespace

const Json* Json::member(std::string_view name) const {
    const auto* members = object();
    if (members == nullptr) return nullptr;
    for (const auto& [key, member] : *members)
        if (key == name) return &member;
    return nullptr;
}

Result<Json> parse_json(std::string_view text) {
    // Versions of the parser differ in whether they pass over it; outcomes must not.
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) return malformed();
    // A parser keeps the memory of its largest text: only that of common ones stays.
    constexpr std::size_t common_bytes_max = 64 * 1024;
    thread_local ondemand::parser common_parser;
    ondemand::parser large_parser;
    ondemand::parser& parser = text.size() > common_bytes_max ? large_parser : common_parser;
    const simdjson::padded_string padded{text};
    ondemand::document document;
    if (parser.iterate(padded).get(document) != simdjson::SUCCESS) return malformed();
    ondemand::value root;
    if (document.get_value().get(root) != simdjson::SUCCESS) return malformed();
    auto read = read_value(root, 1);
    if (!read) return read;
    const char* rest = nullptr;
    if (document.current_location().get(rest) == simdjson::SUCCESS) return malformed();
    return read;
}

std::string canonical(const Json& value, const std::vector<std::string_view>& without) {
    std::string out;
    append_canonical(out, value, without);
    return out;
}

void append_quoted(std::string& out, std::string_view text) {
    out.push_back('"');
    // What needs no escape is copied in one piece.
    std::size_t copied = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!needs_escape(text[i])) continue;
        out.append(text, copied, i - copied);
        append_escape(out, text[i]);
        copied = i + 1;
    }
    out.append(text, copied);
    out.push_back('"');
}

}  // namespace domain::codec
