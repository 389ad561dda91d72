// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/wire.hpp"

#include <gtest/gtest.h>

namespace tests {
namespace {

using namespace platform::http;

TEST(Wire, WritesAHeadWithoutAKnownReason) {
    std::string head;
    append_head(head, {299, "a/b", {{"X", "y"}}, "body"},
                {Method::get, 11, Persistence::close, "now"});
    EXPECT_EQ(head,
              "HTTP/1.1 299 \r\nDate: now\r\nContent-Type: a/b\r\nContent-Length: 4\r\n"
              "Connection: close\r\nX-Content-Type-Options: nosniff\r\nX: y\r\n"
              "Content-Security-Policy: default-src 'none'\r\n\r\n");
}

TEST(Wire, FindsHeadersThatBreakOutOfTheirLine) {
    EXPECT_TRUE(has_safe_headers({200, "a/b", {{"A", "b c"}}, "\r\n"}));
    EXPECT_FALSE(has_safe_headers({200, "a/b\r\nX: y", {}, ""}));
    EXPECT_FALSE(has_safe_headers({200, "a/b", {{"A\n", "b"}}, ""}));
    EXPECT_FALSE(has_safe_headers({200, "a/b", {{"A", "b\rc"}}, ""}));
    EXPECT_FALSE(has_safe_headers({200, "a/b", {{"A", std::string(1, '\0')}}, ""}));
}

}  // namespace
}  // namespace tests
