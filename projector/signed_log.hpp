// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "domain/merkle/checkpoint.hpp"

namespace projector {

struct SignedCheckpoint {
    domain::merkle::Checkpoint checkpoint;
    // As it is served.
    std::string note;
};

// What of the log is signed and equal to the read model's own tree: all that may be served of the
// tree. Threads: any.
class SignedLog {
public:
    // Null while there is none.
    std::shared_ptr<const SignedCheckpoint> newest() const;
    // Why there is none, for people.
    std::string why_none() const;

    void publish(SignedCheckpoint checkpoint);
    // The tree is not what was signed: nothing is served any more. The first reason counts.
    void refuse(std::string why);
    bool is_refused() const;

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const SignedCheckpoint> newest_;
    std::string refusal_;
};

// Records that the newest checkpoint covers; 0 if there is none.
double signed_records(const SignedLog& log);

}  // namespace projector
