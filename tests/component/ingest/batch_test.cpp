// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <string>

#include "domain/event.hpp"
#include "tests/component/ingest/site.hpp"
#include "tests/support/event_text.hpp"

namespace tests::ingest_site {
namespace {

std::string joined(const std::vector<std::string>& events) {
    std::string text;
    for (const std::string& event : events) text += (text.empty() ? "[" : ",") + event;
    return text + "]";
}

// "http_status status" of each receipt.
std::string statuses(const Answer& answer) {
    std::string text;
    for (const auto& receipt : answer.body.at("receipts").as_array())
        text += std::to_string(receipt.at("http_status").as_int64()) + " " +
                std::string(receipt.at("status").as_string()) + "\n";
    return text;
}

TEST(PostBatch, AnswersForEachEventByItself) {
    Site site;
    site.define();
    site.post_event(measure_event("old", "1"));
    std::string refused = measure_event("reserved", "1");
    refused.insert(1, R"("authid":"me",)");

    const auto answer = site.post_batch(joined({
        measure_event("new", "49"),
        measure_event("old", "1"),
        measure_event("old", "2"),
        measure_event("unknown place", "1", "DEPT-99"),
        "7",
        refused,
        live_event("w", domain::event_type::measures_withdrawn, support::withdrawal_data("none")),
        measure_event("last", "50"),
    }));

    EXPECT_EQ(answer.status, 207);
    EXPECT_EQ(statuses(answer),
              "200 applied\n"
              "200 applied\n"
              "409 refused\n"
              "422 refused\n"
              "422 refused\n"
              "422 refused\n"
              "422 rejected\n"
              "200 applied\n");
    const auto& receipts = answer.body.at("receipts").as_array();
    EXPECT_EQ(receipts[0].at("id"), "new");
    EXPECT_EQ(receipts[1].at("duplicate"), true);
    EXPECT_EQ(code_of(receipts[2].at("problem")), "identity-reused");
    EXPECT_EQ(code_of(receipts[3].at("problem")), "territory-unknown");
    EXPECT_EQ(code_of(receipts[4].at("problem")), "event-malformed");
    EXPECT_TRUE(receipts[4].at("id").is_null());
    EXPECT_TRUE(receipts[4].at("url").is_null());
    EXPECT_TRUE(receipts[5].at("position").is_null());
    EXPECT_EQ(code_of(receipts[6].at("problem")), "withdrawal-unknown");
    EXPECT_EQ(site.log().end(), 7U);
}

TEST(PostBatch, MayDefineWhatItsLaterEventsName) {
    Site site;

    const auto answer = site.post_batch(joined({
        live_event("1", domain::event_type::policy_defined, support::policy_data("CH-001")),
        live_event("2", domain::event_type::indicator_defined,
                   support::indicator_data("IND-001", "CH-001", support::rolled_up_members("sum"))),
        measure_event("3", "49"),
    }));

    EXPECT_EQ(statuses(answer), "200 applied\n200 applied\n200 applied\n");
    for (const auto& receipt : answer.body.at("receipts").as_array())
        EXPECT_EQ(receipt.at("warnings").as_array().size(), 0U);
}

TEST(PostBatch, TellsOfOneIdentityTwiceWhatTheFoldDecided) {
    Site site;
    site.define();

    const auto answer = site.post_batch(
        joined({measure_event("1", "49"), measure_event("1", "49"), measure_event("1", "50")}));

    EXPECT_EQ(answer.status, 207);
    const auto& receipts = answer.body.at("receipts").as_array();
    EXPECT_EQ(receipts[0].at("position"), "test.3");
    EXPECT_EQ(receipts[0].at("duplicate"), false);
    EXPECT_EQ(receipts[1].at("position"), "test.3");
    EXPECT_EQ(receipts[1].at("duplicate"), true);
    EXPECT_EQ(receipts[1].at("http_status"), 200);
    EXPECT_EQ(receipts[2].at("http_status"), 409);
    EXPECT_EQ(code_of(receipts[2].at("problem")), "identity-reused");
}

TEST(PostBatch, HasFiveHundredEventsAtMost) {
    Site site;
    site.define();
    const auto batch = [](std::size_t count) {
        std::vector<std::string> events;
        for (std::size_t i = 0; i < count; ++i)
            events.push_back(measure_event(std::to_string(i), std::to_string(i)));
        return joined(events);
    };

    EXPECT_EQ(site.post_batch(batch(501)).status, 413);
    EXPECT_EQ(site.post_batch(batch(501)).code(), "batch-too-large");
    EXPECT_EQ(site.post_batch("[]").status, 422);
    EXPECT_EQ(site.post_batch("[]").code(), "batch-empty");
    EXPECT_EQ(site.log().end(), 3U);

    const auto full = site.post_batch(batch(500));

    EXPECT_EQ(full.status, 207);
    EXPECT_EQ(full.body.at("receipts").as_array().size(), 500U);
    for (const auto& receipt : full.body.at("receipts").as_array())
        EXPECT_EQ(receipt.at("status"), "applied");
    EXPECT_EQ(site.log().end(), 503U);
}

TEST(PostBatch, IsNotTakenAtAllWhenItCannotBeRead) {
    Site site;
    site.define();

    const auto answer = site.post_batch("[" + measure_event("1", "1") + ",{\"a\":1,\"a\":2}]");

    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.code(), "json-duplicate-member");
    EXPECT_EQ(site.log().end(), 3U);
}

}  // namespace
}  // namespace tests::ingest_site
