// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "platform/result.hpp"
#include "tests/torture/server_process.hpp"

namespace tests::torture {

// Where the programs and the scripts of Kafka are.
struct Programs {
    std::filesystem::path bin;
    std::filesystem::path kafka;
};

// The programs beside the running one, and the scripts of the checkout that it is started in.
Programs programs_here();

// A port that nobody listened on a moment ago, and the `count - 1` after it.
// Errors: unavailable (none was found).
platform::Result<std::uint16_t> free_ports(std::size_t count);

// Real Kafka brokers in a folder of their own. Threads: one at a time.
class Brokers {
public:
    // Errors: unavailable (the detail holds what the script said), io.
    static platform::Result<Brokers> start(const Programs& programs,
                                           const std::filesystem::path& folder, std::size_t count);

    Brokers(Brokers&& other) noexcept;
    Brokers& operator=(Brokers&&) = delete;
    ~Brokers();

    const std::string& bootstrap() const { return bootstrap_; }
    std::size_t count() const { return count_; }

    // The process of broker `number`, from 1. Errors: unavailable (it is dead).
    platform::Result<pid_t> process(std::size_t number) const;
    // Which broker leads the only partition of `topic`. Errors: unavailable.
    platform::Result<std::size_t> leader(const std::string& topic) const;
    // Starts what is dead and waits until all answer.
    platform::Status restore() const;

private:
    Brokers(Programs programs, std::filesystem::path folder, std::size_t count);

    platform::Result<std::string> script(const std::string& name,
                                         const std::vector<std::string>& more) const;

    Programs programs_;
    // Empty once moved from.
    std::filesystem::path folder_;
    std::size_t count_;
    std::string bootstrap_;
};

// One Baromètre on a cluster, as a ministry would run it: two ingests and two query APIs, each a
// process, on topics of its own. Threads: one at a time.
class ClusterSite {
public:
    static constexpr std::size_t replicas = 2;

    // Makes the topics of `prefix` and starts everything. Stores are in `folder`, that of the
    // second query API in `second_store` if it is given. Errors: io, unavailable.
    static platform::Result<ClusterSite> start(
        const Programs& programs, const Brokers& brokers, const std::filesystem::path& folder,
        std::optional<std::filesystem::path> second_store = std::nullopt);

    const std::string& prefix() const { return prefix_; }
    std::string events_topic() const { return prefix_ + ".events.v1"; }

    // By replica: the processes, which may be dead, and where they listen, always the same.
    ServerProcess& ingest(std::size_t replica) { return *ingests_.at(replica); }
    ServerProcess& query(std::size_t replica) { return *queries_.at(replica); }
    std::vector<std::string> ingest_urls() const;
    std::vector<std::string> query_urls() const;
    const std::filesystem::path& store(std::size_t replica) const { return stores_.at(replica); }
    // What the second query API writes on standard error.
    std::filesystem::path errors_of_query(std::size_t replica) const;

    platform::Status start_ingest(std::size_t replica);
    platform::Status start_query(std::size_t replica);

    // The digest of what a running query API has read, which is `position`.
    struct Digest {
        std::string position;
        std::string digest;

        bool operator==(const Digest&) const = default;
    };
    platform::Result<Digest> digest(std::size_t replica) const;
    // That of a new store made from the log.
    platform::Result<Digest> digest_of_rebuild() const;

    // SIGTERM to all; each must end with 0. Errors: unavailable.
    platform::Status stop();

private:
    ClusterSite(Programs programs, std::string bootstrap, std::filesystem::path folder);

    platform::Result<Digest> read_digest(const std::vector<std::string>& words) const;
    std::string program(const std::string& name) const;

    Programs programs_;
    std::string bootstrap_;
    std::filesystem::path folder_;
    std::string prefix_;
    std::array<std::filesystem::path, replicas> stores_;
    std::array<std::uint16_t, replicas> ingest_ports_{};
    std::array<std::uint16_t, replicas> query_ports_{};
    std::array<std::uint16_t, replicas> admin_ports_{};
    std::array<std::optional<ServerProcess>, replicas> ingests_;
    std::array<std::optional<ServerProcess>, replicas> queries_;
};

}  // namespace tests::torture
