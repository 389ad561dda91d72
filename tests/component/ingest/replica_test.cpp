// SPDX-License-Identifier: EUPL-1.2
#include "ingest/replica.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "domain/event.hpp"
#include "ingest/service.hpp"
#include "platform/event_log/memory_log.hpp"
#include "tests/component/ingest/cluster.hpp"
#include "tests/support/event_text.hpp"

namespace tests::ingest_site {
namespace {

std::string policy_event(std::string_view id) {
    return live_event(id, domain::event_type::policy_defined, support::policy_data("CH-001"));
}

TEST(Replica, IsReadyOnceTheCatalogueIsRead) {
    Cluster cluster;

    EXPECT_EQ(cluster.one().ask_admin("/livez").status, 200);
    const auto before = cluster.one().ask_admin("/readyz");
    cluster.publish();
    const auto after = cluster.one().ask_admin("/readyz");

    EXPECT_EQ(before.status, 503);
    EXPECT_EQ(before.code(), "not-ready");
    EXPECT_EQ(after.status, 200);
    EXPECT_EQ(after.text("status"), "ready");
}

TEST(Replica, ShowsWhatAnOperatorWatches) {
    Cluster cluster;
    cluster.publish();
    cluster.one().log_state = {.answers = false,
                               .waiting_records = 2,
                               .waiting_bytes = 300,
                               .unknown = 4,
                               .clock_refused = 5,
                               .replaced = 6};
    cluster.one().post_event(policy_event("1"));
    cluster.one().post_event("{}");
    cluster.log().meet_next(DistantLog::Mishap::unknown);
    cluster.one().post_event(policy_event("2"));
    cluster.one().ask_admin("/metrics");

    const auto page = cluster.one().ask_admin("/metrics").raw;

    EXPECT_EQ(page.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    for (const char* line : {
             "barometre_ingest_events_total{status=\"accepted\"} 1",
             "barometre_ingest_events_total{status=\"refused\"} 1",
             "barometre_ingest_events_total{status=\"unknown\"} 1",
             "barometre_ingest_events_total{status=\"applied\"} 0",
             "barometre_ingest_in_flight 0",
             "barometre_catalogue_records 1",
             "barometre_log_records 2",
             "barometre_log_answers 0",
             "barometre_log_waiting_records 2",
             "barometre_log_waiting_bytes 300",
             "barometre_log_unknown_total 4",
             "barometre_log_clock_refused_total 5",
             "barometre_log_producers_replaced_total 6",
         })
        EXPECT_NE(page.body.find(std::string{line} + "\n"), std::string::npos) << line << "\n"
                                                                               << page.body;
}

TEST(Replica, TakesAddressesOfThisMachineOnly) {
    platform::event_log::MemoryLog log;
    const auto start = [&log](std::string address) {
        const auto started = ::ingest::Replica::start(
            {.address = std::move(address), .port = 0, .admin_port = 0, .query_url = {}},
            {.log = log, .log_id = "test", .log_state = {}, .clock = &ingest::system_now});
        return started ? platform::Status{} : platform::Status{started.error()};
    };

    EXPECT_TRUE(start("127.0.0.1"));
    EXPECT_EQ(start("0.0.0.0").error().code, platform::Errc::invalid);
    EXPECT_EQ(start("192.0.2.1").error().code, platform::Errc::invalid);
}

TEST(Replica, LoadsThePastOfAnotherSystem) {
    Cluster cluster;
    Replica loading{
        cluster.log(),
        {.port = 0, .admin_port = 0, .query_url = {}, .mode = ingest::Mode::history_load}
    };
    loading.catalogue().reached_end();
    support::EventText past;
    past.type = domain::event_type::policy_defined;
    past.data = support::policy_data("CH-001");
    past.recorded = "2020-01-01T00:00:00Z";

    EXPECT_EQ(loading.post_event(support::cloud_event(past)).status, 201);
    EXPECT_EQ(loading.post_event(policy_event("2")).status, 422);
    EXPECT_NE(cluster.record(1).value.find("\"receivedtime\""), std::string::npos);
}

TEST(Replica, AnswersWhatIsUnderWayWhenItStops) {
    Cluster cluster;
    // Nothing is read of the catalogue yet: an event waits for it.
    int status = 0;
    std::thread client{[&] { status = cluster.one().post_event(policy_event("1")).status; }};
    while (cluster.one().ask_admin("/metrics").raw.body.find("barometre_ingest_in_flight 0\n") !=
           std::string::npos)
        std::this_thread::yield();

    std::thread stopping{[&] { cluster.one().stop(); }};
    cluster.publish();
    stopping.join();
    client.join();

    EXPECT_EQ(status, 201);
}

}  // namespace
}  // namespace tests::ingest_site
