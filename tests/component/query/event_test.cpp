// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/query/test_api.hpp"

namespace tests::query {
namespace {

class Event : public TestApi {
protected:
    static support::EventText policy(std::string title) {
        support::EventText event;
        event.type = "fr.barometre.policy.defined.v1";
        event.source = "urn:prefecture:35";
        event.id = "a/1";
        event.data = R"({"id":"CH-001","title":")" + title + "\"}";
        return event;
    }

    const std::string address = "/v1/event?source=urn%3Aprefecture%3A35&id=a%2F1";
};

TEST_F(Event, ShowsItsOutcome) {
    append(policy("one"));
    EXPECT_EQ(body(address),
              R"({"source":"urn:prefecture:35","id":"a/1",)"
              R"("type":"fr.barometre.policy.defined.v1","sequence":1,"position":"test.1",)"
              R"("recorded":"2024-01-01T00:00:00Z","loaded":false,"outcome":"applied",)"
              R"("reason":null,"pointer":null,"detail":null,"attempts":[],)"
              R"("as_of":"2024-01-01T00:00:00Z","on":"2024-10-23","final":false})");
}

TEST_F(Event, ShowsLaterAttempts) {
    append(policy("one"));
    append(policy("one"));
    append(policy("two"));
    EXPECT_EQ(field(address, "outcome"), "\"applied\"");
    EXPECT_EQ(field(address, "attempts.0"),
              R"({"outcome":"duplicate","recorded":"2024-01-01T00:00:00Z","sequence":2})");
    EXPECT_EQ(field(address, "attempts.1.outcome"), "\"conflict\"");
    EXPECT_EQ(field(address + "&at=test.2", "attempts.1"), "nothing");
    EXPECT_EQ(body(address + "&format=csv"),
              "source,id,type,sequence,position,recorded,loaded,outcome,reason,pointer,detail,"
              "attempts\r\n"
              "urn:prefecture:35,a/1,fr.barometre.policy.defined.v1,1,test.1,"
              "2024-01-01T00:00:00Z,false,applied,,,,2=duplicate 3=conflict\r\n");
}

TEST_F(Event, ShowsWhyItWasRejected) {
    auto event = policy("one");
    event.data = R"({"id":"nothing"})";
    append(event);
    EXPECT_EQ(field(address, "outcome"), "\"rejected\"");
    EXPECT_EQ(field(address, "reason"), "\"policy-bad-format\"");
    EXPECT_EQ(field(address, "pointer"), "\"/data/id\"");
    EXPECT_NE(field(address, "detail"), "null");
}

TEST_F(Event, TellsWhatWasLoaded) {
    auto event = policy("one");
    event.received = "2024-02-01T00:00:00Z";
    append(event);
    EXPECT_EQ(field(address, "loaded"), "true");
}

TEST_F(Event, ShowsTheLatestAttemptsWhereThereAreMany) {
    for (int i = 0; i < 202; ++i) append(policy("one"));
    EXPECT_EQ(field(address, "attempts.0.sequence"), "3");
    EXPECT_EQ(field(address, "attempts.199.sequence"), "202");
    EXPECT_EQ(field(address, "attempts.200"), "nothing");
    EXPECT_EQ(field(address + "&at=test.201", "attempts.0.sequence"), "2");
}

TEST_F(Event, IsUnknownUntilItIsInTheLog) {
    EXPECT_EQ(problem(address), "404 event-unknown");
    append(policy("one"));
    EXPECT_EQ(problem(address + "&at=test.0"), "404 event-unknown");
    EXPECT_EQ(problem("/v1/event?source=urn%3Aprefecture%3A35"), "400 parameter-missing");
    EXPECT_EQ(problem("/v1/event?id=1"), "400 parameter-missing");
}

}  // namespace
}  // namespace tests::query
