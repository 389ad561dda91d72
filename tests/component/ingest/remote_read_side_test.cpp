// SPDX-License-Identifier: EUPL-1.2
#include "ingest/remote_read_side.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "domain/event.hpp"
#include "ingest/draft.hpp"
#include "platform/event_log/memory_log.hpp"
#include "tests/component/ingest/cluster.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/must.hpp"

namespace tests::ingest_site {
namespace {

using platform::http::Method;

const Headers waiting{
    {"prefer", "wait=20"}
};

// A cluster in which definitions are published as they come.
class LiveCluster : public testing::Test {
protected:
    LiveCluster() {
        cluster.query_api().follow();
        cluster.publish_always();
    }

    Cluster cluster;
};

// A query API that gives one answer to everything.
class FixedAnswer {
public:
    explicit FixedAnswer(int status, std::string body = "{}")
        : server_(support::must(platform::http::Server::start(
              {
    },
              {{Method::get, "/v1/event", 0,
                [this, status, body = std::move(body)](const auto&, const auto& respond) {
                    ++asked_;
                    platform::http::Response response;
                    response.status = status;
                    response.body = body;
                    respond(std::move(response));
                }}}))) {}

    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }
    int asked() const { return asked_; }

private:
    std::atomic<int> asked_ = 0;
    std::unique_ptr<platform::http::Server> server_;
};

TEST_F(LiveCluster, TakesMeasuresAtOnceThroughAnotherIngestThanTheirDefinition) {
    for (std::uint64_t i = 0; i < 20; ++i) {
        const std::string digits = std::to_string(100 + i);
        cluster.one().define("CH-" + digits, "IND-" + digits);
        auto event = measure_event(digits, "49");
        event.replace(event.find("IND-001"), 7, "IND-" + digits);

        const auto answer = cluster.other().post_event(event);

        ASSERT_EQ(answer.status, 201) << answer.raw.body;
        EXPECT_EQ(answer.text("status"), "accepted");
        const auto place = std::to_string(3 * (i + 1));
        EXPECT_EQ(answer.text("position"), "test." + place);
        EXPECT_EQ(cluster.record(3 * (i + 1)).key, "CH-" + digits);
    }
}

TEST_F(LiveCluster, RefusesAnIdThatNobodyDefined) {
    cluster.one().define();

    const auto unknown =
        cluster.other().post_event(live_event("1", domain::event_type::measures_reported,
                                              support::measures_data({
                                                  {.territory = "DEPT-35",
                                                   .kind = "actual",
                                                   .date = "2024-09-30",
                                                   .value = "1",
                                                   .indicator = "IND-009"}
    })));
    const auto file =
        cluster.other().post("/v1/imports?check=1",
                             {
                                 {"content-type", "text/csv"}
    },
                             "identifiant_indic;zone_id;date_valeur;type_valeur;valeur\n"
                             "IND-009;D35;2024-09-30;va;1\n");

    EXPECT_EQ(unknown.status, 422);
    EXPECT_EQ(unknown.code(), "indicator-unknown");
    EXPECT_EQ(file.status, 422);
    EXPECT_EQ(cluster.log().end(), 3U);
}

TEST(BehindCatalogue, RefusesNothingForGoodThatItDoesNotKnow) {
    Cluster cluster;
    cluster.publish();
    const auto definition = cluster.one().post_event(
        live_event("p", domain::event_type::policy_defined, support::policy_data("CH-001")));

    // Nobody tells the definition.
    const auto unknown = cluster.other().post_event(measure_event("1", "49"));

    EXPECT_EQ(definition.status, 201);
    EXPECT_EQ(unknown.status, 503);
    EXPECT_EQ(unknown.code(), "catalogue-behind");
    EXPECT_EQ(unknown.raw.header("retry-after"), "1");
}

TEST_F(LiveCluster, TellsTheOutcomeToWhoPrefersToWait) {
    cluster.one().define();
    auto stale = support::measures_data({
        {.territory = "DEPT-35",
         .kind = "actual",
         .date = "2024-09-30",
         .value = "1",
         .expected_revision = 99}
    });

    const auto applied = cluster.other().post_event(measure_event("1", "49"), waiting);
    const auto conflict = cluster.other().post_event(
        live_event("2", domain::event_type::measures_reported, stale), waiting);
    const auto rejected = cluster.other().post_event(
        live_event("3", domain::event_type::measures_withdrawn, support::withdrawal_data("none")),
        waiting);

    EXPECT_EQ(applied.status, 200) << applied.raw.body;
    EXPECT_EQ(applied.text("status"), "applied");
    EXPECT_EQ(applied.text("position"), "test.3");
    EXPECT_EQ(applied.raw.header("preference-applied"), "wait=20");
    EXPECT_EQ(conflict.status, 409);
    EXPECT_EQ(code_of(conflict.body.at("problem")), "revision-mismatch");
    EXPECT_NE(conflict.raw.body.find("is at revision 3"), std::string::npos) << conflict.raw.body;
    EXPECT_EQ(rejected.status, 422);
    EXPECT_EQ(code_of(rejected.body.at("problem")), "withdrawal-unknown");
}

TEST_F(LiveCluster, GivesTheReceiptsThatASiteOfOneProcessGives) {
    Site site;
    site.define();
    cluster.one().define();
    const auto stale = [](std::uint64_t revision) {
        return support::measures_data({
            {.territory = "DEPT-35",
             .kind = "actual",
             .date = "2024-09-30",
             .value = "1",
             .expected_revision = revision}
        });
    };
    const auto withdrawal =
        live_event("3", domain::event_type::measures_withdrawn, support::withdrawal_data("none"));
    for (const auto& event : {measure_event("1", "49"),
                              live_event("2", domain::event_type::measures_reported, stale(99)),
                              withdrawal, measure_event("1", "49"), withdrawal,
                              live_event("4", domain::event_type::indicator_defined,
                                         support::indicator_data("IND-001", "CH-002"))}) {
        const auto local = site.post_event(event, waiting);
        const auto remote = cluster.other().post_event(event, waiting);

        EXPECT_EQ(remote.status, local.status);
        EXPECT_EQ(remote.raw.body, local.raw.body);
    }
}

TEST_F(LiveCluster, TellsARepetitionTheFirstOutcome) {
    cluster.one().define();
    const auto first = cluster.one().post_event(measure_event("1", "49"), waiting);

    const auto again = cluster.other().post_event(measure_event("1", "49"), waiting);
    const auto other = cluster.other().post_event(measure_event("1", "50"), waiting);

    EXPECT_EQ(first.body.at("duplicate"), false);
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.body.at("duplicate"), true);
    EXPECT_EQ(again.text("position"), "test.3");
    EXPECT_EQ(other.status, 409);
    EXPECT_EQ(code_of(other.body.at("problem")), "identity-reused");
    EXPECT_EQ(other.body.at("duplicate"), false);
    // All three are in the log, where the fold judges them.
    EXPECT_EQ(cluster.log().end(), 6U);
}

TEST_F(LiveCluster, TellsTheOutcomeOfEachEventOfABatch) {
    cluster.one().define();
    std::string batch = "[" + measure_event("0", "0");
    for (int i = 1; i < 100; ++i)
        batch += "," + measure_event(std::to_string(i), std::to_string(i % 2 == 0 ? i : -i),
                                     i % 2 == 0 ? "DEPT-35" : "DEPT-99");
    const auto answer = cluster.one().post_batch(batch + "]", waiting);

    ASSERT_EQ(answer.status, 207);
    const auto& receipts = answer.body.at("receipts").as_array();
    ASSERT_EQ(receipts.size(), 100U);
    for (std::size_t i = 0; i < receipts.size(); ++i)
        EXPECT_EQ(receipts[i].at("http_status"), i % 2 == 0 ? 200 : 422) << i;
}

TEST_F(LiveCluster, AnswersManyWhoWaitAtOnce) {
    cluster.one().define();
    std::vector<std::thread> clients;
    std::atomic<int> applied = 0;
    constexpr int count = 32;
    for (int i = 0; i < count; ++i)
        clients.emplace_back([&, i] {
            Replica& replica = i % 2 == 0 ? cluster.one() : cluster.other();
            const auto id = std::to_string(i);
            if (replica.post_event(measure_event(id, id), waiting).status == 200) ++applied;
        });
    for (auto& client : clients) client.join();

    EXPECT_EQ(applied, count);
}

TEST(Outcomes, AreNotWaitedForWithoutAQueryApi) {
    Cluster cluster{""};
    cluster.query_api().follow();
    cluster.publish_always();
    cluster.one().define();

    const auto answer = cluster.other().post_event(measure_event("1", "49"), waiting);
    const auto asynchronous = cluster.other().post_event(measure_event("2", "49"),
                                                         {
                                                             {"prefer", "wait=5, respond-async"}
    });

    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.text("status"), "accepted");
    EXPECT_EQ(answer.text("position"), "test.3");
    EXPECT_EQ(answer.raw.header("location"), "/v1/event?source=urn%3Atest&id=1");
    EXPECT_EQ(answer.raw.header("preference-applied"), "");
    EXPECT_EQ(asynchronous.raw.header("preference-applied"), "respond-async");
}

TEST(Outcomes, AreToldByTheQueryApiThatIsThere) {
    // Nothing listens on the port of a server that has ended.
    const std::string away = FixedAnswer{503}.url();
    FixedAnswer busy{503};
    Cluster cluster;
    const auto urls = away + "," + busy.url() + "," + cluster.query_api().url();
    Replica replica{
        cluster.log(), {.port = 0, .admin_port = 0, .query_url = urls}
    };
    cluster.query_api().follow();
    replica.catalogue().reached_end();

    const auto answer = replica.post_event(
        live_event("1", domain::event_type::policy_defined, support::policy_data("CH-002")),
        waiting);

    EXPECT_EQ(answer.status, 200) << answer.raw.body;
    EXPECT_GE(busy.asked(), 1);
}

TEST(Outcomes, ThatAreNotToldInTimeAreLeftOpen) {
    FixedAnswer busy{503};
    FixedAnswer strange{200, R"({"sequence":3,"outcome":"applied","attempts":[]})"};
    for (const auto& url : {busy.url(), strange.url()}) {
        Cluster cluster{url};
        cluster.publish();

        const auto answer = cluster.one().post_event(
            live_event("1", domain::event_type::policy_defined, support::policy_data("CH-001")),
            {
                {"prefer", "wait=1"}
        });

        EXPECT_EQ(answer.status, 201);
        EXPECT_EQ(answer.text("status"), "accepted");
        EXPECT_EQ(answer.text("position"), "test.1");
        EXPECT_EQ(answer.raw.header("preference-applied"), "wait=1");
    }
}

TEST(Outcomes, AreNotWaitedForWhenTheIngestEnds) {
    FixedAnswer busy{503};
    std::thread client;
    int status = 0;
    {
        Cluster cluster{busy.url()};
        cluster.publish();
        client = std::thread{[&] {
            status = cluster.one()
                         .post_event(live_event("1", domain::event_type::policy_defined,
                                                support::policy_data("CH-001")),
                                     waiting)
                         .status;
        }};
        while (busy.asked() == 0) std::this_thread::yield();
    }
    client.join();
    EXPECT_EQ(status, 201);
}

TEST(DistantLogReceipt, SaysUntilWhenAnUnknownEventMayLand) {
    Cluster cluster;
    cluster.publish();
    cluster.log().meet_next(DistantLog::Mishap::unknown);

    const auto answer = cluster.one().post_event(
        live_event("1", domain::event_type::policy_defined, support::policy_data("CH-001")));

    EXPECT_EQ(answer.status, 202);
    EXPECT_EQ(answer.text("status"), "unknown");
    EXPECT_EQ(answer.text("may_land_until"), "2024-10-23T08:01:10.000001Z");
    EXPECT_TRUE(answer.body.at("position").is_null());
    EXPECT_EQ(answer.raw.header("retry-after"), "5");
    EXPECT_EQ(answer.raw.header("location"), "/v1/event?source=urn%3Atest&id=1");
}

TEST(DistantLogReceipt, OfADurableEventMayHaveNoPosition) {
    Cluster cluster;
    cluster.publish();
    cluster.log().meet_next(DistantLog::Mishap::no_place);

    const auto answer = cluster.one().post_event(
        live_event("1", domain::event_type::policy_defined, support::policy_data("CH-001")),
        waiting);

    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.text("status"), "accepted");
    EXPECT_TRUE(answer.body.at("position").is_null());
    EXPECT_EQ(answer.raw.header("location"), "/v1/event?source=urn%3Atest&id=1");
}

TEST(DistantLogReceipt, OfAWrongClockIsAnInvitationToTryAgain) {
    Cluster cluster;
    cluster.publish();
    cluster.log().meet_next(DistantLog::Mishap::clock);
    testing::internal::CaptureStderr();

    const auto answer = cluster.one().post_event(
        live_event("1", domain::event_type::policy_defined, support::policy_data("CH-001")));

    cluster.log().meet_next(DistantLog::Mishap::clock);
    cluster.one().post_event(
        live_event("2", domain::event_type::policy_defined, support::policy_data("CH-001")));

    const std::string said = testing::internal::GetCapturedStderr();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.code(), "clock-ahead");
    EXPECT_EQ(answer.raw.header("retry-after"), "1");
    // Once in a while is enough.
    const auto alarm = said.find("runs ahead: set it");
    ASSERT_NE(alarm, std::string::npos) << said;
    EXPECT_EQ(said.find("runs ahead: set it", alarm + 1), std::string::npos) << said;
}

TEST(Records, CarryTheirContentTypeAndTheTraceOfTheRequest) {
    const std::string of_request = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    const std::string of_event = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
    Cluster cluster;
    cluster.publish();
    auto event =
        live_event("1", domain::event_type::policy_defined, support::policy_data("CH-001"));
    event.insert(1, R"("traceparent":")" + of_event + R"(",)");

    cluster.one().post_event(event, {
                                        {"traceparent", of_request},
                                        {"tracestate",  "a=b"     }
    });
    cluster.one().post_event(event);
    cluster.one().post("/v1/policies",
                       {
                           {"content-type", "application/json"},
                           {"traceparent",  of_request        }
    },
                       support::policy_data("CH-002"));

    using platform::event_log::Headers;
    const std::pair<std::string, std::string> content_type{"content-type",
                                                           "application/cloudevents+json"};
    EXPECT_EQ(cluster.record(1).headers,
              (Headers{
                  content_type, {"traceparent", of_request},
                   {"tracestate",  "a=b"     }
    }));
    EXPECT_EQ(cluster.record(2).headers, (Headers{
                                             content_type, {"traceparent", of_event}
    }));
    EXPECT_EQ(cluster.record(3).headers, (Headers{
                                             content_type, {"traceparent", of_request}
    }));
}

TEST(Records, ThatAreSentAgainSayWhen) {
    Cluster cluster;
    cluster.publish();
    cluster.one().post_event(
        live_event("1", domain::event_type::policy_defined, support::policy_data("CH-001")));
    auto record = cluster.record(1);
    const auto sent = record;
    ASSERT_TRUE(sent.value.ends_with(R"(,"recordedtime":"2024-10-23T08:00:00.000001Z"})"));

    record.value.replace(record.value.find("08:00:00"), 8, "07:00:00");
    record.timestamp_ms = 0;
    cluster.log().restamp()(record);

    EXPECT_EQ(record.value, sent.value);
    EXPECT_EQ(record.timestamp_ms, sent.timestamp_ms);
}

TEST(Records, GetNoLongerByBeingSentAgain) {
    const auto now = domain::Instant::from_microseconds(1'729'670'400'123'456);
    const std::pair<const char*, const char*> cases[]{
        {"2024-10-23T07:00:00Z",        "2024-10-23T08:00:00Z"       },
        {"2024-10-23T07:00:00.123Z",    "2024-10-23T08:00:00.123Z"   },
        {"2024-10-23T07:00:00.123456Z", "2024-10-23T08:00:00.123456Z"},
    };
    for (const auto& [before, after] : cases) {
        platform::event_log::Record record;
        record.value = R"({"data":{"a":1,"b":2},"recordedtime":")" + std::string{before} + "\"}";
        restamp(record, ingest::Mode::live, now);
        EXPECT_EQ(record.value,
                  R"({"data":{"a":1,"b":2},"recordedtime":")" + std::string{after} + "\"}");
        EXPECT_EQ(record.timestamp_ms, 1'729'670'400'123);
    }
}

TEST(Records, OfThePastKeepTheirTimesWhenTheyAreSentAgain) {
    platform::event_log::Record record;
    record.value =
        R"({"receivedtime":"2024-10-23T07:00:00Z","recordedtime":"2020-01-01T00:00:00Z"})";
    const std::string before = record.value;

    restamp(record, ingest::Mode::history_load,
            domain::Instant::from_microseconds(1'729'670'400'123'456));

    EXPECT_EQ(record.value, before);
    EXPECT_EQ(record.timestamp_ms, 1'729'670'400'123);
}

TEST(RemoteReadSide, KnowsALogByItsFirstRecord) {
    platform::event_log::MemoryLog log;
    const auto of_empty = ingest::read_log_id(log);
    ASSERT_FALSE(of_empty);
    EXPECT_NE(of_empty.error().detail.find("topics create"), std::string::npos);

    log.append({"", support::log_opened_event(), {}, 0}, [](const auto&) {});
    EXPECT_EQ(support::must(ingest::read_log_id(log)), "test");

    platform::event_log::MemoryLog other;
    other.append({"", "something else", {}, 0}, [](const auto&) {});
    const auto of_other = ingest::read_log_id(other);
    ASSERT_FALSE(of_other);
    EXPECT_EQ(of_other.error().code, platform::Errc::invalid);
    EXPECT_NE(of_other.error().detail.find("--prefix"), std::string::npos);
}

TEST(RemoteReadSide, TakesUrlsOfServersOnly) {
    platform::event_log::MemoryLog log;
    const auto open = [&log](const char* urls) {
        return static_cast<bool>(ingest::RemoteReadSide::open("test", log, urls));
    };
    for (const char* urls : {"http://127.0.0.1:1", "http://127.0.0.1:1,http://[::1]:2", ""})
        EXPECT_TRUE(open(urls)) << urls;
    for (const char* urls : {"127.0.0.1:1", "http://127.0.0.1:1,", ",", "http://a:1;http://b:2"})
        EXPECT_FALSE(open(urls)) << urls;
}

}  // namespace
}  // namespace tests::ingest_site
