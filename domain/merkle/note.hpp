// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/ed25519.hpp"
#include "domain/error.hpp"

// Signed notes (C2SP signed-note), with Ed25519.
namespace domain::merkle {

constexpr std::size_t note_bytes_max = 65'536;
constexpr std::size_t note_signatures_max = 100;

// What checks the signatures of one key. Its text, a "vkey", is NAME+KEYID+KEY.
struct VerifierKey {
    std::string name;
    std::uint32_t id = 0;
    Ed25519PublicKey key{};

    std::string text() const;
    friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};

// Errors: vkey-bad-format (also: another algorithm, an id that is not the key's).
Result<VerifierKey> parse_verifier_key(std::string_view text);

// What signs. Its text is PRIVATE+KEY+NAME+KEYID+SEED, as Go's sumdb/note has it: a secret.
struct SigningKey {
    std::string name;
    Ed25519Seed seed{};

    VerifierKey verifier() const;
    std::string text() const;
};

// Errors: signing-key-bad-format.
Result<SigningKey> parse_signing_key(std::string_view text);

// Whether a key may be called that: UTF-8 without spaces, control characters and "+", not empty.
bool is_key_name(std::string_view name);

struct NoteSignature {
    std::string name;
    std::uint32_t key_id = 0;
    std::string bytes;
};

// A text, which ends with a line break, and who signed it. Nothing is verified by being parsed.
struct Note {
    std::string text;
    std::vector<NoteSignature> signatures;
};

// Errors: note-bad-format, note-too-large.
Result<Note> parse_note(std::string_view bytes);

// The note of `text`, signed with each key. Precondition: `text` ends with a line break and is
// UTF-8 without control characters but that.
std::string sign_note(std::string_view text, std::span<const SigningKey> keys);

// Which of `known` signed `note`, in that order. Signatures of other keys are left aside.
// Errors: note-bad-signature (a known key's), note-unsigned (by any of them).
Result<std::vector<VerifierKey>> verify_note(const Note& note, std::span<const VerifierKey> known);

}  // namespace domain::merkle
