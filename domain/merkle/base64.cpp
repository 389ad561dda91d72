// SPDX-License-Identifier: EUPL-1.2
#include "domain/merkle/base64.hpp"

#include <cstddef>
#include <cstdint>

namespace domain::merkle {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr unsigned digit_bits = 6;
constexpr unsigned byte_bits = 8;
constexpr std::size_t quantum = 4;

}  // namespace

std::string base64(std::string_view bytes) {
    std::string text;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char byte : bytes) {
        held = held << byte_bits | static_cast<unsigned char>(byte);
        bits += byte_bits;
        while (bits >= digit_bits) {
            bits -= digit_bits;
            text.push_back(alphabet[held >> bits & 63U]);
        }
    }
    if (bits > 0) text.push_back(alphabet[held << (digit_bits - bits) & 63U]);
    while (text.size() % quantum != 0) text.push_back('=');
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    std::string bytes;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char digit : text.substr(0, text.find('='))) {
        const auto value = alphabet.find(digit);
        if (value == std::string_view::npos) return std::nullopt;
        held = held << digit_bits | static_cast<std::uint32_t>(value);
        bits += digit_bits;
        if (bits >= byte_bits) {
            bits -= byte_bits;
            bytes.push_back(static_cast<char>(held >> bits & 255U));
        }
    }
    if (base64(bytes) != text) return std::nullopt;
    return bytes;
}

}  // namespace domain::merkle
