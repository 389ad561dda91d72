// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "domain/instant.hpp"
#include "ingest/followed_catalogue.hpp"
#include "ingest/options.hpp"
#include "platform/event_log/event_log.hpp"
#include "platform/result.hpp"

namespace ingest {

struct ReplicaOptions {
    std::string address = "127.0.0.1";
    // 0 lets the system choose.
    std::uint16_t port = 8081;
    // On 127.0.0.1: health and metrics.
    std::uint16_t admin_port = 9081;
    // Query APIs that are asked for outcomes, http://HOST:PORT joined by commas; empty for none.
    std::string query_url;
    // File of the key that they are asked with; empty for none.
    std::string query_key_file = {};
    // File of the keys of those who are let in; empty for whoever is on this machine.
    std::string keys = {};
    Mode mode = Mode::live;
};

// What its keepers know of the log.
struct LogState {
    bool answers = true;
    std::size_t waiting_records = 0;
    std::size_t waiting_bytes = 0;
    // Since the start: appends of unknown outcome, refused for the clock, and producers that had to
    // be made anew.
    std::uint64_t unknown = 0;
    std::uint64_t clock_refused = 0;
    std::uint64_t replaced = 0;
};

// What a replica is connected to; all of it outlives the replica.
struct ReplicaConnections {
    platform::event_log::EventLog& log;
    std::string log_id;
    std::function<LogState()> log_state;
    // What records are stamped with.
    std::function<domain::Instant()> clock;
};

// One ingest that keeps nothing: the routes of Service over a RemoteReadSide, and an admin port.
// Any number of them may write to one log.
class Replica {
public:
    // Errors: invalid (address, a URL), io (a port that is taken), and of the two files of keys
    // those of platform::access.
    static platform::Result<std::unique_ptr<Replica>> start(const ReplicaOptions& options,
                                                            ReplicaConnections connections);

    virtual ~Replica() = default;
    Replica(const Replica&) = delete;
    Replica& operator=(const Replica&) = delete;

    virtual std::uint16_t port() const = 0;
    virtual std::uint16_t admin_port() const = 0;
    // To be told the rows of the catalogue topic until stop(). It is ready once that has reached
    // its end.
    virtual FollowedCatalogue& catalogue() = 0;
    // Takes no request any more, finishes those under way, outcomes not waited for, then closes
    // everything but the catalogue. Idempotent.
    virtual void stop() = 0;

protected:
    Replica() = default;
};

}  // namespace ingest
