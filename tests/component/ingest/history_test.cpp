// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "domain/event.hpp"
#include "tests/component/ingest/site.hpp"
#include "tests/support/event_text.hpp"

namespace tests::ingest_site {
namespace {

Site::Setup loading() {
    Site::Setup setup;
    setup.options.mode = ingest::Mode::history_load;
    setup.identify = [](std::string_view) {
        auto who = platform::access::local_identity();
        who.name = "loader \"1\"";
        return std::make_shared<const platform::access::Identity>(std::move(who));
    };
    return setup;
}

// An event of the past with one row of June 31, which PILOTE has.
std::string past_event(std::string id, std::string recorded) {
    support::EventText event;
    event.type = domain::event_type::measures_reported;
    event.data = support::measures_data({
        {.territory = "DEPT-35", .kind = "actual", .date = "2023-06-31", .value = "1"}
    });
    event.id = std::move(id);
    event.recorded = std::move(recorded);
    return support::cloud_event(event);
}

TEST(HistoryLoad, KeepsTheCallersTimeAndAddsItsOwn) {
    Site site{loading()};

    const auto answer = site.post_event(past_event("1", "2023-07-01T02:00:00.120+02:00"));

    EXPECT_EQ(answer.status, 200) << answer.raw.body;
    const std::string stored = site.stored().at(0);
    const std::string stamp = R"(,"authid":"loader \"1\"","receivedtime":"2024-10-23T08:00:00Z",)"
                              R"("recordedtime":"2023-07-01T00:00:00.120Z"})";
    EXPECT_TRUE(stored.ends_with(stamp)) << stored;
}

TEST(HistoryLoad, ChecksNothingAgainstTheCatalogue) {
    Site site{loading()};

    // Neither the indicator nor the day is known.
    EXPECT_EQ(site.post_event(past_event("1", "2023-07-01T00:00:00Z")).status, 200);
}

TEST(HistoryLoad, TellsARepetitionWhateverItsTime) {
    Site site{loading()};
    site.post_event(past_event("1", "2023-07-01T00:00:00Z"));

    const auto again = site.post_event(past_event("1", "2023-07-02T00:00:00Z"));

    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.body.at("duplicate"), true);
    EXPECT_EQ(site.log().end(), 2U);
}

TEST(HistoryLoad, LeavesTheOrderOfThePastToTheFold) {
    Site site{loading()};
    site.post_event(past_event("1", "2023-07-01T00:00:00Z"));

    const auto earlier = site.post_event(past_event("2", "2023-06-30T00:00:00Z"));
    const auto later = site.post_event(past_event("3", "2025-01-01T00:00:00Z"));

    EXPECT_EQ(earlier.status, 422);
    EXPECT_EQ(code_of(earlier.body.at("problem")), "history-order");
    EXPECT_EQ(later.status, 422);
    EXPECT_EQ(code_of(later.body.at("problem")), "history-order");
}

TEST(HistoryLoad, TakesOnlyEventsThatSayWhen) {
    Site site{loading()};
    const auto refused = [](const Answer& answer) {
        return std::to_string(answer.status) + " " + answer.code();
    };

    EXPECT_EQ(refused(site.post_event(measure_event("1", "1"))), "422 recordedtime-missing");
    EXPECT_EQ(refused(site.post_event(past_event("1", "yesterday"))), "422 event-malformed");
    EXPECT_EQ(refused(site.post("/v1/policies",
                                {
                                    {"content-type", "application/json"}
    },
                                support::policy_data("CH-001"))),
              "422 recordedtime-missing");
    EXPECT_EQ(refused(site.post("/v1/indicators",
                                {
                                    {"content-type", "application/json"}
    },
                                support::indicator_data("IND-001", "CH-001"))),
              "422 recordedtime-missing");
    EXPECT_EQ(refused(site.post_csv("/v1/imports", "identifiant_indic\n")),
              "422 recordedtime-missing");
    EXPECT_EQ(site.log().end(), 1U);
}

TEST(HistoryLoad, StillRefusesWhatOnlyTheServiceSays) {
    Site site{loading()};
    std::string received = past_event("1", "2023-07-01T00:00:00Z");
    received.insert(1, R"("receivedtime":"2023-07-01T00:00:00Z",)");

    EXPECT_EQ(site.post_event(received).code(), "attribute-reserved");
    support::EventText opened;
    opened.type = domain::event_type::log_opened;
    opened.data = "{}";
    EXPECT_EQ(site.post_event(support::cloud_event(opened)).code(), "type-reserved");
    EXPECT_EQ(site.log().end(), 1U);
}

}  // namespace
}  // namespace tests::ingest_site
