// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace platform::access {

inline constexpr std::string_view hex_digits = "0123456789abcdef";

// Lower-case hexadecimal.
inline std::string hex(std::span<const std::uint8_t> bytes) {
    std::string text;
    text.reserve(2 * bytes.size());
    for (const std::uint8_t byte : bytes) {
        text.push_back(hex_digits[byte / 16]);
        text.push_back(hex_digits[byte % 16]);
    }
    return text;
}

// Whether it is of lower-case hexadecimal digits alone.
inline bool is_hex(std::string_view text) {
    return text.find_first_not_of(hex_digits) == std::string_view::npos;
}

}  // namespace platform::access
