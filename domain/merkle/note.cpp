// SPDX-License-Identifier: EUPL-1.2
#include "domain/merkle/note.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "domain/merkle/base64.hpp"
#include "domain/sha256.hpp"

namespace domain::merkle {
namespace {

constexpr char ed25519_type = 0x01;
constexpr std::string_view signing_key_prefix = "PRIVATE+KEY+";
constexpr std::string_view signature_prefix = "\u2014 ";
constexpr std::size_t key_id_bytes = 4;
constexpr std::size_t key_id_digits = 8;

std::string_view view_of(const std::array<std::uint8_t, 32>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::uint32_t read_u32(std::string_view bytes) {
    std::uint32_t value = 0;
    for (const char byte : bytes.substr(0, key_id_bytes))
        value = value << 8U | static_cast<unsigned char>(byte);
    return value;
}

std::string bytes_of(std::uint32_t value) {
    std::string bytes;
    for (unsigned shift = 32; shift > 0;) {
        shift -= 8;
        bytes.push_back(static_cast<char>(value >> shift & 255U));
    }
    return bytes;
}

std::uint32_t key_id(std::string_view name, const Ed25519PublicKey& key) {
    std::string named{name};
    named.append({'\n', ed25519_type}).append(view_of(key));
    const Sha256 digest = sha256(named);
    return read_u32({reinterpret_cast<const char*>(digest.data()), key_id_bytes});
}

std::string hex_of(std::uint32_t id) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (unsigned shift = 32; shift > 0;) {
        shift -= 4;
        text.push_back(digits[id >> shift & 15U]);
    }
    return text;
}

std::optional<std::uint32_t> id_of_hex(std::string_view text) {
    std::uint32_t id = 0;
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, id, 16);
    if (text.size() != key_id_digits || parsed.ec != std::errc{} || parsed.ptr != end ||
        hex_of(id) != text)
        return std::nullopt;
    return id;
}

// One code point of `text`, which is taken off it; nothing where it is not well-formed UTF-8.
std::optional<char32_t> take_code_point(std::string_view& text) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (first >= 0x80 && (first < 0xc2 || first > 0xf4)) return std::nullopt;
    if (text.size() < length) return std::nullopt;
    char32_t code = length == 1 ? first : first & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xc0U) != 0x80U) return std::nullopt;
        code = code << 6U | (next & 0x3fU);
    }
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    if (overlong || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff) return std::nullopt;
    text.remove_prefix(length);
    return code;
}

// Of White_Space in Unicode 15, what is no control character.
bool is_space(char32_t code) {
    return code == 0x20 || code == 0x85 || code == 0xa0 || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200a) || code == 0x2028 || code == 0x2029 ||
           code == 0x202f || code == 0x205f || code == 0x3000;
}

// Well-formed UTF-8 whose control characters below U+0020 are line breaks alone.
bool is_note_text(std::string_view text) {
    while (!text.empty()) {
        const auto code = take_code_point(text);
        if (!code || (*code < 0x20 && *code != U'\n')) return false;
    }
    return true;
}

struct KeyText {
    std::string name;
    std::uint32_t id = 0;
    std::array<std::uint8_t, 32> bytes{};
};

// NAME+KEYID+base64 of the type and 32 bytes.
std::optional<KeyText> parse_key_text(std::string_view text) {
    const auto first = text.find('+');
    if (first == std::string_view::npos) return std::nullopt;
    const auto second = text.find('+', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    KeyText parsed;
    parsed.name = text.substr(0, first);
    const auto id = id_of_hex(text.substr(first + 1, second - first - 1));
    const auto bytes = from_base64(text.substr(second + 1));
    if (!id || !bytes || bytes->size() != 1 + parsed.bytes.size() ||
        bytes->front() != ed25519_type || !is_key_name(parsed.name))
        return std::nullopt;
    parsed.id = *id;
    std::copy(bytes->begin() + 1, bytes->end(), parsed.bytes.begin());
    return parsed;
}

std::string key_text(std::string_view name, std::uint32_t id,
                     const std::array<std::uint8_t, 32>& bytes) {
    return std::string{name} + "+" + hex_of(id) + "+" +
           base64(std::string{ed25519_type}.append(view_of(bytes)));
}

std::optional<NoteSignature> parse_signature(std::string_view line) {
    if (!line.starts_with(signature_prefix)) return std::nullopt;
    line.remove_prefix(signature_prefix.size());
    const auto space = line.find(' ');
    if (space == std::string_view::npos || !is_key_name(line.substr(0, space))) return std::nullopt;
    const auto bytes = from_base64(line.substr(space + 1));
    if (!bytes || bytes->size() <= key_id_bytes) return std::nullopt;
    return NoteSignature{std::string{line.substr(0, space)}, read_u32(*bytes),
                         bytes->substr(key_id_bytes)};
}

bool is_signed_by(const VerifierKey& key, std::string_view text, std::string_view bytes) {
    Ed25519Signature signature{};
    if (bytes.size() != signature.size()) return false;
    std::copy(bytes.begin(), bytes.end(), signature.begin());
    return ed25519_verify(key.key, text, signature);
}

}  // namespace

std::string VerifierKey::text() const {
    return key_text(name, id, key);
}

Result<VerifierKey> parse_verifier_key(std::string_view text) {
    const auto parsed = parse_key_text(text);
    if (!parsed || parsed->id != key_id(parsed->name, parsed->bytes))
        return Error{"vkey-bad-format", "",
                     "expected the key of an Ed25519 signature, NAME+KEYID+KEY, as `barometre log "
                     "vkey` prints it"};
    return VerifierKey{parsed->name, parsed->id, parsed->bytes};
}

VerifierKey SigningKey::verifier() const {
    const Ed25519PublicKey key = ed25519_public_key(seed);
    return {name, key_id(name, key), key};
}

std::string SigningKey::text() const {
    return std::string{signing_key_prefix} + key_text(name, verifier().id, seed);
}

Result<SigningKey> parse_signing_key(std::string_view text) {
    const Error wrong{"signing-key-bad-format", "", "expected PRIVATE+KEY+NAME+KEYID+SEED"};
    if (!text.starts_with(signing_key_prefix)) return wrong;
    const auto parsed = parse_key_text(text.substr(signing_key_prefix.size()));
    if (!parsed) return wrong;
    SigningKey key{parsed->name, parsed->bytes};
    if (key.verifier().id != parsed->id) return wrong;
    return key;
}

bool is_key_name(std::string_view name) {
    if (name.empty()) return false;
    while (!name.empty()) {
        const auto code = take_code_point(name);
        if (!code || *code < 0x20 || *code == U'+' || is_space(*code)) return false;
    }
    return true;
}

Result<Note> parse_note(std::string_view bytes) {
    if (bytes.size() > note_bytes_max)
        return Error{"note-too-large", "",
                     "a note has at most " + std::to_string(note_bytes_max) + " bytes"};
    const auto wrong = [](std::string_view why) {
        return Error{"note-bad-format", "", std::string{"not a signed note: "}.append(why)};
    };
    if (!is_note_text(bytes)) return wrong("expected UTF-8 without control characters");
    const auto blank = bytes.rfind("\n\n");
    if (blank == std::string_view::npos) return wrong("no blank line before the signatures");
    Note note;
    note.text = bytes.substr(0, blank + 1);
    bytes.remove_prefix(blank + 2);
    if (!bytes.ends_with('\n')) return wrong("no line break at the end");
    while (!bytes.empty()) {
        const auto end = bytes.find('\n');
        auto signature = parse_signature(bytes.substr(0, end));
        if (!signature) return wrong("a line of the signatures is none");
        if (note.signatures.size() == note_signatures_max) return wrong("too many signatures");
        note.signatures.push_back(std::move(*signature));
        bytes.remove_prefix(end + 1);
    }
    return note;
}

std::string sign_note(std::string_view text, std::span<const SigningKey> keys) {
    std::string note{text};
    note.push_back('\n');
    for (const SigningKey& key : keys) {
        const Ed25519Signature signature = ed25519_sign(key.seed, text);
        std::string bytes = bytes_of(key.verifier().id);
        bytes.append(signature.begin(), signature.end());
        note.append(signature_prefix).append(key.name).append(" ").append(base64(bytes));
        note.push_back('\n');
    }
    return note;
}

Result<std::vector<VerifierKey>> verify_note(const Note& note, std::span<const VerifierKey> known) {
    std::vector<VerifierKey> signers;
    for (const VerifierKey& key : known) {
        const auto is_by_key = [&key](const NoteSignature& signature) {
            return signature.name == key.name && signature.key_id == key.id;
        };
        const auto found = std::find_if(note.signatures.begin(), note.signatures.end(), is_by_key);
        if (found == note.signatures.end()) continue;
        if (!is_signed_by(key, note.text, found->bytes))
            return Error{"note-bad-signature", "", "the signature of " + key.text() + " is wrong"};
        signers.push_back(key);
    }
    if (signers.empty())
        return Error{"note-unsigned", "", "it is signed by none of the keys that are trusted"};
    return signers;
}

}  // namespace domain::merkle
