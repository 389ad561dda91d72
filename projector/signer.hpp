// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "domain/merkle/tree.hpp"
#include "projector/read_model/store.hpp"
#include "projector/signed_log.hpp"
#include "projector/signer_folder.hpp"

namespace projector {

// Signs what a store holds of its log, at most once a second, and only what it has verified: that
// every checkpoint ever signed has the root that the records give now, and, by a consistency proof,
// that each new one extends the last. Otherwise it says why, once, and nothing more is signed.
class Signer {
public:
    // Why the store is not live, or nothing: whether records may still come that were there before.
    using NotLive = std::function<std::optional<std::string>()>;

    // `store` and `shown`, which is told what is signed, outlive the signer.
    Signer(const read_model::Store& store, std::unique_ptr<SignerFolder> folder, SignedLog& shown,
           NotLive not_live);
    // Stops.
    ~Signer();
    Signer(const Signer&) = delete;
    Signer& operator=(const Signer&) = delete;

    // Signs on a thread of its own until stop().
    void start();
    void stop();

    // What the thread does each second. Threads: one at a time, not once started.
    void step();

private:
    std::optional<std::string> check_history(std::uint64_t applied);
    void walk_to(std::uint64_t size, std::uint64_t applied);
    std::optional<std::string> sign(std::uint64_t size);
    void work();

    const read_model::Store& store_;
    std::unique_ptr<SignerFolder> folder_;
    SignedLog& shown_;
    NotLive not_live_;

    // The tree of the records, grown again entry by entry over what was signed.
    domain::merkle::Frontier walked_;
    std::vector<domain::merkle::Hash> walked_tile_;
    std::uint64_t walked_tile_index_ = ~std::uint64_t{0};
    std::size_t checked_ = 0;

    std::mutex mutex_;
    std::condition_variable stop_told_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace projector
