// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/http_date.hpp"

#include <gtest/gtest.h>

namespace tests {
namespace {

using namespace platform::http;

TEST(HttpDate, IsWrittenAsHttpDoes) {
    const auto date = [](std::time_t seconds) {
        return http_date(std::chrono::system_clock::from_time_t(seconds));
    };
    EXPECT_EQ(date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
    EXPECT_EQ(date(1709251199), "Thu, 29 Feb 2024 23:59:59 GMT");
}

TEST(HttpDate, IsReadAsItIsWritten) {
    for (const std::time_t seconds : {0, 784111777, 1709251199, 2147483647}) {
        const auto time = std::chrono::system_clock::from_time_t(seconds);
        EXPECT_EQ(parse_http_date(http_date(time)), time);
    }
}

TEST(HttpDate, IsNotReadInAnotherForm) {
    for (const auto* text : {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
                             "Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT ",
                             "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:60 GMT",
                             "Fri, 30 Feb 2024 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC",
                             "Sun, +6 Nov 1994 08:49:37 GMT", "Sun, 06 Xxx 1994 08:49:37 GMT"})
        EXPECT_FALSE(parse_http_date(text)) << text;
}

}  // namespace
}  // namespace tests
