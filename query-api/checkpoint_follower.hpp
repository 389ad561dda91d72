// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "domain/merkle/note.hpp"
#include "platform/http/client.hpp"
#include "platform/result.hpp"
#include "projector/read_model/store.hpp"
#include "projector/signed_log.hpp"

namespace query_api {

// Shows the checkpoints that another replica signs, as far as this one's own tree has them: each is
// fetched, its signature verified, and its root compared with that of the records here.
class CheckpointFollower {
public:
    // `url` is http://HOST:PORT of the replica that signs, `vkeys` what verifies it. `store` and
    // `shown` outlive this. Errors: invalid (the URL, a vkey, none).
    static platform::Result<std::unique_ptr<CheckpointFollower>> open(
        const std::string& url, const std::vector<std::string>& vkeys,
        const projector::read_model::Store& store, projector::SignedLog& shown);

    // Stops.
    ~CheckpointFollower();
    CheckpointFollower(const CheckpointFollower&) = delete;
    CheckpointFollower& operator=(const CheckpointFollower&) = delete;

    // Follows on a thread of its own until stop().
    void start();
    void stop();

    // What the thread does each second. Threads: one at a time, not once started.
    void step();

private:
    CheckpointFollower(platform::http::Client client, std::vector<domain::merkle::VerifierKey> keys,
                       const projector::read_model::Store& store, projector::SignedLog& shown);

    void fetch();
    void show_if_reached();
    void complain(const std::string& why);
    void work();

    platform::http::Client client_;
    const std::vector<domain::merkle::VerifierKey> keys_;
    const projector::read_model::Store& store_;
    projector::SignedLog& shown_;
    // Fetched and verified, but of records that are not applied here yet.
    std::optional<projector::SignedCheckpoint> ahead_;
    std::string complaint_;

    std::mutex mutex_;
    std::condition_variable stop_told_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace query_api
