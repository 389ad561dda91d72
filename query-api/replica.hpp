// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/event_log/event_log.hpp"
#include "platform/result.hpp"
#include "projector/catalogue_publisher.hpp"

namespace query_api {

struct ReplicaOptions {
    // Holds the read model, which is made from the log.
    std::filesystem::path data;
    std::string address = "127.0.0.1";
    // 0 lets the system choose.
    std::uint16_t port = 8082;
    // On 127.0.0.1: health, metrics, checkpoints.
    std::uint16_t admin_port = 9082;
    // File of the keys of those who are let in; empty for whoever is on this machine.
    std::string keys = {};
    // The id that the log must have; empty for any.
    std::string expect_log;
    // Where this replica signs the log, as its one signer (projector/signer_folder.hpp); else
    // empty.
    std::filesystem::path signer;
    // First part of the name of the signer's key.
    std::string origin;
    // http://HOST:PORT of the replica that signs, whose checkpoints this one shows; else empty.
    std::string checkpoints_from;
    // What verifies them.
    std::vector<std::string> log_vkeys;
};

// What a replica is connected to; all of it outlives the replica.
struct ReplicaConnections {
    platform::event_log::EventLog& log;
    // Whether the log's keepers answer.
    std::function<bool()> log_answers;
    // Publishes a row of the catalogue topic.
    projector::CataloguePublisher::Publish publish;
};

// One replica of the read side: the projector, its store, the read API and an admin port.
class Replica {
public:
    // Checks the log against `expect_log` and the store, then starts everything. `failed` is told
    // once if it can go on no more, in one line that says what to do; then stop the process.
    // Errors: invalid (address, port, another log), not_found (the log is empty), unavailable (a
    // folder in use, a log that does not answer), corrupt, io.
    static platform::Result<std::unique_ptr<Replica>> start(
        const ReplicaOptions& options, ReplicaConnections connections,
        std::function<void(platform::Error)> failed);

    virtual ~Replica() = default;
    Replica(const Replica&) = delete;
    Replica& operator=(const Replica&) = delete;

    virtual std::uint16_t port() const = 0;
    virtual std::uint16_t admin_port() const = 0;
    // To be told the rows of the catalogue topic.
    virtual projector::CataloguePublisher& catalogue() = 0;
    // Finishes the requests in flight, then closes everything but the catalogue. Idempotent.
    virtual void stop() = 0;

protected:
    Replica() = default;
};

}  // namespace query_api
