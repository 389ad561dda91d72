// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <thread>

#include "tests/component/http/raw_connection.hpp"
#include "tests/component/query/test_api.hpp"
#include "tests/support/keys.hpp"

namespace tests::query {
namespace {

using platform::access::Right;
using support::Keys;

const std::string figure = "/v1/indicators/IND-001/territories/DEPT-35";

class QueryKeys : public TestApi {
protected:
    QueryKeys() {
        define_policy("CH-001");
        define_indicator("IND-001", "CH-001", houses());
        measure(figures("DEPT-35", "0", "40", "100"));
        stop_serving();
        identify = keys.identify();
        serve();
    }

    int status_of(const std::string& target, const Keys::Holder& holder) {
        return get(target, {holder.header()}).status;
    }

    const Keys keys;
    const Keys::Holder reader = keys.add("dashboard", {Right::read});
    const Keys::Holder auditor = keys.add("auditor", {Right::audit});
    const Keys::Holder reporter = keys.add("prefecture-35", {Right::report}, {"urn:test"});
    const Keys::Holder other = keys.add("prefecture-22", {Right::report}, {"urn:22"});
};

TEST_F(QueryKeys, LeavesOpenWhatEverybodyMaySee) {
    for (const char* target : {"/", "/livez", "/readyz", "/openapi.json"})
        EXPECT_EQ(get(target).status, 200) << target;
    EXPECT_EQ(get("/log/checkpoint").status, 404);
}

TEST_F(QueryKeys, Answers401WithoutAKey) {
    for (const std::string& target :
         {std::string{"/v1/territories"}, figure, figure + "/audit", std::string{"/v1/events"}}) {
        const auto answer = get(target);
        EXPECT_EQ(answer.status, 401) << target;
        EXPECT_EQ(answer.header("www-authenticate"), "Bearer");
        EXPECT_EQ(get(target,
                      {
                          {"Authorization", "Bearer wrong"}
        })
                      .status,
                  401);
    }
}

TEST_F(QueryKeys, ShowsFiguresToReadersAndThePastToAuditors) {
    for (const std::string& target :
         {std::string{"/v1/territories"}, std::string{"/v1/policies"}, figure, figure + "/series",
          std::string{"/v1/policies/CH-001/territories/DEPT-35"}}) {
        EXPECT_EQ(status_of(target, reader), 200) << target;
        EXPECT_EQ(status_of(target, auditor), 403) << target;
        EXPECT_EQ(status_of(target, reporter), 403) << target;
    }
    for (const std::string& target :
         {figure + "/history", figure + "/audit", figure + "/lineage", figure + "/timemap",
          std::string{"/v1/diff?from=2024-01-01&to=2024-02-01"}, std::string{"/v1/submissions"},
          std::string{"/v1/events"}}) {
        EXPECT_EQ(status_of(target, auditor), 200) << target;
        EXPECT_EQ(status_of(target, reader), 403) << target;
        EXPECT_EQ(status_of(target, reporter), 403) << target;
    }
    EXPECT_EQ(status_of("/v1/stream", reader), 403);
}

TEST_F(QueryKeys, TellsAnAuditorAloneWhatWasEverBelieved) {
    const auto both = keys.add("both", {Right::read, Right::audit});
    stop_serving();
    identify = keys.identify();
    serve();
    EXPECT_EQ(status_of(figure + "/series?vintages=all", both), 200);
    EXPECT_EQ(status_of(figure + "/series?vintages=all", reader), 403);
}

// Also where the answer to somebody else is kept.
TEST_F(QueryKeys, TellsAReporterWhatBecameOfHisOwnEvents) {
    const std::string event = "/v1/event?source=urn:test&id=e1";
    EXPECT_EQ(status_of(event, auditor), 200);
    EXPECT_EQ(status_of(event, reporter), 200);
    EXPECT_EQ(status_of(event, reporter), 200);
    EXPECT_EQ(status_of(event, other), 403);
    EXPECT_EQ(status_of(event, reader), 403);
    EXPECT_EQ(status_of("/v1/event/proof?source=urn:test&id=e1", other), 403);
    EXPECT_EQ(status_of("/v1/event?id=e1", other), 400);
    EXPECT_EQ(status_of("/v1/event?source=urn:22&id=e1", other), 404);
}

TEST_F(QueryKeys, KeepsAnswersOutOfSharedCaches) {
    const auto now = get("/v1/territories", {reader.header()});
    const auto fixed = get("/v1/territories?at=" + std::string{now.header("barometre-position")},
                           {reader.header()});
    EXPECT_EQ(fixed.header("cache-control"), "private, max-age=31536000, immutable");
}

TEST_F(QueryKeys, EndsAStreamWhoseKeyIsRevoked) {
    RawConnection connection{
        static_cast<std::uint16_t>(std::stoi(url().substr(url().rfind(':') + 1)))};
    connection.send("GET /v1/stream?after=0 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " +
                    auditor.text + "\r\n\r\n");
    EXPECT_NE(connection.up_to("data: "), "");
    keys.revoke(auditor);
    connection.rest();
    while (status_of(figure + "/audit", auditor) != 401)
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    EXPECT_EQ(status_of(figure, reader), 200);
}

}  // namespace
}  // namespace tests::query
