// SPDX-License-Identifier: EUPL-1.2
#include "query-api/answer_cache.hpp"

#include <gtest/gtest.h>

#include "query-api/etag.hpp"

namespace tests::query {
namespace {

using query_api::AnswerCache;

std::shared_ptr<const std::string> body_of(std::size_t bytes) {
    return std::make_shared<const std::string>(bytes, 'x');
}

TEST(AnswerCache, GivesWhatWasRenderedSinceTheLastTouch) {
    AnswerCache cache{1000};
    const auto body = body_of(10);
    cache.put("a", body, 5);
    EXPECT_EQ(cache.find("a", 5), body);
    EXPECT_EQ(cache.find("a", 4), body);
    EXPECT_EQ(cache.find("a", 6), nullptr);
    EXPECT_EQ(cache.find("b", 0), nullptr);
}

TEST(AnswerCache, KeepsTheNewerOfTwo) {
    AnswerCache cache{1000};
    const auto newer = body_of(20);
    cache.put("a", newer, 6);
    cache.put("a", body_of(10), 5);
    EXPECT_EQ(cache.find("a", 6), newer);
    cache.put("a", body_of(30), 7);
    EXPECT_EQ(cache.bytes(), 31U);
}

TEST(AnswerCache, DropsTheLeastRecentlyUsedBeyondItsBytes) {
    AnswerCache cache{400};
    for (const char* key : {"a", "b", "c", "d"}) cache.put(key, body_of(99), 1);
    EXPECT_EQ(cache.bytes(), 400U);
    EXPECT_NE(cache.find("a", 1), nullptr);
    cache.put("e", body_of(99), 1);
    EXPECT_EQ(cache.find("b", 1), nullptr);
    EXPECT_NE(cache.find("a", 1), nullptr);
    EXPECT_EQ(cache.bytes(), 400U);
}

TEST(AnswerCache, DoesNotKeepABodyThatTakesMoreThanAFourth) {
    AnswerCache cache{400};
    cache.put("a", body_of(99), 1);
    cache.put("b", body_of(100), 1);
    EXPECT_NE(cache.find("a", 1), nullptr);
    EXPECT_EQ(cache.find("b", 1), nullptr);
}

TEST(EntityTag, TellsAnswersApart) {
    using query_api::Finality;
    const auto tag = query_api::weak_etag({"log", 7, "2024-01-01 json", Finality::open});
    EXPECT_EQ(tag, "W/\"log.7.2024-01-01.json\"");
    EXPECT_NE(tag, query_api::weak_etag({"log", 8, "2024-01-01 json", Finality::open}));
    EXPECT_NE(tag, query_api::weak_etag({"log", 7, "2024-01-01 csv", Finality::open}));
    EXPECT_NE(tag, query_api::weak_etag({"log", 7, "2024-01-01 json", Finality::final}));
}

TEST(EntityTag, IsFoundInIfNoneMatch) {
    EXPECT_TRUE(query_api::matches("\"a\"", "\"a\""));
    EXPECT_TRUE(query_api::matches("\"b\" , W/\"a\"", "\"a\""));
    EXPECT_TRUE(query_api::matches("\"a\"", "W/\"a\""));
    EXPECT_FALSE(query_api::matches("\"b\"", "\"a\""));
    EXPECT_FALSE(query_api::matches("", "\"a\""));
    EXPECT_FALSE(query_api::matches("*", "\"a\""));
}

}  // namespace
}  // namespace tests::query
