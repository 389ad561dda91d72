// SPDX-License-Identifier: EUPL-1.2
#include "platform/access/key_line.hpp"

#include <algorithm>
#include <optional>

#include "platform/access/hex.hpp"

namespace platform::access {
namespace {

constexpr std::string_view good = "-";
constexpr std::size_t id_chars = 2 * key_id_bytes;

std::uint8_t value_of(char digit) {
    return static_cast<std::uint8_t>(hex_digits.find(digit));
}

std::optional<KeyDigest> digest_in(std::string_view text) {
    KeyDigest digest{};
    if (text.size() != 2 * digest.size() || !is_hex(text)) return std::nullopt;
    for (std::size_t i = 0; i < digest.size(); ++i)
        digest[i] =
            static_cast<std::uint8_t>(value_of(text[2 * i]) * 16 + value_of(text[2 * i + 1]));
    return digest;
}

std::optional<Rights> rights_in(std::string_view text) {
    Rights rights;
    while (true) {
        const auto end = std::min(text.find(','), text.size());
        const auto right = right_named(text.substr(0, end));
        if (!right) return std::nullopt;
        rights.add(*right);
        if (end == text.size()) return rights;
        text.remove_prefix(end + 1);
    }
}

bool is_time(std::string_view text) {
    return !text.empty() && text.size() <= key_time_chars_max && text != good &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

// The text up to the next space, taken off `line` with it.
std::string_view take_word(std::string_view& line) {
    const auto word = line.substr(0, line.find(' '));
    line.remove_prefix(std::min(line.size(), word.size() + 1));
    return word;
}

}  // namespace

std::string key_line(const Key& key) {
    std::string line = key.id + " " + hex(key.digest) + " " + key.identity.name + " " +
                       key.identity.rights.text(',') + " " + key.created + " ";
    line += key.revoked.empty() ? std::string{good} : key.revoked;
    for (const std::string& source : key.identity.sources) line += " " + source;
    return line;
}

Result<Key> parse_key_line(std::string_view line) {
    const auto wrong = [](std::string_view what) {
        return Error{Errc::corrupt, "the " + std::string{what} + " cannot be read"};
    };
    Key key;
    key.id = take_word(line);
    if (key.id.size() != id_chars || !is_hex(key.id)) return wrong("id");
    const auto digest = digest_in(take_word(line));
    if (!digest) return wrong("SHA-256");
    key.digest = *digest;
    key.identity.name = take_word(line);
    const auto rights = rights_in(take_word(line));
    if (!rights) return wrong("list of rights");
    key.identity.rights = *rights;
    key.created = take_word(line);
    if (!is_time(key.created)) return wrong("time of making");
    const auto revoked = take_word(line);
    if (revoked != good) {
        if (!is_time(revoked)) return wrong("time of revoking");
        key.revoked = revoked;
    }
    while (!line.empty()) key.identity.sources.emplace_back(take_word(line));
    if (const auto checked = check_identity(key.identity); !checked)
        return Error{Errc::corrupt, checked.error().detail};
    return key;
}

}  // namespace platform::access
