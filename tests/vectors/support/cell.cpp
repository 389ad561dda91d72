// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/cell.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace tests::vectors {

bool agree(const Cell& expected, const Cell& got, double tolerance) {
    if (std::holds_alternative<Malformed>(expected)) return false;
    const auto* a = std::get_if<double>(&got);
    const auto* b = std::get_if<double>(&expected);
    if (a == nullptr || b == nullptr) return expected == got;
    return std::abs(*a - *b) <= tolerance * std::max(1.0, std::abs(*b));
}

std::string in_words(const Cell& cell) {
    if (std::holds_alternative<NoValue>(cell)) return "null";
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    const auto* number = std::get_if<double>(&cell);
    if (number == nullptr) return "a missing or malformed field";
    std::array<char, 64> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), *number).ptr;
    return {digits.data(), end};
}

Cell cell_of(const boost::json::value& value) {
    if (value.is_null()) return NoValue{};
    if (const auto* text = value.if_string()) return std::string(*text);
    if (const auto* number = value.if_double()) return *number;
    if (const auto* number = value.if_int64()) return static_cast<double>(*number);
    if (const auto* number = value.if_uint64()) return static_cast<double>(*number);
    return Malformed{};
}

Cell cell_at(const boost::json::value& value, std::string_view path) {
    const boost::json::value* at = &value;
    while (true) {
        if (at->is_null()) return NoValue{};
        const auto dot = path.find('.');
        at = member(*at, path.substr(0, dot));
        if (at == nullptr) return Malformed{};
        if (dot == std::string_view::npos) return cell_of(*at);
        path.remove_prefix(dot + 1);
    }
}

const boost::json::value* member(const boost::json::value& value, std::string_view name) {
    const auto* object = value.if_object();
    return object == nullptr ? nullptr : object->if_contains(name);
}

std::string_view text_member(const boost::json::value& value, std::string_view name) {
    const auto* found = member(value, name);
    const auto* text = found == nullptr ? nullptr : found->if_string();
    return text == nullptr ? std::string_view() : std::string_view(*text);
}

}  // namespace tests::vectors
