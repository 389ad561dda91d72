// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/log_export.hpp"
#include "domain/merkle/note.hpp"
#include "platform/result.hpp"

namespace cli {

// What was found true of an export.
struct Verified {
    std::string origin;
    std::uint64_t records = 0;
    std::uint64_t tiles = 0;
    std::uint64_t checkpoints = 0;
    std::uint64_t editions = 0;
    // Records that the newest checkpoint covers.
    std::uint64_t signed_records = 0;
    std::string digest;
};

// Checks a whole export, offline: makes the tree of the records again and compares every tile and
// every checkpoint with it, verifies the signatures with `keys`, folds the records and compares the
// digest, the catalogue and the editions.
// Errors: invalid (what does not fit, by its name: the first record, a tile, a checkpoint),
// not_found (a file is missing), io.
platform::Result<Verified> verify_export(const std::filesystem::path& folder,
                                         const std::vector<domain::merkle::VerifierKey>& keys,
                                         const ExportProgress& progress);

// The keys in `vkeys` of an export: of the same hand as the rest of it.
// Errors: not_found, invalid, io.
platform::Result<std::vector<domain::merkle::VerifierKey>> exported_keys(
    const std::filesystem::path& folder);

// What a proof stands for.
struct VerifiedEvent {
    std::string origin;
    std::uint64_t index = 0;
    std::uint64_t size = 0;
};

// Checks the C2SP tlog-proof in the file `proof` for the event in the file `event`: its stored
// value, or its line of an export or replay.
// Errors: invalid (it does not prove it), not_found, io.
platform::Result<VerifiedEvent> verify_event(const std::filesystem::path& proof,
                                             const std::filesystem::path& event,
                                             const std::vector<domain::merkle::VerifierKey>& keys);

}  // namespace cli
