// SPDX-License-Identifier: EUPL-1.2
#include "platform/kafka/settings.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using platform::Errc;
using platform::kafka::check;
using platform::kafka::prefix_length_max;
using platform::kafka::Settings;

Settings settings(std::string bootstrap, std::string prefix = "barometre") {
    Settings made;
    made.bootstrap = std::move(bootstrap);
    made.prefix = std::move(prefix);
    return made;
}

TEST(KafkaSettings, NameTheTopics) {
    const auto made = settings("localhost:9092", "site");

    EXPECT_EQ(made.events_topic(), "site.events.v1");
    EXPECT_EQ(made.catalogue_topic(), "site.catalogue.v1");
}

TEST(KafkaSettings, TakeBrokersAsHostAndPort) {
    for (const auto* good : {"localhost:9092", "127.0.0.1:1", "kafka-1.example.org:65535",
                             "[::1]:9092", "a:1,b:2,c:3"})
        EXPECT_TRUE(check(settings(good))) << good;
    for (const auto* bad : {"", "localhost", "9092", ":9092", "localhost:", "localhost:0",
                            "localhost:65536", "localhost:9092,", ",localhost:9092",
                            "http://localhost:9092", "a b:1", "::1:9092x", "[]:1", "localhost:+1"})
        EXPECT_EQ(check(settings(bad)).error().code, Errc::invalid) << bad;
}

TEST(KafkaSettings, TakeAPrefixThatKafkaTakes) {
    for (const auto& good :
         {std::string("a"), std::string("site_1-b.c"), std::string(prefix_length_max, 'x')})
        EXPECT_TRUE(check(settings("a:1", good))) << good;
    for (const auto& bad : {std::string(), std::string("a/b"), std::string("é"),
                            std::string(prefix_length_max + 1, 'x')})
        EXPECT_EQ(check(settings("a:1", bad)).error().code, Errc::invalid) << bad;
}

}  // namespace
