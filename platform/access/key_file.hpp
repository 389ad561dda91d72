// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "platform/access/key.hpp"
#include "platform/result.hpp"

// The file of the keys of a site (docs/decisions/0010). A line for each, after one that says what
// the file is; the parts of a line stand between single spaces:
//   barometre-keys 1
//   ID SHA-256 NAME RIGHT[,RIGHT…] CREATED REVOKED|- [SOURCE…]
namespace platform::access {

constexpr std::size_t keys_max = 10'000;
// Units: bytes.
constexpr std::size_t key_file_bytes_max = 16 * 1024 * 1024;

// Errors: corrupt, with the number of the line. Edge: an id that is there twice is an error.
Result<std::vector<Key>> parse_keys(std::string_view text);
std::string text_of(const std::vector<Key>& keys);

// A key that was made: what is kept of it, and what its holder is given.
struct MadeKey {
    Key key;
    std::string text;
};

// Errors: not_found (no such file), corrupt, io, invalid (somebody else may write it).
Result<std::vector<Key>> read_keys(const std::filesystem::path& path);

// Makes a key and adds it to the file, which is made when it is not there. `now` is RFC 3339.
// The file is replaced at once and durably, with mode 0600; run by the superuser, it belongs to
// whom it, or its folder, belonged. Two at a time wait for each other, as with revoke_key().
// Errors: invalid (identity, keys_max, key_file_bytes_max), and those of read_keys() but not_found.
Result<MadeKey> add_key(const std::filesystem::path& path, Identity identity, std::string now);

// Marks a key as revoked; it stays in the file, to tell later whose it was.
// Errors: not_found (no such key, or revoked before), and those of read_keys().
Status revoke_key(const std::filesystem::path& path, std::string_view id, std::string now);

// The key in a file that a client keeps it in: its first line, alone or as the header that presents
// it, "Authorization: Bearer KEY", which `curl -H @FILE` sends.
// Errors: not_found, io, invalid (it is no key); none of them shows what is in it.
Result<std::string> read_key_text(const std::filesystem::path& path);

}  // namespace platform::access
