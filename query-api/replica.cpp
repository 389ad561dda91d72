// SPDX-License-Identifier: EUPL-1.2
#include "query-api/replica.hpp"

#include <chrono>
#include <optional>
#include <system_error>
#include <utility>

#include "platform/http/server.hpp"
#include "platform/worker_pool.hpp"
#include "projector/admin.hpp"
#include "projector/log_check.hpp"
#include "projector/metrics_page.hpp"
#include "projector/projector.hpp"
#include "projector/signer.hpp"
#include "projector/store_folder.hpp"
#include "query-api/checkpoint_follower.hpp"
#include "query-api/routes.hpp"

namespace query_api {
namespace {

using platform::Errc;
using platform::Error;
using platform::Status;

constexpr std::size_t workers = 2;
constexpr std::size_t worker_queue_max = 256;

domain::Instant now() {
    using std::chrono::duration_cast;
    using std::chrono::microseconds;
    return domain::Instant::from_microseconds(
        duration_cast<microseconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

class RunningReplica final : public Replica {
public:
    RunningReplica(ReplicaOptions options, ReplicaConnections connections)
        : options_(std::move(options)), connections_(std::move(connections)) {}
    ~RunningReplica() override { stop(); }

    Status open() {
        auto log_id = projector::log_id_of(connections_.log);
        if (!log_id) return log_id.error();
        if (!options_.expect_log.empty())
            if (auto expected =
                    projector::check_expected_log(connections_.log, options_.expect_log);
                !expected)
                return expected;
        std::error_code error;
        std::filesystem::create_directories(options_.data, error);
        if (error)
            return Error{Errc::io,
                         "data folder " + options_.data.string() + ": " + error.message()};
        auto store = projector::open_owned_store(options_.data, connections_.log);
        if (!store) return store.error();
        store_ = std::move(*store);
        if (auto opened = open_signed_log(*log_id); !opened) return opened;
        catalogue_.emplace(*store_, std::move(*log_id), connections_.publish);
        return {};
    }

    Status serve(std::function<void(Error)> failed) {
        metrics_.add(connections_.log, *store_, &now);
        metrics_.add("barometre_log_answers", "1 while the brokers answer",
                     [this] { return connections_.log_answers() ? 1.0 : 0.0; });
        metrics_.add("barometre_log_signed_records",
                     "Records that the newest checkpoint shown covers; 0 while there is none",
                     [this] { return projector::signed_records(signed_log_); });
        const projector::ProjectorOptions options{.metrics = &metrics_.projector()};
        projector_.emplace(*store_, connections_.log, options);
        pool_.emplace(workers, worker_queue_max);
        admin_.emplace(
            projector::AdminSide{.store = *store_,
                                 .metrics = metrics_,
                                 .not_ready = [this] { return projector_->not_live(); },
                                 .checkpoints = projector::checkpoints_folder(options_.data)});
        if (auto listening = listen(); !listening) return listening;
        projector_->start(
            [this, failed = std::move(failed)](const Error& error) {
                failed(projector::explained(error, projector::read_model_folder(options_.data)));
            },
            [this] { catalogue_->publish_missing(projector::CataloguePublisher::Clock::now()); });
        if (signer_) signer_->start();
        if (follower_) follower_->start();
        return {};
    }

    std::uint16_t port() const override { return server_->port(); }
    std::uint16_t admin_port() const override { return admin_server_->port(); }
    projector::CataloguePublisher& catalogue() override { return *catalogue_; }

    // What waits for a position is told to wait no more once no request comes in.
    void stop() override {
        if (server_) server_->stop();
        if (admin_server_) admin_server_->stop();
        if (signer_) signer_->stop();
        if (follower_) follower_->stop();
        if (projector_) projector_->stop();
        pool_.reset();
        admin_.reset();
    }

private:
    Status open_signed_log(const std::string& log_id) {
        if (!options_.signer.empty()) {
            auto folder = projector::SignerFolder::open(options_.signer, log_id, options_.origin);
            if (!folder) return folder.error();
            signer_.emplace(*store_, std::move(*folder), signed_log_,
                            [this] { return projector_->not_live(); });
        }
        if (!options_.checkpoints_from.empty()) {
            auto follower = CheckpointFollower::open(options_.checkpoints_from, options_.log_vkeys,
                                                     *store_, signed_log_);
            if (!follower) return follower.error();
            follower_ = std::move(*follower);
        }
        return {};
    }

    Status listen() {
        const auto wait_for = [this](domain::Sequence position, std::chrono::milliseconds timeout,
                                     std::function<void(bool)> done) {
            projector_->wait_for(position, timeout, std::move(done));
        };
        auto identify = platform::http::identify_by_keys(options_.keys);
        if (!identify) return identify.error();
        auto server = platform::http::Server::start(
            {.address = options_.address, .port = options_.port, .identify = std::move(*identify)},
            routes(ReadSide{*store_, wait_for, &now, [this] { return projector_->not_live(); },
                            signer_ || follower_ ? &signed_log_ : nullptr},
                   *pool_));
        if (!server) return server.error();
        server_ = std::move(*server);
        auto admin = platform::http::Server::start({.port = options_.admin_port}, admin_->routes());
        if (!admin) return admin.error();
        admin_server_ = std::move(*admin);
        return {};
    }

    const ReplicaOptions options_;
    const ReplicaConnections connections_;
    projector::MetricsPage metrics_;
    std::unique_ptr<projector::read_model::Store> store_;
    std::optional<projector::CataloguePublisher> catalogue_;
    std::optional<projector::Projector> projector_;
    projector::SignedLog signed_log_;
    std::optional<projector::Signer> signer_;
    std::unique_ptr<CheckpointFollower> follower_;
    std::optional<platform::WorkerPool> pool_;
    std::optional<projector::Admin> admin_;
    std::unique_ptr<platform::http::Server> server_;
    std::unique_ptr<platform::http::Server> admin_server_;
};

}  // namespace

platform::Result<std::unique_ptr<Replica>> Replica::start(const ReplicaOptions& options,
                                                          ReplicaConnections connections,
                                                          std::function<void(Error)> failed) {
    auto replica = std::make_unique<RunningReplica>(options, std::move(connections));
    if (auto status = replica->open(); !status) return status.error();
    if (auto status = replica->serve(std::move(failed)); !status) return status.error();
    return std::unique_ptr<Replica>{std::move(replica)};
}

}  // namespace query_api
