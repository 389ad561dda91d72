// SPDX-License-Identifier: EUPL-1.2
#include "domain/codec/reader.hpp"

#include <algorithm>
#include <charconv>

namespace domain::codec {
namespace {

std::size_t characters(std::string_view utf8) {
    const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), begins));
}

}  // namespace

Reader::Reader(const Json& value, std::string pointer, Problem& problem)
    : value_(value), pointer_(std::move(pointer)), problem_(problem) {
    if (value.object() == nullptr)
        problem_.found(Error{"data-malformed", pointer_, "expected an object"});
}

const Json* Reader::take(std::string_view name) {
    taken_.push_back(name);
    const Json* found = value_.member(name);
    return found == nullptr || found->is_null() ? nullptr : found;
}

const Json* Reader::require(std::string_view name) {
    const Json* found = take(name);
    if (found == nullptr) wrong(name, "required");
    return found;
}

std::string Reader::required_string(std::string_view name) {
    const Json* found = require(name);
    if (found == nullptr) return {};
    if (found->string() != nullptr && !found->string()->empty()) return *found->string();
    wrong(name, "expected a string that is not empty");
    return {};
}

std::optional<std::string> Reader::optional_string(std::string_view name,
                                                   std::size_t characters_max) {
    const Json* found = take(name);
    if (found == nullptr) return std::nullopt;
    if (found->string() == nullptr) {
        wrong(name, "expected a string");
        return std::nullopt;
    }
    if (characters(*found->string()) > characters_max) {
        problem_.found(Error{"text-too-long", pointer_to(name),
                             "at most " + std::to_string(characters_max) + " characters"});
        return std::nullopt;
    }
    return *found->string();
}

bool Reader::boolean(std::string_view name, bool fallback) {
    const Json* found = take(name);
    if (found == nullptr) return fallback;
    if (const bool* flag = std::get_if<bool>(&found->value)) return *flag;
    wrong(name, "expected true or false");
    return fallback;
}

std::optional<std::uint64_t> Reader::integer(std::string_view name, std::uint64_t max) {
    const Json* found = take(name);
    if (found == nullptr) return std::nullopt;
    std::uint64_t number = 0;
    if (found->number() != nullptr) {
        const std::string& text = found->number()->text;
        const auto end = text.data() + text.size();
        const auto read = std::from_chars(text.data(), end, number);
        if (read.ec == std::errc{} && read.ptr == end && number <= max) return number;
    }
    wrong(name, "expected an integer from 0 to " + std::to_string(max));
    return std::nullopt;
}

void Reader::wrong(std::string_view name, std::string detail) {
    problem_.found(Error{"data-malformed", pointer_to(name), std::move(detail)});
}

std::string Reader::pointer_to(std::string_view name) const {
    std::string pointer = pointer_ + "/";
    for (const char c : name) {
        if (c == '~')
            pointer += "~0";
        else if (c == '/')
            pointer += "~1";
        else
            pointer += c;
    }
    return pointer;
}

void Reader::finish() {
    if (value_.object() == nullptr) return;
    for (const auto& [name, member] : *value_.object())
        if (std::find(taken_.begin(), taken_.end(), name) == taken_.end())
            problem_.found(Error{"member-unknown", pointer_to(name), "no such member"});
}

}  // namespace domain::codec
