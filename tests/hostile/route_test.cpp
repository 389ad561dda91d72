// SPDX-License-Identifier: EUPL-1.2
// Addresses, methods and parameters that are not there.
#include <string>

#include "tests/hostile/victim.hpp"

namespace tests::hostile {
namespace {

constexpr std::size_t target_bytes_max = 2 * 1024;

class Unknown : public Hostile {};

TEST_F(Unknown, AddressesAreNotFound) {
    for (const char* target :
         {"/v1", "/v1/", "/v1/event/", "/v1/events/1", "/v2/territories", "//v1/territories",
          "/v1/territories/", "/v1/../v1/territories", "/v1/%2e%2e/territories", "/etc/passwd",
          "/v1/territories%2FREG-53", "/v1/indicators/IND-302/territories//series",
          "/v1/indicators/IND-999", "/v1/indicators/IND-302/territories/DEPT-99",
          "/v1/indicators/..%2F..%2Fetc%2Fpasswd", "/v1/policies/CH-999/barometer?level=region"}) {
        EXPECT_EQ(get(target).status, 404) << target;
    }
}

TEST_F(Unknown, MethodsAreNotAllowed) {
    for (const char* target : {"/v1/territories", "/v1/indicators/IND-302", "/readyz"}) {
        EXPECT_EQ(post(target, {}, "").status, 405) << target;
    }
    const auto answer = get("/v1/imports");
    EXPECT_EQ(answer.status, 405);
    EXPECT_NE(answer.header("allow").find("POST"), std::string::npos);
}

TEST_F(Unknown, ParametersAreRefused) {
    for (const char* target : {"/v1/territories?x=1",
                               "/v1/territories?as_of=now",
                               "/v1/territories?as_of=9999-01-01",
                               "/v1/territories?at=1",
                               "/v1/territories?at=zzz.0",
                               "/v1/territories?format=xml",
                               "/v1/territories?as_of=2024-01-01&as_of=2024-01-01",
                               "/v1/territories?at_least=-1",
                               "/v1/indicators/IND-302/barometer",
                               "/v1/indicators/IND-302/barometer?level=commune",
                               "/v1/territories?on=2024-02-30",
                               "/v1/event",
                               "/v1/event?source=a",
                               "/v1/territories?as_of=%00",
                               "/v1/territories?as_of=%zz",
                               "/v1/events?after=-1",
                               "/v1/events?limit=0",
                               "/v1/stream?actor=a&actor=b",
                               "/v1/diff",
                               "/v1/diff?from=%00",
                               "/v1/indicators/IND-302/territories/NAT-FR/audit?limit=1001"}) {
        EXPECT_EQ(get(target).status, 400) << target;
    }
    EXPECT_EQ(get("/v1/event?source=nobody&id=" + std::string(target_bytes_max, 'a')).status, 414);
}

TEST_F(Unknown, MediaTypesAreRefused) {
    for (const char* type : {"text/plain", "application/xml", "application/cloudevents+xml",
                             "multipart/form-data; boundary=x", "application/x-www-form-urlencoded",
                             "application/cloudevents+json; charset=utf-16"}) {
        EXPECT_EQ(post("/v1/events",
                       {
                           {"content-type", type}
        },
                       event_text("typed"))
                      .status,
                  415)
            << type;
    }
    EXPECT_EQ(post("/v1/events", {}, event_text("typed")).status, 415);
    EXPECT_EQ(post("/v1/imports?source=urn%3Ahostile",
                   {
                       {"content-type", "application/vnd.ms-excel"}
    },
                   file_text(1))
                  .status,
              415);
}

}  // namespace
}  // namespace tests::hostile
