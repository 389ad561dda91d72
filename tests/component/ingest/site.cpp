// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/ingest/site.hpp"

#include <boost/json/parse.hpp>
#include <chrono>
#include <future>
#include <stdexcept>

#include "domain/event.hpp"
#include "platform/event_log/embedded_log.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/must.hpp"

namespace tests::ingest_site {
namespace {

using support::must;

constexpr std::size_t pool_threads = 2;
// 2024-10-23T08:00:00Z.
constexpr std::int64_t first_instant = 1'729'670'400'000'000;

}  // namespace

std::string Answer::text(std::string_view member) const {
    const auto* object = body.if_object();
    const auto* value = object == nullptr ? nullptr : object->if_contains(member);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string{};
}

std::string Answer::code() const {
    return code_of(body);
}

Answer post_to(const std::string& url, const platform::http::ClientRequest& request) {
    auto client = must(platform::http::Client::open(url));
    auto response = must(client.send(request));
    Answer answer;
    answer.status = response.status;
    boost::system::error_code unreadable;
    answer.body = boost::json::parse(response.body, unreadable);
    answer.raw = std::move(response);
    return answer;
}

std::string code_of(const boost::json::value& problem) {
    const std::string type(problem.at("type").as_string());
    return type.substr(type.rfind('/') + 1);
}

Site::Site(Setup setup) : now_(first_instant), log_(std::move(setup.log)) {
    if (!log_) log_ = must(platform::event_log::EmbeddedLog::open(folder_ / "log"));
    append(support::log_opened_event());
    store_ = must(projector::read_model::Store::open(folder_ / "read-model"));
    projector_ = std::make_unique<projector::Projector>(*store_, *log_);
    if (!projector_->catch_up()) throw std::runtime_error("the log was not read");
    if (setup.following) follow();
    pool_ = std::make_unique<platform::WorkerPool>(pool_threads, setup.pool_queue_max);
    const auto wait_for = [this, never = setup.never_in_time](auto position, auto timeout,
                                                              auto done) {
        if (never) return done(false);
        projector_->wait_for(position, timeout, std::move(done));
        ++waits_;
        waits_.notify_all();
    };
    read_side_ = std::make_unique<::ingest::LocalReadSide>(*store_, *log_, wait_for, *pool_);
    const auto clock = [this] { return domain::Instant::from_microseconds(now_.fetch_add(1)); };
    service_ =
        std::make_unique<::ingest::Service>(*log_, *read_side_, *pool_, setup.options, clock);
    server_ = must(platform::http::Server::start({.identify = setup.identify}, service_->routes()));
}

Site::~Site() {
    server_->stop();
    projector_->stop();
    service_.reset();
    read_side_.reset();
    pool_.reset();
}

void Site::follow() {
    projector_->start([](const platform::Error& error) {
        throw std::runtime_error("projector: " + error.detail);
    });
}

void Site::define(std::string_view policy, std::string_view indicator,
                  std::string_view policy_members, std::string_view more_members) {
    std::string members = support::rolled_up_members("sum");
    if (!more_members.empty()) members.append(",").append(more_members);
    const Headers json{
        {"content-type", "application/json"}
    };
    const auto first = post("/v1/policies", json, support::policy_data(policy, policy_members));
    const auto second =
        post("/v1/indicators", json, support::indicator_data(indicator, policy, members));
    if (first.status != 200 || second.status != 200)
        throw std::runtime_error("not defined: " + first.raw.body + second.raw.body);
}

Answer Site::post(std::string target, Headers headers, std::string body) const {
    return post_to(url(), {"POST", std::move(target), std::move(headers), std::move(body)});
}

Answer Site::post_event(std::string body, Headers more) const {
    more.emplace_back("content-type", "application/cloudevents+json");
    return post("/v1/events", std::move(more), std::move(body));
}

Answer Site::post_batch(std::string body, Headers more) const {
    more.emplace_back("content-type", "application/cloudevents-batch+json");
    return post("/v1/events", std::move(more), std::move(body));
}

Answer Site::post_csv(std::string target, std::string body, Headers more) const {
    more.emplace_back("content-type", "text/csv; charset=utf-8");
    return post(std::move(target), std::move(more), std::move(body));
}

void Site::await_waits(int count) const {
    for (int seen = waits_; seen < count; seen = waits_) waits_.wait(seen);
}

void Site::append(std::string value) {
    std::promise<platform::Result<platform::event_log::Place>> done;
    log_->append({"", std::move(value), {}, 0},
                 [&done](const auto& place) { done.set_value(place); });
    must(done.get_future().get());
}

std::vector<std::string> Site::stored() const {
    std::vector<std::string> values;
    constexpr std::size_t all = 1'000'000;
    for (auto& record : must(log_->read(1, all, all * all)))
        values.push_back(std::move(record.record.value));
    return values;
}

platform::event_log::Record Site::record(std::uint64_t sequence) const {
    return must(log_->read(sequence, 1, 1)).at(0).record;
}

std::string live_event(std::string_view id, std::string_view type, std::string data) {
    support::EventText event;
    event.type = type;
    event.data = std::move(data);
    event.id = id;
    event.recorded.clear();
    return support::cloud_event(event);
}

std::string measure_event(std::string_view id, std::string_view value, std::string_view territory) {
    return live_event(id, domain::event_type::measures_reported,
                      support::measures_data({
                          {.territory = std::string{territory},
                           .kind = "actual",
                           .date = "2024-09-30",
                           .value = std::string{value}}
    }));
}

}  // namespace tests::ingest_site
