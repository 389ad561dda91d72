// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/access/identity.hpp"
#include "platform/result.hpp"

namespace platform::access {

// Units: bytes before they are written in hexadecimal.
constexpr std::size_t key_id_bytes = 8;
constexpr std::size_t key_secret_bytes = 32;

// SHA-256 of the text of a key.
using KeyDigest = std::array<std::uint8_t, 32>;

// The text of a key, "barometre_ID_SECRET": both parts in lower-case hexadecimal, ID to name the
// key by, SECRET 256 bits of chance. To be shown once and kept by nobody but its holder.
// Errors: io (the system gives no random numbers).
Result<std::string> make_key_text();

// The ID of a text that is a key by its form; any other text has none.
std::optional<std::string> key_id_of(std::string_view text);

KeyDigest digest_of(std::string_view key_text);

// Takes as long whatever the digests are.
bool same_digest(const KeyDigest& left, const KeyDigest& right);

// Longest time of making or revoking.
constexpr std::size_t key_time_chars_max = 40;

// A key as it is kept: what verifies it, not the key.
struct Key {
    std::string id;
    KeyDigest digest{};
    Identity identity;
    // RFC 3339; `revoked` is empty while it is good.
    std::string created;
    std::string revoked = {};
};

// What `name`, rights and sources of a key must be. Errors: invalid, with what is wrong.
constexpr std::size_t key_name_chars_max = 64;
constexpr std::size_t key_source_chars_max = 256;
constexpr std::size_t key_sources_max = 100;
Status check_identity(const Identity& identity);

}  // namespace platform::access
