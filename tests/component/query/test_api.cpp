// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/query/test_api.hpp"

#include <charconv>
#include <future>

#include "domain/event.hpp"
#include "tests/support/must.hpp"

namespace tests::query {
namespace {

using domain::codec::Json;
using support::must;

constexpr std::chrono::milliseconds long_time{20'000};

const Json* child(const Json& json, std::string_view name) {
    const auto* array = json.array();
    if (array == nullptr) return json.member(name);
    std::size_t index = array->size();
    std::from_chars(name.data(), name.data() + name.size(), index);
    return index < array->size() ? &(*array)[index] : nullptr;
}

// Eight o'clock of the day of 2024 with this number.
std::string recorded_at(domain::Sequence sequence) {
    const auto first = must(domain::Instant::parse("2023-12-31T08:00:00Z"));
    const auto days = static_cast<std::int64_t>(sequence) * microseconds_per_day;
    return domain::Instant::from_microseconds(first.microseconds() + days).text();
}

}  // namespace

std::string text_at(const Json& json, std::string_view path) {
    const Json* found = &json;
    while (!path.empty() && found != nullptr) {
        const std::string_view name = path.substr(0, path.find('.'));
        path.remove_prefix(std::min(path.size(), name.size() + 1));
        found = child(*found, name);
    }
    return found == nullptr ? "nothing" : domain::codec::canonical(*found);
}

TestApi::TestApi()
    : now(must(domain::Instant::parse("2024-10-23T12:00:00Z")).microseconds()),
      log_(must(platform::event_log::EmbeddedLog::open(folder / "log"))),
      store_(must(projector::read_model::Store::open(folder / "store"))),
      projector_(std::make_unique<projector::Projector>(*store_, *log_)),
      pool_(std::make_unique<platform::WorkerPool>(2, 100)) {
    projector_->start([](const platform::Error& error) { ADD_FAILURE() << error.detail; });
    serve();
    log_->append({"log", support::log_opened_event(), {}, 0}, [](const auto&) {});
    std::promise<bool> applied;
    projector_->wait_for(0, long_time, [&applied](bool reached) { applied.set_value(reached); });
    if (!applied.get_future().get()) throw std::runtime_error("the log was not opened");
}

void TestApi::serve() {
    server_ = must(platform::http::Server::start({.identify = identify},
                                                 query_api::routes(read_side(), *pool_)));
    client_.emplace(must(platform::http::Client::open(url())));
}

TestApi::~TestApi() {
    server_->stop();
    projector_->stop();
    pool_.reset();
}

query_api::ReadSide TestApi::read_side() {
    const auto wait_for = [this](domain::Sequence position, std::chrono::milliseconds timeout,
                                 std::function<void(bool)> done) {
        std::unique_lock lock{mutex};
        const auto replaced = replaced_wait;
        lock.unlock();
        if (replaced) return replaced(position, timeout, std::move(done));
        projector_->wait_for(position, timeout, std::move(done));
    };
    return {.store = *store_,
            .wait_for = wait_for,
            .clock = [this] { return domain::Instant::from_microseconds(now); },
            .not_ready =
                [this] {
                    const std::lock_guard lock{mutex};
                    return not_ready;
                },
            .streams = streams};
}

domain::Sequence TestApi::append(const support::EventText& event) {
    std::promise<domain::Sequence> appended;
    log_->append({event.type, support::cloud_event(event), {}, 0},
                 [&appended](platform::Result<platform::event_log::Place> place) {
                     appended.set_value(place ? place->value() : 0);
                 });
    const domain::Sequence sequence = appended.get_future().get();
    std::promise<bool> applied;
    projector_->wait_for(sequence, long_time,
                         [&applied](bool reached) { applied.set_value(reached); });
    EXPECT_TRUE(applied.get_future().get());
    return sequence;
}

domain::Sequence TestApi::report(std::string_view type, std::string data) {
    const std::string next = std::to_string(log_->end());
    support::EventText event;
    event.type = type;
    event.data = std::move(data);
    event.id = "e" + next;
    event.recorded = recorded_at(log_->end());
    return append(event);
}

domain::Sequence TestApi::define_policy(std::string_view id, std::string_view members) {
    return report(domain::event_type::policy_defined, support::policy_data(id, members));
}

domain::Sequence TestApi::define_indicator(std::string_view id, std::string_view policy,
                                           std::string_view members) {
    return report(domain::event_type::indicator_defined,
                  support::indicator_data(id, policy, members));
}

domain::Sequence TestApi::measure(const std::vector<support::RowText>& rows) {
    return report(domain::event_type::measures_reported, support::measures_data(rows));
}

platform::http::ClientResponse TestApi::get(std::string target, const Headers& headers) {
    platform::http::ClientRequest request;
    request.target = std::move(target);
    request.headers = headers;
    return must(client_->send(request));
}

std::string TestApi::body(const std::string& target) {
    auto response = get(target);
    EXPECT_EQ(response.status, 200) << target << "\n" << response.body;
    return std::move(response.body);
}

std::string TestApi::field(const std::string& target, std::string_view path) {
    return text_at(must(domain::codec::parse_json(body(target))), path);
}

std::string TestApi::problem(const std::string& target) {
    const auto response = get(target);
    EXPECT_EQ(response.header("content-type"), "application/problem+json") << target;
    const auto json = domain::codec::parse_json(response.body);
    const std::string type = json ? text_at(*json, "type") : "";
    constexpr std::string_view prefix = "\"https://barometre.example/problems/";
    return std::to_string(response.status) + " " +
           (type.starts_with(prefix) ? type.substr(prefix.size(), type.size() - prefix.size() - 1)
                                     : response.body);
}

std::string houses() {
    return R"("unit":"maisons","periodicity":"monthly","publication_delay":2,)"
           R"("weights":{"department":"50","region":"50","nation":"50"},)" +
           support::rolled_up_members("sum");
}

std::vector<support::RowText> figures(std::string_view territory, std::string_view baseline,
                                      std::string_view actual, std::string_view target) {
    const std::string where{territory};
    return {
        {.territory = where,
         .kind = "baseline",
         .date = "2020-12-31",
         .value = std::string{baseline},
         .expected_revision = {}},
        {.territory = where,
         .kind = "actual",
         .date = "2023-12-31",
         .value = std::string{actual},
         .expected_revision = {}},
        {.territory = where,
         .kind = "target",
         .date = "2026-12-31",
         .value = std::string{target},
         .expected_revision = {}}
    };
}

}  // namespace tests::query
