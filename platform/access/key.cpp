// SPDX-License-Identifier: EUPL-1.2
#include "platform/access/key.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <span>

#include "platform/access/hex.hpp"

namespace platform::access {
namespace {

constexpr std::string_view key_prefix = "barometre_";
constexpr std::size_t id_chars = 2 * key_id_bytes;
constexpr std::size_t secret_chars = 2 * key_secret_bytes;
constexpr Rights rights_to_write{Right::report, Right::define, Right::history_load};

Status fill_with_chance(std::span<std::uint8_t> bytes) {
    if (::getrandom(bytes.data(), bytes.size(), 0) == static_cast<::ssize_t>(bytes.size()))
        return {};
    return Error{Errc::io,
                 std::string{"keys: the system gives no random numbers: "} + std::strerror(errno)};
}

bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= key_name_chars_max &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      c == '-' || c == '_' || c == '.';
           });
}

bool is_source(std::string_view source) {
    return !source.empty() && source.size() <= key_source_chars_max &&
           std::all_of(source.begin(), source.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

Error invalid(std::string what) {
    return {Errc::invalid, "keys: " + std::move(what)};
}

}  // namespace

Result<std::string> make_key_text() {
    std::array<std::uint8_t, key_id_bytes> id{};
    std::array<std::uint8_t, key_secret_bytes> secret{};
    if (auto filled = fill_with_chance(id); !filled) return filled.error();
    if (auto filled = fill_with_chance(secret); !filled) return filled.error();
    std::string text = std::string{key_prefix} + hex(id) + "_" + hex(secret);
    OPENSSL_cleanse(secret.data(), secret.size());
    return text;
}

std::optional<std::string> key_id_of(std::string_view text) {
    if (text.size() != key_prefix.size() + id_chars + 1 + secret_chars) return std::nullopt;
    if (!text.starts_with(key_prefix)) return std::nullopt;
    text.remove_prefix(key_prefix.size());
    const std::string_view id = text.substr(0, id_chars);
    if (text[id_chars] != '_' || !is_hex(id) || !is_hex(text.substr(id_chars + 1)))
        return std::nullopt;
    return std::string{id};
}

KeyDigest digest_of(std::string_view key_text) {
    KeyDigest digest{};
    unsigned size = 0;
    const int done = ::EVP_Digest(key_text.data(), key_text.size(), digest.data(), &size,
                                  ::EVP_sha256(), nullptr);
    // It fails only without memory: then no key must seem to fit.
    if (done != 1 || size != digest.size()) std::abort();
    return digest;
}

bool same_digest(const KeyDigest& left, const KeyDigest& right) {
    return ::CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

Status check_identity(const Identity& identity) {
    if (!is_name(identity.name))
        return invalid("a name is 1 to " + std::to_string(key_name_chars_max) +
                       " letters, digits, '-', '_' or '.'");
    if (identity.name == local_name)
        return invalid("the name \"local\" is that of whoever is on a machine without keys");
    if (identity.rights.empty()) return invalid("a key has at least one right");
    if (identity.sources.size() > key_sources_max)
        return invalid("a key has at most " + std::to_string(key_sources_max) + " sources");
    if (!std::all_of(identity.sources.begin(), identity.sources.end(), is_source))
        return invalid("a source is 1 to " + std::to_string(key_source_chars_max) +
                       " characters of ASCII without spaces, or *");
    if (identity.sources.empty() && identity.rights.meets(rights_to_write))
        return invalid("a key that may write names its sources, or * for all");
    return {};
}

}  // namespace platform::access
