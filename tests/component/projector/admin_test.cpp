// SPDX-License-Identifier: EUPL-1.2
#include "projector/admin.hpp"

#include <gtest/gtest.h>

#include "domain/codec/json.hpp"
#include "platform/http/client.hpp"
#include "platform/http/server.hpp"
#include "projector/compare.hpp"
#include "projector/projector.hpp"
#include "projector/tool/store_source.hpp"
#include "tests/component/projector/random_log.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::projector {
namespace {

namespace fs = std::filesystem;
using ::projector::Admin;
using ::projector::MetricsPage;
using ::projector::Projector;
using ::projector::ProjectorOptions;
using ::projector::read_model::Store;
using ::projector::tool::StoreSource;

constexpr std::size_t records = 100;

// The admin port of a store that follows a log.
class AdminPort : public testing::Test {
protected:
    void SetUp() override {
        std::mt19937_64 random{3};
        log = make_log(folder.path() / "log", random_events(random, records));
        store = support::must(Store::open(folder / "store"));
        page.add(*log, *store, [] { return domain::Instant::from_microseconds(0); });
        projector.emplace(*store, *log, ProjectorOptions{.metrics = &page.projector()});
        admin.emplace(::projector::AdminSide{.store = *store,
                                             .metrics = page,
                                             .not_ready = [this] { return why; },
                                             .checkpoints = folder.path() / "checkpoints"});
        server = support::must(platform::http::Server::start({}, admin->routes()));
        client.emplace(support::must(platform::http::Client::open(url())));
    }
    void TearDown() override { server->stop(); }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(server->port()); }

    platform::http::ClientResponse send(const std::string& method, const std::string& target) {
        return support::must(
            client->send({.method = method, .target = target, .headers = {}, .body = {}}));
    }

    bool shows(const std::string& line) {
        return send("GET", "/metrics").body.find("\n" + line + "\n") != std::string::npos;
    }

    static std::string text(const std::string& body, std::string_view name) {
        return *support::must(domain::codec::parse_json(body)).member(name)->string();
    }

    support::TemporaryDirectory folder;
    std::unique_ptr<platform::event_log::EmbeddedLog> log;
    std::unique_ptr<Store> store;
    std::optional<std::string> why;
    MetricsPage page;
    std::optional<Projector> projector;
    std::optional<Admin> admin;
    std::unique_ptr<platform::http::Server> server;
    std::optional<platform::http::Client> client;
};

TEST_F(AdminPort, TellsWhetherItLivesAndIsReady) {
    EXPECT_EQ(send("GET", "/livez").status, 200);
    EXPECT_EQ(send("GET", "/readyz").status, 200);
    why = "7 records to go";
    const auto answer = send("GET", "/readyz");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(text(answer.body, "detail"), "7 records to go");
    EXPECT_EQ(send("GET", "/livez").status, 200);
}

TEST_F(AdminPort, ShowsHowFarItIsAndWhatEachStageTook) {
    const std::string all = std::to_string(records + 1);
    EXPECT_TRUE(shows("barometre_lag_records " + all));
    EXPECT_TRUE(shows("barometre_applied_records 0"));
    ASSERT_TRUE(projector->catch_up());
    EXPECT_TRUE(shows("barometre_lag_records 0"));
    EXPECT_TRUE(shows("barometre_log_records " + all));
    EXPECT_TRUE(shows("barometre_applied_records " + all));
    EXPECT_TRUE(shows("barometre_read_model_write_stopped 0"));
    EXPECT_TRUE(shows("barometre_read_model_stalls 0"));
    const auto page_text = send("GET", "/metrics").body;
    for (const std::string stage : {"fetch", "decode", "fold", "write"})
        EXPECT_NE(page_text.find("barometre_projector_stage_seconds_sum{stage=\"" + stage + "\"}"),
                  std::string::npos)
            << stage;
    EXPECT_FALSE(shows("barometre_outcomes_total{outcome=\"applied\"} 0"));
    EXPECT_FALSE(shows("barometre_outcomes_total{outcome=\"duplicate\"} 0"));
}

TEST_F(AdminPort, MakesACheckpointWithItsPositionAndRemovesIt) {
    ASSERT_TRUE(projector->catch_up());
    const auto made = send("POST", "/checkpoint");
    ASSERT_EQ(made.status, 201);
    EXPECT_EQ(text(made.body, "log"), "test");
    EXPECT_NE(made.body.find("\"records\":" + std::to_string(records + 1)), std::string::npos);
    const fs::path path = text(made.body, "path");
    append(*log, "{}");
    ASSERT_TRUE(projector->catch_up());
    {
        platform::rocks::OpenOptions as_it_is;
        as_it_is.mode = platform::rocks::Mode::read_only;
        const auto copy = support::must(Store::open(path.string(), as_it_is));
        EXPECT_EQ(copy->published()->head.next, records + 1);
    }
    const auto second = send("POST", "/checkpoint");
    EXPECT_NE(text(second.body, "path"), path.string());
    EXPECT_EQ(send("DELETE", std::string{made.header("location")}).status, 200);
    EXPECT_FALSE(fs::exists(path));
    EXPECT_EQ(send("DELETE", std::string{made.header("location")}).status, 404);
}

TEST_F(AdminPort, RemovesNothingButCheckpoints) {
    for (const std::string name : {"..", "%2e%2e", "%2e%2e%2fstore", "."})
        EXPECT_EQ(send("DELETE", "/checkpoint/" + name).status, 404) << name;
    EXPECT_TRUE(fs::exists(folder.path() / "store"));
}

TEST_F(AdminPort, LetsAProgramLookAtAStoreThatIsInUse) {
    ASSERT_TRUE(projector->catch_up());
    const auto refused = StoreSource::open(folder / "store");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("admin port"), std::string::npos);
    {
        const auto source = support::must(StoreSource::open(url()));
        EXPECT_EQ(support::must(source.store().digest()), support::must(store->digest()));
        EXPECT_FALSE(support::must(::projector::compare(source.store(), *store)));
        EXPECT_FALSE(fs::is_empty(folder.path() / "checkpoints"));
    }
    EXPECT_TRUE(fs::is_empty(folder.path() / "checkpoints"));
}

TEST(StoreSourceOfNobody, SaysThatNobodyAnswers) {
    const auto refused = StoreSource::open("http://127.0.0.1:1");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, platform::Errc::unavailable);
    EXPECT_NE(refused.error().detail.find("admin port"), std::string::npos);
}

}  // namespace
}  // namespace tests::projector
