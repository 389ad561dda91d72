// SPDX-License-Identifier: EUPL-1.2
#include "cli/site.hpp"

#include <chrono>
#include <future>
#include <optional>
#include <utility>
#include <vector>

#include "cli/demo.hpp"
#include "cli/log_append.hpp"
#include "cli/log_opened.hpp"
#include "cli/site_folder.hpp"
#include "ingest/local_read_side.hpp"
#include "ingest/service.hpp"
#include "platform/event_log/embedded_log.hpp"
#include "platform/http/server.hpp"
#include "platform/worker_pool.hpp"
#include "projector/log_check.hpp"
#include "projector/metrics_page.hpp"
#include "projector/projector.hpp"
#include "projector/signer.hpp"
#include "projector/store_folder.hpp"
#include "query-api/routes.hpp"

namespace cli {
namespace {

using platform::Errc;
using platform::Error;
using platform::Status;
using platform::event_log::EmbeddedLog;
using platform::event_log::Record;

constexpr std::size_t workers = 2;
constexpr std::size_t worker_queue_max = 256;
constexpr std::uint64_t demo_seed = 2024;

Record to_record(std::string event, std::string key) {
    return {.key = std::move(key),
            .value = std::move(event),
            .headers = {{"content-type", "application/cloudevents+json"}},
            .timestamp_ms = ingest::system_now().microseconds() / 1000};
}

Status fill_with_demo(EmbeddedLog& log) {
    std::vector<std::string> events;
    generate_demo(demo_seed, ingest::system_now().date(),
                  [&events](std::string event) { events.push_back(std::move(event)); });
    // All but the last in one go: the writer groups them, and order is kept.
    for (std::size_t i = 0; i + 1 < events.size(); ++i) {
        constexpr std::size_t group = 1'000;
        if (i % group == 0) {
            const auto place = append_and_wait(log, to_record(std::move(events[i]), "demo"));
            if (!place) return place.error();
            continue;
        }
        log.append(to_record(std::move(events[i]), "demo"), [](const auto&) {});
    }
    const auto last = append_and_wait(log, to_record(std::move(events.back()), "demo"));
    if (!last) return last.error();
    return {};
}

Status prepare_log(EmbeddedLog& log, const SiteOptions& options) {
    if (log.end() == 0) {
        if (auto place = append_and_wait(log, log_opened_record()); !place) return place.error();
    }
    if (options.demo && log.end() == 1) return fill_with_demo(log);
    return {};
}

class RunningSite final : public Site {
public:
    ~RunningSite() override { stop(); }

    Status open(const SiteOptions& options) {
        std::error_code error;
        std::filesystem::create_directories(options.data, error);
        if (error)
            return Error{Errc::io, "data folder " + options.data.string() + ": " + error.message()};
        auto log = EmbeddedLog::open((options.data / "log").string());
        if (!log) return log.error();
        log_ = std::move(*log);
        if (auto status = prepare_log(*log_, options); !status) return status;
        auto store = projector::open_owned_store(options.data, *log_);
        if (!store) return store.error();
        store_ = std::move(*store);
        data_ = options.data;
        return open_signer(options);
    }

    Status serve(const SiteOptions& options, std::function<void(Error)> failed) {
        auto identify = platform::http::identify_by_keys(options.keys);
        if (!identify) return identify.error();
        const projector::ProjectorOptions projector_options{.metrics = &metrics_.projector()};
        projector_ = std::make_unique<projector::Projector>(*store_, *log_, projector_options);
        pool_ = std::make_unique<platform::WorkerPool>(workers, worker_queue_max);
        const auto wait_for = [this](domain::Sequence position, std::chrono::milliseconds timeout,
                                     std::function<void(bool)> done) {
            projector_->wait_for(position, timeout, std::move(done));
        };
        const ingest::Options ingest_options{.mode = options.history_load
                                                         ? ingest::Options::Mode::history_load
                                                         : ingest::Options::Mode::live};
        ingest_read_side_ =
            std::make_unique<ingest::LocalReadSide>(*store_, *log_, wait_for, *pool_);
        ingest_ = std::make_unique<ingest::Service>(*log_, *ingest_read_side_, *pool_,
                                                    ingest_options, &ingest::system_now);
        auto routes = query_api::routes(
            query_api::ReadSide{*store_, wait_for, &ingest::system_now,
                                [this] { return projector_->not_live(); }, &signed_log_},
            *pool_);
        for (auto& route : ingest_->routes()) routes.push_back(std::move(route));
        metrics_.add(*log_, *store_, &ingest::system_now);
        metrics_.add("barometre_log_signed_records",
                     "Records that the newest checkpoint shown covers; 0 while there is none",
                     [this] { return projector::signed_records(signed_log_); });
        routes.push_back(metrics_.route());

        projector_->start([this, failed = std::move(failed)](const Error& error) {
            failed(projector::explained(error, projector::read_model_folder(data_)));
        });
        signer_->start();
        auto server = platform::http::Server::start(
            {.address = options.address, .port = options.port, .identify = std::move(*identify)},
            std::move(routes));
        if (!server) return server.error();
        server_ = std::move(*server);
        return {};
    }

    std::uint16_t port() const override { return server_->port(); }

    bool wait_until_ready() override {
        constexpr std::chrono::hours long_enough{24};
        std::promise<bool> told;
        auto applied = told.get_future();
        projector_->wait_for(log_->end() - 1, long_enough,
                             [&told](bool reached) { told.set_value(reached); });
        return applied.get();
    }

    // What waits for a position is told to wait no more once no request comes in; ingest then
    // finishes what it has begun, for which it needs the pool and the log.
    void stop() override {
        if (server_) server_->stop();
        if (signer_) signer_->stop();
        if (projector_) projector_->stop();
        ingest_.reset();
        ingest_read_side_.reset();
        pool_.reset();
        log_.reset();
    }

private:
    Status open_signer(const SiteOptions& options) {
        const auto log_id = projector::log_id_of(*log_);
        if (!log_id) return log_id.error();
        auto folder = projector::SignerFolder::open(
            options.signer.empty() ? signer_folder(options.data) : options.signer, *log_id,
            options.origin);
        if (!folder) return folder.error();
        signer_.emplace(*store_, std::move(*folder), signed_log_,
                        [this] { return projector_->not_live(); });
        return {};
    }

    std::filesystem::path data_;
    projector::MetricsPage metrics_;
    std::unique_ptr<projector::read_model::Store> store_;
    std::unique_ptr<EmbeddedLog> log_;
    std::unique_ptr<projector::Projector> projector_;
    projector::SignedLog signed_log_;
    std::optional<projector::Signer> signer_;
    std::unique_ptr<platform::WorkerPool> pool_;
    std::unique_ptr<ingest::LocalReadSide> ingest_read_side_;
    std::unique_ptr<ingest::Service> ingest_;
    std::unique_ptr<platform::http::Server> server_;
};

}  // namespace

platform::Result<std::unique_ptr<Site>> Site::start(const SiteOptions& options,
                                                    std::function<void(Error)> failed) {
    auto site = std::make_unique<RunningSite>();
    if (auto status = site->open(options); !status) return status.error();
    if (auto status = site->serve(options, std::move(failed)); !status) return status.error();
    return std::unique_ptr<Site>{std::move(site)};
}

}  // namespace cli
