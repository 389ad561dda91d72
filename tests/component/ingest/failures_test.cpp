// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "domain/event.hpp"
#include "platform/event_log/memory_log.hpp"
#include "tests/component/ingest/site.hpp"
#include "tests/support/event_text.hpp"

namespace tests::ingest_site {
namespace {

using platform::Errc;
using platform::event_log::MemoryLog;

// A site on a log that can be told to fail.
class FailingSite {
public:
    FailingSite() : FailingSite(std::make_unique<MemoryLog>()) {}

    Site& site() { return site_; }
    void fail_next(Errc code) { log_.fail_next(code); }

private:
    explicit FailingSite(std::unique_ptr<MemoryLog> log)
        : log_(*log),
          site_({.options = {}, .log = std::move(log), .following = true, .never_in_time = false}) {
        site_.define();
    }

    MemoryLog& log_;
    Site site_;
};

TEST(Failure, OfAFullQueueIsAnInvitationToTryAgain) {
    FailingSite failing;
    failing.fail_next(Errc::unavailable);

    const auto answer = failing.site().post_event(measure_event("1", "49"));

    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.code(), "log-unavailable");
    EXPECT_EQ(answer.raw.header("retry-after"), "1");
    EXPECT_EQ(failing.site().log().end(), 3U);
    EXPECT_EQ(failing.site().post_event(measure_event("1", "49")).status, 200);
}

TEST(Failure, ToHearFromTheLogLeavesTheOutcomeUnknown) {
    FailingSite failing;
    failing.fail_next(Errc::io);

    const auto answer = failing.site().post_event(measure_event("1", "49"));

    EXPECT_EQ(answer.status, 202);
    EXPECT_EQ(answer.text("status"), "unknown");
    EXPECT_TRUE(answer.body.at("position").is_null());
    EXPECT_EQ(answer.raw.header("retry-after"), "5");
    EXPECT_EQ(answer.raw.header("location"), "/v1/event?source=urn%3Atest&id=1");
    EXPECT_EQ(answer.body.at("warnings").at(0).at("code"), "outcome-unknown");
}

TEST(Failure, OfOneEventOfABatchIsItsOwn) {
    FailingSite failing;
    failing.fail_next(Errc::unavailable);

    const auto answer = failing.site().post_batch("[" + measure_event("1", "1") + "," +
                                                  measure_event("2", "2") + "]");

    EXPECT_EQ(answer.status, 207);
    const auto& receipts = answer.body.at("receipts").as_array();
    EXPECT_EQ(receipts[0].at("http_status"), 503);
    EXPECT_EQ(receipts[0].at("status"), "refused");
    EXPECT_EQ(receipts[1].at("http_status"), 200);
}

TEST(Failure, ToReadTheCatalogueInTimeRefusesOnlyWhatIsUnknown) {
    Site site{
        {.options = {}, .log = nullptr, .following = true, .never_in_time = true}
    };
    const auto policy = site.post_event(
        live_event("p", domain::event_type::policy_defined, support::policy_data("CH-001")));

    const auto unknown = site.post_event(measure_event("1", "49"));
    const auto indicator = site.post_event(live_event(
        "i", domain::event_type::indicator_defined, support::indicator_data("IND-001", "CH-009")));
    const auto file = site.post_csv("/v1/imports?check=1",
                                    "identifiant_indic;zone_id;date_valeur;type_valeur;valeur\n"
                                    "IND-009;D35;2024-09-30;va;1\n");

    EXPECT_TRUE(policy.status == 201 || policy.status == 200);
    EXPECT_EQ(unknown.status, 503);
    EXPECT_EQ(unknown.code(), "catalogue-behind");
    EXPECT_EQ(unknown.raw.header("retry-after"), "1");
    EXPECT_TRUE(indicator.status == 201 || indicator.status == 200);
    EXPECT_EQ(indicator.body.at("warnings").at(0).at("code"), "policy-unknown");
    EXPECT_EQ(file.status, 503);
    EXPECT_EQ(file.code(), "catalogue-behind");
}

TEST(Failure, OfAFullPoolIsAnInvitationToTryAgain) {
    Site::Setup setup;
    setup.pool_queue_max = 2;
    Site site{std::move(setup)};
    site.define();
    // Both threads are held, then the queue is filled.
    std::promise<void> let_go;
    const auto held = let_go.get_future().share();
    for (int i = 0; i < 2; ++i) {
        std::promise<void> begun;
        ASSERT_TRUE(site.pool().post([&begun, held] {
            begun.set_value();
            held.wait();
        }));
        begun.get_future().wait();
    }
    while (site.pool().post([] {})) {
    }

    const auto file = site.post_csv("/v1/imports", "x");
    const auto event = site.post_event(measure_event("1", "49"));
    let_go.set_value();

    EXPECT_EQ(file.status, 503);
    EXPECT_EQ(file.code(), "busy");
    EXPECT_EQ(file.raw.header("retry-after"), "1");
    // What is begun goes on without the pool.
    EXPECT_EQ(event.status, 200);
}

TEST(Concurrency, OfOneIdentityHasOneEffect) {
    Site site;
    site.define();
    std::mutex mutex;
    std::vector<Answer> answers;
    std::vector<std::thread> threads;
    constexpr int clients = 32;
    for (int i = 0; i < clients; ++i)
        threads.emplace_back([&] {
            auto answer = site.post_event(measure_event("1", "49"));
            const std::lock_guard lock{mutex};
            answers.push_back(std::move(answer));
        });
    for (auto& thread : threads) thread.join();

    int firsts = 0;
    for (const Answer& answer : answers) {
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.text("status"), "applied");
        EXPECT_EQ(answer.text("position"), "test.3");
        if (answer.body.at("duplicate") == false) ++firsts;
    }
    EXPECT_EQ(firsts, 1);
}

TEST(Concurrency, OfOtherContentsUnderOneIdentityHasOneWinner) {
    Site site;
    site.define();
    std::mutex mutex;
    int applied = 0;
    int conflicts = 0;
    std::vector<std::thread> threads;
    constexpr int clients = 16;
    for (int i = 0; i < clients; ++i)
        threads.emplace_back([&, i] {
            const auto answer = site.post_event(measure_event("1", std::to_string(i)));
            const std::lock_guard lock{mutex};
            if (answer.status == 200) ++applied;
            if (answer.status == 409) ++conflicts;
        });
    for (auto& thread : threads) thread.join();

    EXPECT_EQ(applied, 1);
    EXPECT_EQ(conflicts, clients - 1);
}

TEST(Ending, AnswersEveryRequestThatIsUnderWay) {
    std::vector<std::future<int>> statuses;
    {
        Site site{
            {.options = {}, .log = nullptr, .following = false, .never_in_time = false}
        };
        for (int i = 0; i < 4; ++i)
            statuses.push_back(std::async(std::launch::async, [&site, i] {
                return site
                    .post_event(live_event(std::to_string(i), domain::event_type::policy_defined,
                                           support::policy_data("CH-001")),
                                {
                                    {"prefer", "wait=30"}
                })
                    .status;
            }));
        site.await_waits(4);
        // It begins to follow while all four wait for it, and is stopped at once.
        site.follow();
    }
    for (auto& status : statuses) {
        const int code = status.get();
        EXPECT_TRUE(code == 200 || code == 201) << code;
    }
}

}  // namespace
}  // namespace tests::ingest_site
