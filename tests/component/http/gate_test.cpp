// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/gate.hpp"

#include <gtest/gtest.h>

namespace tests {
namespace {

using namespace platform::http;
using Fields = std::vector<std::pair<std::string, std::string>>;

std::variant<Admission, ProblemKind> admit_post(Fields fields) {
    fields.emplace_back("host", "x");
    return admit({"POST", "/", 11, fields});
}

std::string code_of(const std::variant<Admission, ProblemKind>& verdict) {
    const auto* kind = std::get_if<ProblemKind>(&verdict);
    return kind == nullptr ? "admitted" : std::string{kind->code};
}

TEST(Gate, ReadsTheFramingOfWhatItAdmits) {
    const auto chunked = admit_post({
        {"transfer-encoding", "CHUNKED"}
    });
    EXPECT_TRUE(std::get<Admission>(chunked).chunked);
    EXPECT_TRUE(std::get<Admission>(chunked).has_body());

    const auto sized = admit_post({
        {"content-length", "007"}
    });
    EXPECT_EQ(std::get<Admission>(sized).content_length, 7U);
    EXPECT_TRUE(std::get<Admission>(sized).has_body());

    const auto empty = admit_post({
        {"content-length", "0"}
    });
    EXPECT_FALSE(std::get<Admission>(empty).has_body());
    EXPECT_FALSE(std::get<Admission>(admit_post({})).has_body());
}

TEST(Gate, TakesALengthOf64BitsAndNoneLarger) {
    EXPECT_EQ(code_of(admit_post({
                  {"content-length", "18446744073709551615"}
    })),
              "admitted");
    EXPECT_EQ(code_of(admit_post({
                  {"content-length", "18446744073709551616"}
    })),
              "bad-content-length");
}

TEST(Gate, RefusesALengthThatIsNotDigits) {
    for (const char* length : {"", "+5", "-5", "0x5", "5 ", "5,5", "5, 5", "five"}) {
        EXPECT_EQ(code_of(admit_post({
                      {"content-length", length}
        })),
                  "bad-content-length")
            << length;
    }
}

TEST(Gate, RefusesACodingThatIsNotExactlyChunked) {
    for (const char* coding : {"", "gzip", "xchunked", "chunkedx", "chunked, identity",
                               "gzip, chunked", "chunked;q=1", "chunked,chunked"}) {
        EXPECT_EQ(code_of(admit_post({
                      {"transfer-encoding", coding}
        })),
                  "bad-transfer-encoding")
            << coding;
    }
    EXPECT_EQ(code_of(admit_post({
                  {"transfer-encoding", "chunked"},
                  {"content-length",    "0"      }
    })),
              "bad-transfer-encoding");
    EXPECT_EQ(code_of(admit_post({
                  {"transfer-encoding", "chunked"},
                  {"transfer-encoding", "chunked"}
    })),
              "bad-transfer-encoding");
    const Fields fields{
        {"host",              "x"      },
        {"transfer-encoding", "chunked"}
    };
    EXPECT_EQ(code_of(admit({"POST", "/", 10, fields})), "bad-transfer-encoding");
}

TEST(Gate, RefusesASecondOfEachSingleHeaderAndNoOther) {
    for (const char* name :
         {"host", "content-length", "authorization", "content-type", "idempotency-key"}) {
        EXPECT_EQ(code_of(admit_post({
                      {name, "1"},
                      {name, "1"}
        })),
                  "repeated-header")
            << name;
    }
    EXPECT_EQ(code_of(admit_post({
                  {"accept", "a"},
                  {"accept", "b"}
    })),
              "admitted");
}

TEST(Gate, TakesEachByteThatATargetMayHave) {
    const Fields fields{
        {"host", "x"}
    };
    for (int byte = 0; byte < 256; ++byte) {
        const std::string target = std::string{"/"} + static_cast<char>(byte);
        const bool fits = byte >= 0x21 && byte <= 0x7E && byte != '#';
        EXPECT_EQ(code_of(admit({"GET", target, 11, fields})), fits ? "admitted" : "bad-target")
            << byte;
    }
    EXPECT_EQ(code_of(admit({"GET", "", 11, fields})), "bad-target");
}

TEST(Gate, KnowsFiveMethodsAndWhichTakeABody) {
    const Fields fields{
        {"host",           "x"},
        {"content-length", "1"}
    };
    EXPECT_EQ(code_of(admit({"POST", "/", 11, fields})), "admitted");
    EXPECT_EQ(code_of(admit({"PUT", "/", 11, fields})), "admitted");
    EXPECT_EQ(code_of(admit({"GET", "/", 11, fields})), "unexpected-body");
    EXPECT_EQ(code_of(admit({"HEAD", "/", 11, fields})), "unexpected-body");
    EXPECT_EQ(code_of(admit({"DELETE", "/", 11, fields})), "unexpected-body");
    for (const char* method : {"get", "GETS", "", "PATCH", "OPTIONS", "TRACE", "CONNECT"}) {
        EXPECT_EQ(code_of(admit({method, "/", 11, fields})), "method-unknown") << method;
    }
}

}  // namespace
}  // namespace tests
