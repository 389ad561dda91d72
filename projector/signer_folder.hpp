// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "domain/merkle/checkpoint.hpp"
#include "domain/merkle/note.hpp"
#include "platform/result.hpp"

namespace projector {

// The notes of a file of checkpoints, each followed by an empty line, and what a write that was cut
// short left behind them.
struct NotesInFile {
    std::vector<std::string_view> notes;
    std::string_view torn;
};
NotesInFile split_notes(std::string_view file);

// What a signer must never lose: its keys and every checkpoint that it signed, of one log, in
// DIR/LOG-ID. It is no part of the read model and outlives it.
//
//   N.key         a signing key, a secret (mode 0600); each of them signs
//   vkeys         what verifies every key that ever signed, one a line
//   checkpoints   every checkpoint signed, oldest first, each followed by an empty line
//   last          the last of them
//
// Threads: one at a time.
class SignerFolder {
public:
    // Opens it for the one signer; a key is made where there never was one. `origin` is the first
    // part of the key's name, ORIGIN/log/LOG-ID.
    // Errors: unavailable (another signer has it), invalid (a bad origin, keys of another origin or
    // none left), corrupt (it is not what was written: names the file), io.
    static platform::Result<std::unique_ptr<SignerFolder>> open(const std::filesystem::path& signer,
                                                                const std::string& log_id,
                                                                const std::string& origin);

    SignerFolder(const SignerFolder&) = delete;
    SignerFolder& operator=(const SignerFolder&) = delete;
    ~SignerFolder();

    // ORIGIN/log/LOG-ID.
    const std::string& name() const { return name_; }
    const std::vector<domain::merkle::SigningKey>& keys() const { return keys_; }
    // Every checkpoint signed, in the order of their sizes, which rise.
    const std::vector<domain::merkle::Checkpoint>& history() const { return history_; }
    // The note of the last one; empty if there is none.
    const std::string& last() const { return last_; }

    // Keeps a checkpoint, larger than the last one; once this has returned it may be shown.
    // Errors: io; it may be kept or not, and must not be shown.
    platform::Status add(const domain::merkle::Checkpoint& checkpoint, const std::string& note);

private:
    SignerFolder(std::filesystem::path folder, std::string name);

    platform::Status lock();
    platform::Status load_keys();
    platform::Status load_history();
    platform::Status check_last();

    std::filesystem::path folder_;
    std::string name_;
    int lock_ = -1;
    int file_ = -1;
    std::vector<domain::merkle::SigningKey> keys_;
    std::vector<domain::merkle::VerifierKey> verifiers_;
    std::vector<domain::merkle::Checkpoint> history_;
    std::vector<std::string> tail_;
    std::string last_;
};

// Makes one more key of the same name beside those that are there: a signer started from now on
// signs with all of them. Errors: not_found (no signer was ever here), corrupt, io.
platform::Result<domain::merkle::VerifierKey> add_signing_key(const std::filesystem::path& folder);

// The vkeys of every key that ever signed, oldest first. Errors: not_found, corrupt, io.
platform::Result<std::vector<domain::merkle::VerifierKey>> signer_verifiers(
    const std::filesystem::path& folder);

}  // namespace projector
