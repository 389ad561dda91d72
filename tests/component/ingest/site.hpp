// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <atomic>
#include <boost/json/value.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ingest/local_read_side.hpp"
#include "ingest/service.hpp"
#include "platform/event_log/event_log.hpp"
#include "platform/http/client.hpp"
#include "platform/http/server.hpp"
#include "projector/projector.hpp"
#include "projector/read_model/store.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::ingest_site {

using Headers = std::vector<std::pair<std::string, std::string>>;

// An answer with its JSON.
struct Answer {
    int status = 0;
    boost::json::value body;
    platform::http::ClientResponse raw;

    // The text of a member, empty if it is not there or no string.
    std::string text(std::string_view member) const;
    // The end of the `type` of a problem document.
    std::string code() const;
};

// Sends `request` on a connection of its own.
Answer post_to(const std::string& url, const platform::http::ClientRequest& request);

// The code in the `type` of a problem document.
std::string code_of(const boost::json::value& problem);

// Everything that `serve` has for writing: a log, a read model, a projector, a pool and a server on
// a free port; opened, with nothing defined.
class Site {
public:
    // What differs from the usual site.
    struct Setup {
        ::ingest::Options options;
        platform::http::Identify identify = {};
        // Nothing: an EmbeddedLog in the site's folder.
        std::unique_ptr<platform::event_log::EventLog> log;
        // Whether the projector follows from the start; else follow() lets it.
        bool following = true;
        // Instead of the projector's wait_for(): tells `false` at once.
        bool never_in_time = false;
        // Tasks that may wait for the pool.
        std::size_t pool_queue_max = 1'000;
    };

    // In two steps, as Setup has defaults of its own.
    Site() : Site(Setup{}) {}
    explicit Site(Setup setup);
    // In the order that `serve` ends.
    ~Site();
    Site(const Site&) = delete;
    Site& operator=(const Site&) = delete;

    void follow();
    // Defines a policy and an indicator of it that is entered in departments and summed above.
    void define(std::string_view policy = "CH-001", std::string_view indicator = "IND-001",
                std::string_view policy_members = {}, std::string_view more_members = {});

    std::uint16_t port() const { return server_->port(); }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }
    // Each from any thread, on a connection of its own.
    Answer post(std::string target, Headers headers, std::string body) const;
    // POST /v1/events in structured mode.
    Answer post_event(std::string body, Headers more = {}) const;
    Answer post_batch(std::string body, Headers more = {}) const;
    Answer post_csv(std::string target, std::string body, Headers more = {}) const;

    std::vector<platform::http::Route> routes() { return service_->routes(); }
    platform::event_log::EventLog& log() { return *log_; }
    const projector::read_model::Store& store() const { return *store_; }
    platform::WorkerPool& pool() { return *pool_; }
    // Returns once `count` requests have begun to wait for the read model.
    void await_waits(int count) const;
    // Appends a record as another ingest would have, and waits until it is durable.
    void append(std::string value);
    // The stored values from sequence 1 on.
    std::vector<std::string> stored() const;
    platform::event_log::Record record(std::uint64_t sequence) const;

private:
    support::TemporaryDirectory folder_;
    std::atomic<std::int64_t> now_;
    std::atomic<int> waits_ = 0;
    std::unique_ptr<platform::event_log::EventLog> log_;
    std::unique_ptr<projector::read_model::Store> store_;
    std::unique_ptr<projector::Projector> projector_;
    std::unique_ptr<platform::WorkerPool> pool_;
    std::unique_ptr<::ingest::LocalReadSide> read_side_;
    std::unique_ptr<::ingest::Service> service_;
    std::unique_ptr<platform::http::Server> server_;
};

// One live event of measures with one row.
std::string measure_event(std::string_view id, std::string_view value,
                          std::string_view territory = "DEPT-35");
// An event of any type, without the members that ingest adds.
std::string live_event(std::string_view id, std::string_view type, std::string data);

}  // namespace tests::ingest_site
