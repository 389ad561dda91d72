// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/ingest/cluster.hpp"

#include <chrono>
#include <future>
#include <stdexcept>

#include "projector/read_model/catalogue_entry.hpp"
#include "query-api/routes.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/must.hpp"

namespace tests::ingest_site {
namespace {

using platform::Errc;
using platform::Error;
using platform::event_log::Appended;
using platform::event_log::Place;
using platform::event_log::Record;
using platform::event_log::Restamp;
using projector::read_model::CatalogueEntry;
using projector::read_model::CataloguePosition;
using support::must;

// 2024-10-23T08:00:00.000001Z
domain::Instant fixed_now() {
    return domain::Instant::from_microseconds(1'729'670'400'000'001);
}

}  // namespace

Restamp DistantLog::restamp() const {
    const std::lock_guard lock{mutex_};
    return restamp_;
}

void DistantLog::append(Record record, Appended done) {
    append(std::move(record), {}, std::move(done));
}

void DistantLog::append(Record record, Restamp restamp, Appended done) {
    {
        const std::lock_guard lock{mutex_};
        restamp_ = std::move(restamp);
    }
    const auto mishap = mishap_.exchange(std::nullopt);
    if (mishap == Mishap::clock) return done(Error{Errc::clock, "too early"});
    if (mishap == Mishap::unknown) return done(Error{Errc::io, "no answer"});
    if (mishap == Mishap::no_place)
        return records_.append(std::move(record), [done](const auto&) { done(Place{}); });
    records_.append(std::move(record), std::move(done));
}

platform::Result<std::vector<platform::event_log::StoredRecord>> DistantLog::read(
    std::uint64_t from, std::size_t records_max, std::size_t bytes_max) {
    return records_.read(from, records_max, bytes_max);
}

platform::Result<std::uint64_t> DistantLog::ask_end(std::chrono::milliseconds /*timeout*/) {
    if (missed_asks_ > 0) {
        --missed_asks_;
        return Error{Errc::unavailable, "no answer"};
    }
    return records_.end();
}

std::uint64_t DistantLog::wait_beyond(std::uint64_t from, std::chrono::milliseconds timeout) {
    return records_.wait_beyond(from, timeout);
}

QueryApi::QueryApi(platform::event_log::EventLog& log, const std::string& keys)
    : store_(must(projector::read_model::Store::open(folder_ / "read-model"))),
      projector_(std::make_unique<projector::Projector>(*store_, log)),
      pool_(std::make_unique<platform::WorkerPool>(2, 1'000)) {
    const auto wait_for = [this](auto position, auto timeout, auto done) {
        projector_->wait_for(position, timeout, std::move(done));
    };
    server_ = must(platform::http::Server::start(
        {.identify = must(platform::http::identify_by_keys(keys))},
        query_api::routes({*store_, wait_for, &fixed_now, [] { return std::nullopt; }}, *pool_)));
}

QueryApi::~QueryApi() {
    server_->stop();
    projector_->stop();
}

void QueryApi::catch_up() {
    if (!projector_->catch_up()) throw std::runtime_error("the log was not read");
}

void QueryApi::follow() {
    projector_->start([](const platform::Error& error) {
        throw std::runtime_error("projector: " + error.detail);
    });
}

Replica::Replica(platform::event_log::EventLog& log, const ::ingest::ReplicaOptions& options)
    : running_(must(::ingest::Replica::start(options, {.log = log,
                                                       .log_id = "test",
                                                       .log_state = [this] { return log_state; },
                                                       .clock = &fixed_now}))) {}

Answer Replica::post(std::string target, Headers headers, std::string body) const {
    return post_to("http://127.0.0.1:" + std::to_string(running_->port()),
                   {"POST", std::move(target), std::move(headers), std::move(body)});
}

Answer Replica::ask_admin(std::string target) const {
    return post_to("http://127.0.0.1:" + std::to_string(running_->admin_port()),
                   {"GET", std::move(target), {}, {}});
}

Answer Replica::post_event(std::string body, Headers more) const {
    more.emplace_back("content-type", "application/cloudevents+json");
    return post("/v1/events", std::move(more), std::move(body));
}

Answer Replica::post_batch(std::string body, Headers more) const {
    more.emplace_back("content-type", "application/cloudevents-batch+json");
    return post("/v1/events", std::move(more), std::move(body));
}

void Replica::define(std::string_view policy, std::string_view indicator) const {
    const Headers json{
        {"content-type", "application/json"}
    };
    const auto first = post("/v1/policies", json, support::policy_data(policy));
    const auto second =
        post("/v1/indicators", json,
             support::indicator_data(indicator, policy, support::rolled_up_members("sum")));
    if (first.status != 201 || second.status != 201)
        throw std::runtime_error("not defined: " + first.raw.body + second.raw.body);
}

Cluster::Cluster(const std::optional<std::string>& query_urls, const ClusterKeys& keys) {
    std::promise<void> opened;
    log_.append({"log", support::log_opened_event(), {}, 0},
                [&opened](const auto&) { opened.set_value(); });
    opened.get_future().wait();
    query_api_ = std::make_unique<QueryApi>(log_, keys.keys);
    query_api_->catch_up();
    const ::ingest::ReplicaOptions options{.port = 0,
                                           .admin_port = 0,
                                           .query_url = query_urls.value_or(query_api_->url()),
                                           .query_key_file = keys.query_key_file,
                                           .keys = keys.keys};
    one_ = std::make_unique<Replica>(log_, options);
    other_ = std::make_unique<Replica>(log_, options);
}

Cluster::~Cluster() {
    ending_ = true;
    if (publisher_.joinable()) publisher_.join();
}

Record Cluster::record(std::uint64_t sequence) {
    return must(log_.read(sequence, 1, 1)).at(0).record;
}

void Cluster::publish() {
    const auto published = query_api_->store().published();
    const auto& head = published->head;
    const auto tell = [this](const std::string& key, const std::string& value) {
        one_->catalogue().take(key, value);
        other_->catalogue().take(key, value);
    };
    const auto tell_all = [&](const auto& versions) {
        for (const auto& version : versions) {
            const CatalogueEntry entry{head.log_id, head.engine, version.since,
                                       *version.definition};
            tell(projector::read_model::key_of(entry.definition), encode(entry));
        }
    };
    tell_all(published->catalogue->policies(published->position()));
    tell_all(published->catalogue->indicators(published->position()));
    tell(std::string{projector::read_model::catalogue_position_key},
         encode(CataloguePosition{head.log_id, head.engine, head.next}));
    one_->catalogue().reached_end();
    other_->catalogue().reached_end();
}

void Cluster::publish_always() {
    publisher_ = std::thread{[this] {
        domain::Sequence told = 0;
        while (!ending_) {
            const auto next = query_api_->store().published()->head.next;
            if (next != told) publish();
            told = next;
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
        }
    }};
}

CatalogueRowText policy_row(std::string_view id, std::uint64_t sequence, std::string_view title) {
    auto policy = support::policy_data(id, R"("title":")" + std::string{title} + "\"");
    return {std::string{id}, R"({"log":"test","engine":1,"sequence":)" + std::to_string(sequence) +
                                 R"(,"definition":)" + policy + "}"};
}

CatalogueRowText position_row(std::uint64_t next) {
    return {"_position", R"({"log":"test","engine":1,"next":)" + std::to_string(next) + "}"};
}

}  // namespace tests::ingest_site
