// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>

#include "domain/event.hpp"
#include "ingest/remote_read_side.hpp"
#include "platform/event_log/memory_log.hpp"
#include "query-api/openapi.hpp"
#include "tests/component/ingest/cluster.hpp"
#include "tests/component/ingest/site.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/keys.hpp"

namespace tests::ingest_site {
namespace {

using platform::access::Right;

constexpr std::string_view csv =
    "identifiant_indic,zone_id,date_valeur,type_valeur,valeur\n"
    "IND-001,D35,2024-09-30,va,1\n";
const std::pair<std::string, std::string> json{"content-type", "application/json"};

std::string with_source(std::string event, const std::string& source) {
    const std::string before = R"("source":"urn:test")";
    return event.replace(event.find(before), before.size(), R"("source":")" + source + '"');
}

// Who may do what on a site of keys where CH-001 and IND-001 are defined.
class IngestKeys : public testing::Test {
protected:
    IngestKeys() {
        const auto post = [this](const std::string& path, std::string data) {
            const auto answer = site.post(path, {json, all.header()}, std::move(data));
            if (answer.status != 200) throw std::runtime_error(answer.raw.body);
        };
        post("/v1/policies", support::policy_data("CH-001", {}));
        post("/v1/indicators",
             support::indicator_data("IND-001", "CH-001", support::rolled_up_members("sum")));
    }
    static Site::Setup with(platform::http::Identify identify) {
        Site::Setup setup;
        setup.identify = std::move(identify);
        return setup;
    }

    support::Keys keys;
    support::Keys::Holder all = keys.add("all", platform::access::all_rights(), {"*"});
    support::Keys::Holder reporter = keys.add("prefecture-35", {Right::report}, {"urn:test"});
    support::Keys::Holder definer = keys.add("sgg", {Right::define}, {"*"});
    support::Keys::Holder reader = keys.add("dashboard", {Right::read, Right::audit});
    Site site{with(keys.identify())};
};

TEST_F(IngestKeys, WritesWhoSentIt) {
    const auto answer = site.post_event(measure_event("1", "1"), {reporter.header()});
    EXPECT_EQ(answer.status, 200) << answer.raw.body;
    EXPECT_NE(site.stored().back().find(R"("authid":"prefecture-35")"), std::string::npos);
}

TEST_F(IngestKeys, TakesNothingWithoutAKey) {
    const std::size_t before = site.stored().size();
    for (const Headers& headers : {Headers{}, Headers{{"Authorization", "Bearer x"}},
                                   Headers{{"Authorization", "Basic x"}}}) {
        const auto answer = site.post_event(measure_event("1", "1"), headers);
        EXPECT_EQ(answer.status, 401);
        EXPECT_EQ(answer.code(), "key-needed");
        EXPECT_TRUE(answer.raw.header("www-authenticate").starts_with("Bearer"));
    }
    EXPECT_EQ(site.post_csv("/v1/imports", std::string{csv}).status, 401);
    EXPECT_EQ(site.post("/v1/policies", {json}, "{}").status, 401);
    EXPECT_EQ(site.post("/v1/indicators", {json}, "{}").status, 401);
    EXPECT_EQ(site.stored().size(), before);
}

TEST_F(IngestKeys, TakesFromEachWhatHeHasTheRightTo) {
    const std::string measure = measure_event("1", "1");
    const std::string definition =
        live_event("2", domain::event_type::policy_defined, support::policy_data("CH-002", {}));
    const auto status_of = [this](const std::string& event, const support::Keys::Holder& holder) {
        return site.post_event(event, {holder.header()}).status;
    };
    EXPECT_EQ(status_of(measure, reader), 403);
    EXPECT_EQ(status_of(measure, definer), 403);
    EXPECT_EQ(status_of(definition, reporter), 403);
    EXPECT_EQ(status_of(measure, reporter), 200);
    EXPECT_EQ(status_of(definition, definer), 200);

    const auto data = support::policy_data("CH-003", {});
    EXPECT_EQ(site.post("/v1/policies", {json, reporter.header()}, data).status, 403);
    EXPECT_EQ(site.post("/v1/policies", {json, definer.header()}, data).status, 200);
    EXPECT_EQ(site.post("/v1/indicators", {json, reporter.header()}, "{}").status, 403);

    const std::string target = "/v1/imports?source=urn:test";
    EXPECT_EQ(site.post_csv(target, std::string{csv}, {definer.header()}).status, 403);
    EXPECT_EQ(site.post_csv(target, std::string{csv}, {reporter.header()}).status, 200);
}

TEST_F(IngestKeys, NamesTheRightThatIsMissing) {
    const auto answer =
        site.post_event(measure_event("1", "1"), {
                                                     definer.header(), {"accept-language", "fr"}
    });
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(answer.code(), "right-missing");
    EXPECT_NE(answer.raw.body.find("report"), std::string::npos) << answer.raw.body;
}

TEST_F(IngestKeys, TakesOnlyTheSourcesOfAKey) {
    const auto answer =
        site.post_event(with_source(measure_event("1", "1"), "urn:other"), {reporter.header()});
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(answer.code(), "source-not-allowed");
    EXPECT_NE(answer.raw.body.find("urn:other"), std::string::npos);

    for (const char* target : {"/v1/imports", "/v1/imports?check=1"}) {
        const auto import = site.post_csv(target, std::string{csv}, {reporter.header()});
        EXPECT_EQ(import.status, 403) << target;
        EXPECT_NE(import.raw.body.find("urn:barometre:imports"), std::string::npos);
    }
}

TEST_F(IngestKeys, WithdrawsOnlyWhatCameFromTheSourcesOfAKey) {
    const auto other = with_source(measure_event("1", "1"), "urn:other");
    ASSERT_EQ(site.post_event(other, {all.header()}).status, 200);
    const auto withdrawal = [](std::string id, const std::string& source) {
        return live_event(std::move(id), domain::event_type::measures_withdrawn,
                          R"({"source":")" + source + R"(","id":"1"})");
    };
    const auto refused = site.post_event(withdrawal("2", "urn:other"), {reporter.header()});
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.code(), "source-not-allowed");
    ASSERT_EQ(site.post_event(measure_event("1", "1"), {reporter.header()}).status, 200);
    EXPECT_EQ(site.post_event(withdrawal("3", "urn:test"), {reporter.header()}).status, 200);
}

TEST_F(IngestKeys, LooksAtEachEventOfABatchForItself) {
    const std::string definition =
        live_event("2", domain::event_type::policy_defined, support::policy_data("CH-002", {}));
    const auto answer = site.post_batch("[" + measure_event("1", "1") + "," + definition + "," +
                                            with_source(measure_event("3", "1"), "urn:other") + "]",
                                        {reporter.header()});
    ASSERT_EQ(answer.status, 207) << answer.raw.body;
    const auto& receipts = answer.body.at("receipts").as_array();
    ASSERT_EQ(receipts.size(), 3U);
    EXPECT_EQ(receipts[0].at("status").as_string(), "applied");
    EXPECT_EQ(receipts[1].at("status").as_string(), "refused");
    EXPECT_EQ(receipts[1].at("http_status").as_int64(), 403);
    EXPECT_EQ(code_of(receipts[1].at("problem")), "right-missing");
    EXPECT_EQ(code_of(receipts[2].at("problem")), "source-not-allowed");
    EXPECT_EQ(site.stored().size(), 3U);
}

TEST_F(IngestKeys, TakesNothingMoreWithARevokedKey) {
    int number = 0;
    const auto status = [&] {
        return site.post_event(measure_event(std::to_string(++number), "1"), {reporter.header()})
            .status;
    };
    ASSERT_EQ(status(), 200);
    keys.revoke(reporter);
    while (status() != 401) std::this_thread::sleep_for(std::chrono::milliseconds{50});
    EXPECT_EQ(site.post_event(measure_event("z", "1"), {all.header()}).status, 200);
}

TEST_F(IngestKeys, LoadsNoHistoryWhereItIsNotStartedForIt) {
    const auto loader = keys.add("loader", {Right::history_load}, {"*"});
    Site live{with(keys.identify())};
    EXPECT_EQ(live.post_event(measure_event("1", "1"), {loader.header()}).status, 403);
    support::EventText past;
    past.type = domain::event_type::policy_defined;
    past.data = support::policy_data("CH-001", {});
    EXPECT_EQ(live.post_event(support::cloud_event(past), {all.header()}).code(),
              "attribute-reserved");

    auto setup = with(keys.identify());
    setup.options.mode = ::ingest::Mode::history_load;
    Site loading{std::move(setup)};
    EXPECT_EQ(loading.post_event(support::cloud_event(past), {definer.header()}).status, 403);
    EXPECT_EQ(loading.post_event(support::cloud_event(past), {loader.header()}).status, 200);
    EXPECT_NE(loading.stored().back().find(R"("authid":"loader")"), std::string::npos);
}

// Two programs that ask each other for keys.
class ReplicaKeys : public testing::Test {
protected:
    // A policy, defined through an ingest that waits for the outcome.
    Answer define(const ClusterKeys& files, const std::string& wait) const {
        Cluster cluster{std::nullopt, files};
        cluster.query_api().follow();
        cluster.publish_always();
        return cluster.one().post("/v1/policies",
                                  {
                                      json, definer.header(), {"Prefer", wait}
        },
                                  support::policy_data("CH-001"));
    }

    const support::TemporaryDirectory folder;
    const support::Keys keys;
    const support::Keys::Holder definer = keys.add("sgg", {Right::define}, {"*"});
};

TEST_F(ReplicaKeys, AreAskedForByIngest) {
    Cluster cluster{
        std::nullopt, {keys.path(), {}}
    };
    cluster.publish();
    EXPECT_EQ(cluster.one().post("/v1/policies", {json}, "{}").status, 401);
    EXPECT_EQ(cluster.one().ask_admin("/metrics").status, 200);
}

TEST_F(ReplicaKeys, LetIngestAskForOutcomes) {
    const std::string own = folder / "query.key";
    std::ofstream{own} << keys.add("ingest", {Right::audit}).text << "\n";
    const auto told = define({keys.path(), own}, "wait=30");
    EXPECT_EQ(told.status, 200) << told.raw.body;
    const auto untold = define({keys.path(), {}}, "wait=1");
    EXPECT_EQ(untold.status, 201) << untold.raw.body;
}

TEST_F(ReplicaKeys, AreNeededInTheFileThatIsNamed) {
    const std::string own = folder / "query.key";
    std::ofstream{own} << "no-key-at-all\n";
    platform::event_log::MemoryLog log;
    const auto opened = ::ingest::RemoteReadSide::open("test", log, "http://127.0.0.1:1", own);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, platform::Errc::invalid);
    EXPECT_EQ(opened.error().detail.find("no-key-at-all"), std::string::npos);
}

// The rights that the document names for POST, of live and of loading services alike.
TEST(IngestKeysTest, AreThoseOfTheDocument) {
    const auto document = boost::json::parse(query_api::openapi_document());
    for (const std::string path : {"/v1/events", "/v1/policies", "/v1/indicators", "/v1/imports"}) {
        platform::access::Rights documented;
        for (const auto& requirement :
             document.at("paths").at(path).at("post").at("security").as_array())
            for (const auto& name : requirement.at("key").as_array())
                documented.add(
                    platform::access::right_named(std::string{name.as_string()}).value());
        platform::access::Rights needed;
        for (const auto mode : {::ingest::Mode::live, ::ingest::Mode::history_load}) {
            Site::Setup setup;
            setup.options.mode = mode;
            Site site{std::move(setup)};
            for (const auto& route : site.routes())
                if (route.path == path)
                    for (const auto& named : platform::access::named_rights)
                        if (route.needs.has(named.right)) needed.add(named.right);
        }
        EXPECT_EQ(documented.text(' '), needed.text(' ')) << path;
    }
}

}  // namespace
}  // namespace tests::ingest_site
