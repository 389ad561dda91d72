// SPDX-License-Identifier: EUPL-1.2
#include "domain/merkle/checkpoint.hpp"

#include <charconv>
#include <optional>

#include "domain/merkle/base64.hpp"

namespace domain::merkle {
namespace {

constexpr std::string_view proof_header = "c2sp.org/tlog-proof@v1\n";
constexpr std::string_view index_word = "index ";
constexpr std::string_view extra_word = "extra ";
constexpr std::size_t proof_hashes_max = 64;

// The next line of `text` without its line break, which must be there; it is taken off.
std::optional<std::string_view> take_line(std::string_view& text) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
    std::uint64_t value = 0;
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    if (parsed.ec != std::errc{} || parsed.ptr != end || std::to_string(value) != text)
        return std::nullopt;
    return value;
}

std::optional<Hash> parse_hash(std::string_view text) {
    const auto bytes = from_base64(text);
    return bytes ? hash_of_bytes(*bytes) : std::nullopt;
}

}  // namespace

std::string checkpoint_text(const Checkpoint& checkpoint) {
    return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" +
           base64(bytes_of(checkpoint.root)) + "\n";
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
    const auto origin = take_line(text);
    const auto size_line = take_line(text);
    const auto root_line = take_line(text);
    const auto size = size_line ? parse_number(*size_line) : std::nullopt;
    const auto root = root_line ? parse_hash(*root_line) : std::nullopt;
    if (!origin || origin->empty() || !size || !root)
        return Error{"checkpoint-bad-format", "", "expected the lines origin, size and root"};
    while (!text.empty()) {
        const auto line = take_line(text);
        if (!line || line->empty())
            return Error{"checkpoint-bad-format", "", "an extension is no line of text"};
    }
    return Checkpoint{std::string{*origin}, *size, *root};
}

Result<Checkpoint> open_checkpoint(std::string_view note, std::span<const VerifierKey> keys) {
    const auto parsed = parse_note(note);
    if (!parsed) return parsed.error();
    const auto signers = verify_note(*parsed, keys);
    if (!signers) return signers.error();
    auto checkpoint = parse_checkpoint(parsed->text);
    if (!checkpoint) return checkpoint.error();
    for (const VerifierKey& signer : *signers)
        if (signer.name == checkpoint->origin) return checkpoint;
    return Error{"checkpoint-other-origin", "", "it is of another log, " + checkpoint->origin};
}

std::string log_proof_text(const LogProof& proof) {
    std::string text{proof_header};
    text.append(index_word).append(std::to_string(proof.index)).append("\n");
    for (const Hash& hash : proof.hashes) text.append(base64(bytes_of(hash))).append("\n");
    return text + "\n" + proof.checkpoint;
}

Result<LogProof> parse_log_proof(std::string_view text) {
    const auto wrong = [](std::string_view why) {
        return Error{"log-proof-bad-format", "", std::string{"not a proof of a log: "}.append(why)};
    };
    if (!text.starts_with(proof_header)) return wrong("its first line is another");
    text.remove_prefix(proof_header.size());
    if (text.starts_with(extra_word)) (void)take_line(text);
    const auto line = take_line(text);
    if (!line || !line->starts_with(index_word)) return wrong("no index");
    const auto index = parse_number(line->substr(index_word.size()));
    if (!index) return wrong("no index");
    LogProof proof{.index = *index, .hashes = {}, .checkpoint = {}};
    for (;;) {
        const auto next = take_line(text);
        if (!next) return wrong("no blank line before the checkpoint");
        if (next->empty()) break;
        const auto hash = parse_hash(*next);
        if (!hash || proof.hashes.size() == proof_hashes_max) return wrong("a hash is none");
        proof.hashes.push_back(*hash);
    }
    proof.checkpoint = text;
    return proof;
}

Result<Checkpoint> open_log_proof(const LogProof& proof, std::string_view entry,
                                  std::span<const VerifierKey> keys) {
    auto checkpoint = open_checkpoint(proof.checkpoint, keys);
    if (!checkpoint) return checkpoint.error();
    const Inclusion claim{proof.index, checkpoint->size, leaf_hash(entry), checkpoint->root};
    if (!verify(claim, proof.hashes))
        return Error{"log-proof-wrong", "", "the entry is not what the checkpoint stands for"};
    return checkpoint;
}

}  // namespace domain::merkle
