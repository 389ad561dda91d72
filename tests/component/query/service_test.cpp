// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>

#include "projector/read_model/schema.hpp"
#include "tests/component/query/test_api.hpp"
#include "tests/support/must.hpp"

namespace tests::query {
namespace {

using platform::http::Request;
using platform::http::Response;
using platform::http::Route;

class Service : public TestApi {};

TEST_F(Service, IsAliveAndReady) {
    EXPECT_EQ(body("/livez"), R"({"status":"live"})");
    EXPECT_EQ(body("/readyz"), R"({"status":"ready"})");
    {
        const std::lock_guard lock{mutex};
        not_ready = "catching up";
    }
    const auto response = get("/readyz");
    EXPECT_EQ(response.status, 503);
    EXPECT_NE(response.body.find("catching up"), std::string::npos);
    EXPECT_EQ(body("/livez"), R"({"status":"live"})");
}

TEST_F(Service, ShowsTheMainAddresses) {
    EXPECT_EQ(field("/", "documentation"), "\"/openapi.json\"");
    for (const char* name :
         {"documentation", "territories", "policies", "indicators", "barometer", "live", "ready"}) {
        const std::string address = field("/", name);
        EXPECT_EQ(get(address.substr(1, address.size() - 2)).status, 200) << name;
    }
}

// Answers of routes that are called without a server.
class Calls {
public:
    explicit Calls(std::vector<Route> routes) : routes_(std::move(routes)) {}

    // The answer, if it came at once.
    std::optional<Response> call(const std::string& path, const Request& request) {
        // Shared, for an answer may still come after all.
        const auto answered = std::make_shared<std::optional<Response>>();
        for (const Route& route : routes_)
            if (route.path == path)
                route.handler(request,
                              [answered](Response response) { *answered = std::move(response); });
        return *answered;
    }

private:
    std::vector<Route> routes_;
};

query_api::ReadSide side_of(const projector::read_model::Store& store) {
    return {.store = store,
            .wait_for = [](auto, auto, const auto& done) { done(false); },
            .clock = [] { return domain::Instant{}; },
            .not_ready = [] { return std::nullopt; }};
}

TEST(ReadService, IsNotReadyBeforeTheLogIsOpened) {
    const support::TemporaryDirectory folder;
    const auto store = support::must(projector::read_model::Store::open(folder / "store"));
    platform::WorkerPool pool{1, 1};
    Calls calls{query_api::routes(side_of(*store), pool)};
    const auto response = calls.call("/v1/territories", {});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 503);
    EXPECT_NE(response->body.find("not-ready"), std::string::npos);
}

// A gate at which the workers of a pool are held.
class Held {
public:
    void hold() {
        std::unique_lock lock{mutex_};
        someone_waits_ = true;
        changed_.notify_all();
        changed_.wait(lock, [this] { return is_open_; });
    }
    void wait_until_someone_waits() {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [this] { return someone_waits_; });
    }
    void release() {
        const std::lock_guard lock{mutex_};
        is_open_ = true;
        changed_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool someone_waits_ = false;
    bool is_open_ = false;
};

TEST_F(Service, RefusesHeavyReadsWhenTheWorkersAreBusy) {
    define_policy("CH-001");
    Held held;
    platform::WorkerPool pool{1, 1};
    // One task runs, and one fills the queue.
    ASSERT_TRUE(pool.post([&held] { held.hold(); }));
    held.wait_until_someone_waits();
    ASSERT_TRUE(pool.post([] {}));
    Calls calls{query_api::routes(side_of(store()), pool)};

    const auto refused =
        calls.call("/v1/territories/{territory}/barometer", {.target = {},
                                                             .path = {},
                                                             .query = {},
                                                             .path_parameters = {"REG-53"},
                                                             .headers = {},
                                                             .body = {}});
    const auto light = calls.call("/v1/policies/{policy}", {.target = {},
                                                            .path = {},
                                                            .query = {},
                                                            .path_parameters = {"CH-001"},
                                                            .headers = {},
                                                            .body = {}});
    held.release();
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 503);
    EXPECT_NE(refused->body.find("overloaded"), std::string::npos);
    ASSERT_TRUE(light);
    EXPECT_EQ(light->status, 200);
}

TEST_F(Service, AnswersAFailureOfTheStoreWith500) {
    namespace read_model = projector::read_model;
    define_policy("CH-001");
    const auto defined = define_indicator("IND-001", "CH-001", houses());
    const auto indicator = support::must(domain::IndicatorId::parse("IND-001"));
    platform::rocks::WriteBatch batch{store().database()};
    const auto state = read_model::key::state(indicator, domain::Territory::nation());
    batch.put(read_model::family::states, read_model::key::version(state, defined), "?");
    ASSERT_TRUE(store().database().write(batch, platform::rocks::Sync::no));
    EXPECT_EQ(problem("/v1/indicators/IND-001/territories/NAT-FR"), "500 internal-error");
    EXPECT_EQ(problem("/v1/territories/NAT-FR/barometer"), "500 internal-error");
    EXPECT_EQ(get("/v1/indicators/IND-001/territories/REG-53").status, 200);
}

}  // namespace
}  // namespace tests::query
