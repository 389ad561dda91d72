// SPDX-License-Identifier: EUPL-1.2
#include "ingest/replica.hpp"

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>

#include "ingest/admin.hpp"
#include "ingest/remote_read_side.hpp"
#include "ingest/service.hpp"
#include "platform/http/server.hpp"
#include "platform/worker_pool.hpp"

namespace ingest {
namespace {

using platform::Status;

constexpr std::size_t workers = 2;
constexpr std::size_t worker_queue_max = 256;

class RunningReplica final : public Replica {
public:
    RunningReplica(ReplicaOptions options, ReplicaConnections connections)
        : options_(std::move(options)), connections_(std::move(connections)) {}
    ~RunningReplica() override { stop(); }

    Status start() {
        auto read_side = RemoteReadSide::open(connections_.log_id, connections_.log,
                                              options_.query_url, options_.query_key_file);
        if (!read_side) return read_side.error();
        read_side_ = std::move(*read_side);
        pool_.emplace(workers, worker_queue_max);
        const Options options{.mode = options_.mode, .default_wait = std::chrono::milliseconds{0}};
        service_.emplace(connections_.log, *read_side_, *pool_, options, connections_.clock);
        admin_.emplace([this] { return read_side_->catalogue().is_complete() && !stopping_; });
        add_metrics();
        return listen();
    }

    std::uint16_t port() const override { return server_->port(); }
    std::uint16_t admin_port() const override { return admin_server_->port(); }
    FollowedCatalogue& catalogue() override { return read_side_->catalogue(); }

    void stop() override {
        stopping_ = true;
        if (read_side_) read_side_->stop();
        if (server_) server_->stop();
        if (admin_server_) admin_server_->stop();
        service_.reset();
        pool_.reset();
    }

private:
    Status listen() {
        auto identify = platform::http::identify_by_keys(options_.keys);
        if (!identify) return identify.error();
        auto server = platform::http::Server::start(
            {.address = options_.address, .port = options_.port, .identify = std::move(*identify)},
            service_->routes());
        if (!server) return server.error();
        server_ = std::move(*server);
        auto admin = platform::http::Server::start({.port = options_.admin_port}, admin_->routes());
        if (!admin) return admin.error();
        admin_server_ = std::move(*admin);
        return {};
    }

    void add_metrics() {
        for (const ReceiptStatus& status : receipt_statuses)
            admin_->add_count("barometre_ingest_events_total",
                              "Events answered, by the status of their receipt",
                              [this, &status] {
                                  return service_->told(status.status);
            },
                              {{"status", std::string{status.name}}});
        admin_->add_level("barometre_ingest_in_flight", "Requests under way, and steps of them",
                          [this] { return static_cast<double>(service_->in_flight()); });
        admin_->add_level("barometre_catalogue_records", "Records that the definitions reach",
                          [this] { return reached(); });
        admin_->add_level("barometre_log_records", "Records in the log, as far as is known here",
                          [this] {
                              const auto end = static_cast<double>(connections_.log.end());
                              return std::max(end, reached());
                          });
        add_log_metrics();
    }

    void add_log_metrics() {
        const auto& state = connections_.log_state;
        admin_->add_level("barometre_log_answers", "1 while the brokers answer",
                          [state] { return state().answers ? 1.0 : 0.0; });
        admin_->add_level("barometre_log_waiting_records", "Records that wait for the brokers",
                          [state] { return static_cast<double>(state().waiting_records); });
        admin_->add_level("barometre_log_waiting_bytes", "Bytes of records that wait",
                          [state] { return static_cast<double>(state().waiting_bytes); });
        admin_->add_count("barometre_log_unknown_total", "Appends of unknown outcome",
                          [state] { return state().unknown; });
        admin_->add_count("barometre_log_clock_refused_total",
                          "Appends refused because the clock of this machine runs ahead",
                          [state] { return state().clock_refused; });
        admin_->add_count("barometre_log_producers_replaced_total",
                          "Producers made anew after a fatal error",
                          [state] { return state().replaced; });
    }

    double reached() const {
        return static_cast<double>(read_side_->catalogue().published()->head.next);
    }

    const ReplicaOptions options_;
    const ReplicaConnections connections_;
    std::atomic<bool> stopping_ = false;
    std::unique_ptr<RemoteReadSide> read_side_;
    std::optional<platform::WorkerPool> pool_;
    std::optional<Service> service_;
    std::optional<Admin> admin_;
    std::unique_ptr<platform::http::Server> server_;
    std::unique_ptr<platform::http::Server> admin_server_;
};

}  // namespace

platform::Result<std::unique_ptr<Replica>> Replica::start(const ReplicaOptions& options,
                                                          ReplicaConnections connections) {
    auto replica = std::make_unique<RunningReplica>(options, std::move(connections));
    if (auto status = replica->start(); !status) return status.error();
    return std::unique_ptr<Replica>{std::move(replica)};
}

}  // namespace ingest
