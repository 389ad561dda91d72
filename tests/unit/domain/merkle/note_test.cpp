// SPDX-License-Identifier: EUPL-1.2
#include "domain/merkle/note.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/merkle/base64.hpp"
#include "domain/merkle/checkpoint.hpp"
#include "tests/support/must.hpp"

namespace domain::merkle {
namespace {

using support::must;

SigningKey key_named(std::string name, std::uint8_t first_byte = 1) {
    SigningKey key{std::move(name), {}};
    key.seed[0] = first_byte;
    return key;
}

TEST(Base64, TakesOnlyWhatItWrites) {
    EXPECT_EQ(base64(""), "");
    EXPECT_EQ(base64("M"), "TQ==");
    EXPECT_EQ(base64("Ma"), "TWE=");
    EXPECT_EQ(base64("Man"), "TWFu");
    EXPECT_EQ(from_base64("TWE="), "Ma");
    for (const auto* text :
         {"TWE", "TWF=", "TR==", "TQ=", "T", "TWE=\n", "TW E=", "TQ==TQ==", "-_8="})
        EXPECT_FALSE(from_base64(text)) << text;
}

TEST(VerifierKey, IsReadAsItIsWritten) {
    const VerifierKey key = key_named("example.org/log/a").verifier();
    EXPECT_EQ(must(parse_verifier_key(key.text())), key);
    EXPECT_EQ(must(parse_signing_key(key_named("a").text())).text(), key_named("a").text());
    std::string other_id = key.text();
    const auto digit = other_id.find('+') + 1;
    other_id[digit] = other_id[digit] == '0' ? '1' : '0';
    EXPECT_FALSE(parse_verifier_key(other_id));
    EXPECT_FALSE(parse_verifier_key("example.org+0+AA=="));
    EXPECT_FALSE(parse_verifier_key(""));
}

TEST(VerifierKey, HasANameWithoutSpaces) {
    for (const auto* name :
         {"", "a b", "a+b", "a\tb", "a\u00a0b", "a\u2028", "\xff", "\xed\xa0\x80"})
        EXPECT_FALSE(is_key_name(name)) << name;
    EXPECT_TRUE(is_key_name("préfecture.example/log/k7Qd"));
}

TEST(SignedNote, IsVerifiedByEachKeyThatSigned) {
    const std::vector<SigningKey> keys{key_named("a", 1), key_named("a", 2)};
    const Note note = must(parse_note(sign_note("one\ntwo\n", keys)));
    EXPECT_EQ(note.text, "one\ntwo\n");
    const VerifierKey first = keys[0].verifier();
    const VerifierKey second = keys[1].verifier();
    const VerifierKey stranger = key_named("b").verifier();
    EXPECT_EQ(must(verify_note(note, std::vector{stranger, second, first})),
              (std::vector{second, first}));
    EXPECT_EQ(verify_note(note, std::vector{stranger}).error().code, "note-unsigned");
}

TEST(SignedNote, IsRefusedWhenAKnownSignatureIsWrong) {
    const std::vector<SigningKey> keys{key_named("a", 1), key_named("a", 2)};
    Note note = must(parse_note(sign_note("one\n", keys)));
    note.signatures[1].bytes[0] ^= 1;
    const std::vector both{keys[0].verifier(), keys[1].verifier()};
    EXPECT_EQ(verify_note(note, both).error().code, "note-bad-signature");
    EXPECT_TRUE(verify_note(note, std::vector{keys[0].verifier()}));
}

TEST(SignedNote, HasLimits) {
    const std::vector<SigningKey> one{key_named("a")};
    const std::string note = sign_note("x\n", one);
    const std::string line = note.substr(note.find("\n\n") + 2);
    std::string many = note;
    for (std::size_t i = 1; i < note_signatures_max; ++i) many += line;
    EXPECT_TRUE(parse_note(many));
    EXPECT_EQ(parse_note(many + line).error().code, "note-bad-format");

    const std::size_t rest = note.size() - 1;
    EXPECT_TRUE(parse_note(sign_note(std::string(note_bytes_max - rest, 'x') + "\n", one)));
    EXPECT_EQ(
        parse_note(sign_note(std::string(note_bytes_max - rest + 1, 'x') + "\n", one)).error().code,
        "note-too-large");
}

TEST(Checkpoint, IsThreeLines) {
    const Checkpoint checkpoint{"example.org/log/a", 7, leaf_hash("x")};
    const std::string text = checkpoint_text(checkpoint);
    EXPECT_EQ(must(parse_checkpoint(text)), checkpoint);
    EXPECT_EQ(must(parse_checkpoint(text + "extension\n")), checkpoint);
    for (const auto& wrong :
         {std::string{"a\n07\n"} + base64(bytes_of(checkpoint.root)) + "\n",
          std::string{"a\n7\nAAAA\n"}, std::string{"a\n7\n"}, std::string{}, text + "\n",
          text + "no line", std::string{"\n7\n"} + base64(bytes_of(checkpoint.root)) + "\n"})
        EXPECT_EQ(parse_checkpoint(wrong).error().code, "checkpoint-bad-format") << wrong;
}

TEST(Checkpoint, IsOfTheLogThatItsKeyNames) {
    const std::vector<SigningKey> keys{key_named("example.org/log/a")};
    const std::vector known{keys[0].verifier()};
    const Checkpoint own{"example.org/log/a", 7, leaf_hash("x")};
    const Checkpoint other{"example.org/log/b", 7, leaf_hash("x")};
    EXPECT_EQ(must(open_checkpoint(sign_note(checkpoint_text(own), keys), known)), own);
    EXPECT_EQ(open_checkpoint(sign_note(checkpoint_text(other), keys), known).error().code,
              "checkpoint-other-origin");
}

TEST(LogProof, IsAFileOfItsOwn) {
    const std::vector<SigningKey> keys{key_named("example.org/log/a")};
    const std::vector known{keys[0].verifier()};
    const Hash root = node_hash(leaf_hash("zero"), leaf_hash("one"));
    const std::string note = sign_note(checkpoint_text({"example.org/log/a", 2, root}), keys);
    const std::string text = log_proof_text({1, {leaf_hash("zero")}, note});
    EXPECT_TRUE(text.starts_with("c2sp.org/tlog-proof@v1\nindex 1\n"));
    const LogProof proof = must(parse_log_proof(text));
    EXPECT_EQ(log_proof_text(proof), text);
    EXPECT_EQ(must(open_log_proof(proof, "one", known)).size, 2U);
    EXPECT_EQ(open_log_proof(proof, "zero", known).error().code, "log-proof-wrong");
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string flipped = text;
        flipped[i] ^= 1;
        const auto parsed = parse_log_proof(flipped);
        EXPECT_FALSE(parsed && open_log_proof(*parsed, "one", known)) << "byte " << i;
    }
}

}  // namespace
}  // namespace domain::merkle
