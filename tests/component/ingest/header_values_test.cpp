// SPDX-License-Identifier: EUPL-1.2
#include "ingest/header_values.hpp"

#include <gtest/gtest.h>

namespace ingest {
namespace {

using platform::http::Request;
using std::chrono::seconds;

Preference prefer(std::vector<std::string> values) {
    Request request;
    for (auto& value : values) request.headers.emplace_back("prefer", std::move(value));
    return parse_prefer(request);
}

TEST(MediaType, IsComparedWithoutCaseAndParameters) {
    const auto type = parse_media_type("Text/CSV ; header=present; Charset=\"UTF-8\"");

    EXPECT_EQ(type.name, "text/csv");
    EXPECT_EQ(type.charset, "utf-8");
    EXPECT_TRUE(type.is_utf8());
    EXPECT_FALSE(parse_media_type("text/csv; charset=iso-8859-1").is_utf8());
    EXPECT_TRUE(parse_media_type("text/csv").is_utf8());
    EXPECT_EQ(parse_media_type("").name, "");
}

TEST(Prefer, IsReadAsRfc7240Says) {
    EXPECT_FALSE(prefer({}).wait.has_value());
    EXPECT_EQ(prefer({}).applied, "");
    EXPECT_EQ(prefer({"wait=10"}).wait, seconds{10});
    EXPECT_EQ(prefer({"wait=10"}).applied, "wait=10");
    EXPECT_EQ(prefer({"Wait = \"7\""}).wait, seconds{7});
    EXPECT_EQ(prefer({"return=minimal; x=\"a,wait=1\", wait=3;foo"}).wait, seconds{3});
    EXPECT_EQ(prefer({"return=minimal", "wait=4"}).wait, seconds{4});
    EXPECT_EQ(prefer({"wait=2, wait=9"}).wait, seconds{2});
    EXPECT_EQ(prefer({"wait=0"}).wait, seconds{0});
}

TEST(Prefer, WaitsNoLongerThanThirtySeconds) {
    EXPECT_EQ(prefer({"wait=30"}).applied, "wait=30");
    EXPECT_EQ(prefer({"wait=31"}).applied, "wait=30");
    EXPECT_EQ(prefer({"wait=99999999999999999999999"}).applied, "wait=30");
}

TEST(Prefer, SkipsWhatItCannotRead) {
    for (const std::string value : {"wait", "wait=", "wait=-1", "wait=1.5", "wait=x", "", ",,"}) {
        EXPECT_FALSE(prefer({value}).wait.has_value()) << value;
        EXPECT_EQ(prefer({value}).applied, "") << value;
    }
}

TEST(Prefer, RespondsAsyncAtOnceUnlessAWaitIsNamed) {
    EXPECT_EQ(prefer({"respond-async"}).wait, seconds{0});
    EXPECT_EQ(prefer({"respond-async"}).applied, "respond-async");
    EXPECT_EQ(prefer({"respond-async, wait=10"}).wait, seconds{10});
    EXPECT_EQ(prefer({"wait=10", "respond-async"}).applied, "respond-async, wait=10");
}

TEST(IdempotencyKey, IsAStructuredStringOrABareToken) {
    EXPECT_EQ(*parse_idempotency_key("\"2024-10-23 a\""), "2024-10-23 a");
    EXPECT_EQ(*parse_idempotency_key(R"("a\"b\\c")"), R"(a"b\c)");
    EXPECT_EQ(*parse_idempotency_key("8e03978e-40d5-43e8-bc93-6894a57f9324"),
              "8e03978e-40d5-43e8-bc93-6894a57f9324");
    for (const std::string bad : {"", "\"", "\"\"", "\"a", "\"a\"b", "a b", "a\"b", "\"a\\\"",
                                  "\"\xC3\xA9\"", "\xC3\xA9"}) {
        const auto key = parse_idempotency_key(bad);
        ASSERT_FALSE(key) << bad;
        EXPECT_EQ(key.error().code, "idempotency-key-malformed");
    }
}

}  // namespace
}  // namespace ingest
