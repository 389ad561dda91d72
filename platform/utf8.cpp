// SPDX-License-Identifier: EUPL-1.2
#include "platform/utf8.hpp"

namespace platform {
namespace {

constexpr bool between(unsigned char byte, unsigned char low, unsigned char high) {
    return byte >= low && byte <= high;
}

// The bounds of the second byte are narrower for four lead bytes: no overlong form, no surrogate,
// nothing above U+10FFFF.
constexpr bool second_byte_fits(unsigned char lead, unsigned char second) {
    switch (lead) {
        case 0xE0:
            return between(second, 0xA0, 0xBF);
        case 0xED:
            return between(second, 0x80, 0x9F);
        case 0xF0:
            return between(second, 0x90, 0xBF);
        case 0xF4:
            return between(second, 0x80, 0x8F);
        default:
            return between(second, 0x80, 0xBF);
    }
}

constexpr std::size_t length_of(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (between(lead, 0xC2, 0xDF)) return 2;
    if (between(lead, 0xE0, 0xEF)) return 3;
    if (between(lead, 0xF0, 0xF4)) return 4;
    return 0;
}

}  // namespace

std::size_t utf8_sequence_bytes(std::string_view text) {
    if (text.empty()) return 0;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const std::size_t length = length_of(byte(0));
    if (length < 2) return length;
    if (text.size() < length || !second_byte_fits(byte(0), byte(1))) return 0;
    for (std::size_t i = 2; i < length; ++i) {
        if (!between(byte(i), 0x80, 0xBF)) return 0;
    }
    return length;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t bytes = utf8_sequence_bytes(text);
        if (bytes == 0) return false;
        text.remove_prefix(bytes);
    }
    return true;
}

}  // namespace platform
