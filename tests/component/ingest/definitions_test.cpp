// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <future>
#include <string>

#include "domain/event.hpp"
#include "tests/component/ingest/site.hpp"
#include "tests/support/event_text.hpp"

namespace tests::ingest_site {
namespace {

const Headers json{
    {"content-type", "application/json"}
};

Headers with_key(std::string key) {
    Headers headers = json;
    headers.emplace_back("idempotency-key", std::move(key));
    return headers;
}

TEST(PostDefinition, IsAnEventOfItsOwn) {
    Site site;

    const auto policy =
        site.post("/v1/policies", with_key("\"p 1\""), support::policy_data("CH-001"));
    const auto indicator = site.post("/v1/indicators?source=urn%3Aministry", with_key("i1"),
                                     support::indicator_data("IND-001", "CH-001"));

    EXPECT_EQ(policy.status, 200);
    EXPECT_EQ(policy.text("source"), "urn:barometre:definitions");
    EXPECT_EQ(policy.text("id"), "p 1");
    EXPECT_EQ(indicator.status, 200);
    EXPECT_EQ(indicator.text("source"), "urn:ministry");
    EXPECT_EQ(indicator.text("id"), "i1");
    EXPECT_NE(site.stored().at(1).find(R"("type":"fr.barometre.indicator.defined.v1")"),
              std::string::npos);
    const auto published = site.store().published();
    EXPECT_EQ(published->catalogue->indicators(published->position()).size(), 1U);
}

TEST(PostDefinition, CountsOnceUnderItsKeyAndIsNewWithoutOne) {
    Site site;

    const auto first = site.post("/v1/policies", with_key("1"), support::policy_data("CH-001"));
    const auto again = site.post("/v1/policies", with_key("\"1\""), support::policy_data("CH-001"));
    const auto other = site.post("/v1/policies", with_key("1"), support::policy_data("CH-002"));
    const auto without = site.post("/v1/policies", json, support::policy_data("CH-001"));
    const auto anew = site.post("/v1/policies", json, support::policy_data("CH-001"));

    EXPECT_EQ(first.body.at("duplicate"), false);
    EXPECT_EQ(again.body.at("duplicate"), true);
    EXPECT_EQ(other.status, 409);
    EXPECT_EQ(other.code(), "identity-reused");
    EXPECT_EQ(without.status, 200);
    EXPECT_NE(without.text("id"), anew.text("id"));
    EXPECT_EQ(site.log().end(), 4U);
}

TEST(PostDefinition, RefusesWhatIsNotADefinition) {
    Site site;
    const auto refused = [&site](std::string target, Headers headers, std::string body) {
        const auto answer = site.post(std::move(target), std::move(headers), std::move(body));
        return std::to_string(answer.status) + " " + answer.code();
    };

    EXPECT_EQ(refused("/v1/policies",
                      {
                          {"content-type", "text/json"}
    },
                      "{}"),
              "415 media-type-unsupported");
    EXPECT_EQ(refused("/v1/policies?sauce=1", json, "{}"), "400 parameter-unknown");
    EXPECT_EQ(refused("/v1/policies?source=a&source=b", json, "{}"), "400 parameter-unknown");
    EXPECT_EQ(refused("/v1/policies?source=", json, support::policy_data("CH-001")),
              "422 event-malformed");
    EXPECT_EQ(refused("/v1/policies", with_key("\""), "{}"), "400 idempotency-key-malformed");
    EXPECT_EQ(refused("/v1/policies", with_key(""), "{}"), "400 idempotency-key-malformed");
    EXPECT_EQ(refused("/v1/policies", json, "{"), "400 json-malformed");
    EXPECT_EQ(refused("/v1/policies", json, "[]"), "422 event-malformed");
    EXPECT_EQ(refused("/v1/policies", json, support::policy_data("CH-1")), "422 policy-bad-format");
    EXPECT_EQ(refused("/v1/policies", json, support::policy_data("CH-001", R"("tilte":"x")")),
              "422 member-unknown");
    EXPECT_EQ(refused("/v1/indicators", json, R"({"id":"IND-001"})"), "422 data-malformed");
    EXPECT_EQ(refused("/v1/policies", json,
                      support::policy_data("CH-001", R"("replicate_region_to":"department",)"
                                                     R"("replicate_nation_to":"department")")),
              "422 replication-two-parents");
    EXPECT_EQ(site.log().end(), 1U);
}

TEST(PostDefinition, KeepsAnIndicatorWithItsPolicy) {
    Site site;
    site.define();

    const auto answer =
        site.post("/v1/indicators", json, support::indicator_data("IND-001", "CH-002"));

    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.code(), "indicator-changes-policy");
    EXPECT_EQ(answer.text("detail"), "An indicator stays with its policy: CH-001");
    EXPECT_EQ(site.log().end(), 3U);
}

// A record that another ingest has appended.
std::string stored(std::string_view id, std::string_view type, std::string data) {
    support::EventText event;
    event.type = type;
    event.data = std::move(data);
    event.id = id;
    return support::cloud_event(event);
}

TEST(PostDefinition, FollowedAtOnceByMeasuresWorks) {
    Site site{
        {.options = {}, .log = nullptr, .following = false, .never_in_time = false}
    };
    site.append(stored("p", domain::event_type::policy_defined, support::policy_data("CH-001")));
    site.append(
        stored("i", domain::event_type::indicator_defined,
               support::indicator_data("IND-001", "CH-001", support::rolled_up_members("sum"))));
    auto measures =
        std::async(std::launch::async, [&] { return site.post_event(measure_event("1", "49")); });
    // The read model knows neither when the measures come.
    site.await_waits(1);

    site.follow();

    EXPECT_EQ(measures.get().status, 200);
}

TEST(PostDefinition, OfAnIndicatorFindsThePolicyDefinedJustBefore) {
    Site site{
        {.options = {}, .log = nullptr, .following = false, .never_in_time = false}
    };
    site.append(stored("p", domain::event_type::policy_defined, support::policy_data("CH-001")));
    auto indicator = std::async(std::launch::async, [&] {
        return site.post("/v1/indicators", json, support::indicator_data("IND-001", "CH-001"));
    });
    site.await_waits(1);

    site.follow();

    const auto answer = indicator.get();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body.at("warnings").as_array().size(), 0U);
}

}  // namespace
}  // namespace tests::ingest_site
