// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "ingest/replica.hpp"
#include "platform/event_log/memory_log.hpp"
#include "platform/http/server.hpp"
#include "platform/worker_pool.hpp"
#include "projector/projector.hpp"
#include "projector/read_model/store.hpp"
#include "tests/component/ingest/site.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::ingest_site {

// A log in memory that answers as one on a cluster may.
class DistantLog final : public platform::event_log::EventLog {
public:
    // What becomes of an append, once; without a place it is durable.
    enum class Mishap : std::uint8_t { unknown, no_place, clock };
    void meet_next(Mishap mishap) { mishap_ = mishap; }
    // How often it does not tell its end.
    void miss_asks(int times) { missed_asks_ = times; }
    // What the last append left for being sent again.
    platform::event_log::Restamp restamp() const;

    using EventLog::append;
    void append(platform::event_log::Record record, platform::event_log::Appended done) override;
    void append(platform::event_log::Record record, platform::event_log::Restamp restamp,
                platform::event_log::Appended done) override;
    std::chrono::milliseconds lands_within() const override { return std::chrono::seconds{70}; }
    platform::Result<std::vector<platform::event_log::StoredRecord>> read(
        std::uint64_t from, std::size_t records_max, std::size_t bytes_max) override;
    std::uint64_t end() override { return records_.end(); }
    platform::Result<std::uint64_t> ask_end(std::chrono::milliseconds timeout) override;
    std::uint64_t wait_beyond(std::uint64_t from, std::chrono::milliseconds timeout) override;
    platform::Status health() override { return {}; }
    void interrupt() override { records_.interrupt(); }

private:
    platform::event_log::MemoryLog records_;
    std::atomic<std::optional<Mishap>> mishap_;
    std::atomic<int> missed_asks_ = 0;
    mutable std::mutex mutex_;
    platform::event_log::Restamp restamp_;
};

// One query API: a read model of its own, served.
class QueryApi {
public:
    // `keys` is the file of the keys of those who are let in, or empty.
    explicit QueryApi(platform::event_log::EventLog& log, const std::string& keys = {});
    ~QueryApi();
    QueryApi(const QueryApi&) = delete;
    QueryApi& operator=(const QueryApi&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }
    const projector::read_model::Store& store() const { return *store_; }
    // Applies what the log has, on this thread, until follow().
    void catch_up();
    void follow();

private:
    support::TemporaryDirectory folder_;
    std::unique_ptr<projector::read_model::Store> store_;
    std::unique_ptr<projector::Projector> projector_;
    std::unique_ptr<platform::WorkerPool> pool_;
    std::unique_ptr<platform::http::Server> server_;
};

// One barometre-ingest but for its sockets to Kafka.
class Replica {
public:
    Replica(platform::event_log::EventLog& log, const ::ingest::ReplicaOptions& options);

    ::ingest::FollowedCatalogue& catalogue() { return running_->catalogue(); }
    Answer post(std::string target, Headers headers, std::string body) const;
    Answer post_event(std::string body, Headers more = {}) const;
    Answer post_batch(std::string body, Headers more = {}) const;
    // GET of the admin port.
    Answer ask_admin(std::string target) const;
    // As Site::define(), with the outcomes not waited for.
    void define(std::string_view policy = "CH-001", std::string_view indicator = "IND-001") const;
    void stop() { running_->stop(); }

    // What the log's keepers say.
    ::ingest::LogState log_state;

private:
    std::unique_ptr<::ingest::Replica> running_;
};

// Files of keys: of those who are let in everywhere, and the one of the ingests themselves.
struct ClusterKeys {
    std::string keys = {};
    std::string query_key_file = {};
};

// A log, a query API that follows it, and two ingests. Until publish_always() nothing is in the
// catalogue topic but what publish() puts there.
class Cluster {
public:
    // Both ingests ask for outcomes at `query_urls`, or else at the query API.
    explicit Cluster(const std::optional<std::string>& query_urls = std::nullopt,
                     const ClusterKeys& keys = {});
    ~Cluster();
    Cluster(const Cluster&) = delete;
    Cluster& operator=(const Cluster&) = delete;

    DistantLog& log() { return log_; }
    QueryApi& query_api() { return *query_api_; }
    Replica& one() { return *one_; }
    Replica& other() { return *other_; }
    platform::event_log::Record record(std::uint64_t sequence);

    // Tells both ingests what the read model has: definitions, then how far they reach.
    void publish();
    // Does so whenever it has more.
    void publish_always();

private:
    DistantLog log_;
    std::unique_ptr<QueryApi> query_api_;
    std::unique_ptr<Replica> one_;
    std::unique_ptr<Replica> other_;
    std::atomic<bool> ending_ = false;
    std::thread publisher_;
};

// Rows of the catalogue topic of the log "test".
struct CatalogueRowText {
    std::string key;
    std::string value;
};
CatalogueRowText policy_row(std::string_view id, std::uint64_t sequence,
                            std::string_view title = "A policy");
CatalogueRowText position_row(std::uint64_t next);

}  // namespace tests::ingest_site
