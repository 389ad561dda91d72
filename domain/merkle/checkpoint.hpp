// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "domain/error.hpp"
#include "domain/merkle/note.hpp"
#include "domain/merkle/tree.hpp"

namespace domain::merkle {

// The state of a log: what a note about it says (C2SP tlog-checkpoint).
struct Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    Hash root{};

    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// Three lines: origin, size, root.
std::string checkpoint_text(const Checkpoint& checkpoint);
// Edge: lines after the third are extensions and left aside. Errors: checkpoint-bad-format.
Result<Checkpoint> parse_checkpoint(std::string_view text);

// The checkpoint in `note` where `keys`, whose name is its origin, signed it.
// Errors: as parse_note(), verify_note(), parse_checkpoint(); checkpoint-other-origin.
Result<Checkpoint> open_checkpoint(std::string_view note, std::span<const VerifierKey> keys);

// A proof that an entry is in a log, for a file of its own (C2SP tlog-proof).
struct LogProof {
    std::uint64_t index = 0;
    Proof hashes;
    // The checkpoint's note as it was published.
    std::string checkpoint;
};

std::string log_proof_text(const LogProof& proof);
// Errors: log-proof-bad-format. The checkpoint is not looked into.
Result<LogProof> parse_log_proof(std::string_view text);

// The checkpoint of `proof`, where `keys` signed it and it holds `entry` at that index.
// Errors: as open_checkpoint(), log-proof-wrong.
Result<Checkpoint> open_log_proof(const LogProof& proof, std::string_view entry,
                                  std::span<const VerifierKey> keys);

}  // namespace domain::merkle
