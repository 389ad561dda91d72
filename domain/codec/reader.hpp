// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/codec/json.hpp"
#include "domain/error.hpp"

namespace domain::codec {

// The first thing found wrong while several members are read; the rest is then not worth telling.
class Problem {
public:
    void found(Error error) {
        if (!first_) first_ = std::move(error);
    }
    bool any() const { return first_.has_value(); }
    const Error& first() const { return *first_; }

private:
    std::optional<Error> first_;
};

// A word of the API and what it stands for.
template <class T>
using Word = std::pair<std::string_view, T>;

// Reads the members of one object, each at most once. What is wrong goes to the Problem, with its
// JSON Pointer, and a default is given back, so that callers look once, at the end.
class Reader {
public:
    // `value` and `problem` outlive the reader.
    Reader(const Json& value, std::string pointer, Problem& problem);

    // The member `name`; null if it is missing or null.
    const Json* take(std::string_view name);
    // The same, and its absence is a problem.
    const Json* require(std::string_view name);

    std::string required_string(std::string_view name);
    std::optional<std::string> optional_string(std::string_view name, std::size_t characters_max);
    bool boolean(std::string_view name, bool fallback);
    std::optional<std::uint64_t> integer(std::string_view name, std::uint64_t max);

    // The value of a required member that has a parse function of its own.
    template <class T>
    std::optional<T> required(std::string_view name, Result<T> (*parse)(std::string_view)) {
        const Json* found = require(name);
        if (found == nullptr) return std::nullopt;
        return parsed(*found, name, parse);
    }
    template <class T>
    std::optional<T> parsed(const Json& value, std::string_view name,
                            Result<T> (*parse)(std::string_view)) {
        if (value.string() == nullptr) {
            wrong(name, "expected a string");
            return std::nullopt;
        }
        auto result = parse(*value.string());
        if (result) return *result;
        problem_.found(Error{result.error().code, pointer_to(name), result.error().detail});
        return std::nullopt;
    }
    template <class T>
    std::optional<T> choice(std::string_view name, std::span<const Word<T>> words) {
        const Json* found = take(name);
        if (found == nullptr) return std::nullopt;
        if (found->string() != nullptr)
            for (const auto& [word, meaning] : words)
                if (word == *found->string()) return meaning;
        std::string expected = "expected one of";
        for (const auto& [word, meaning] : words) expected.append(" ").append(word);
        wrong(name, expected);
        return std::nullopt;
    }

    void wrong(std::string_view name, std::string detail);
    std::string pointer_to(std::string_view name) const;
    // Members that nobody took are a problem.
    void finish();

private:
    const Json& value_;
    std::string pointer_;
    Problem& problem_;
    std::vector<std::string_view> taken_;
};

}  // namespace domain::codec
