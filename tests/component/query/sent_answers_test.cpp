// SPDX-License-Identifier: EUPL-1.2
#include "query-api/sent_answers.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/must.hpp"

namespace tests::query {
namespace {

using platform::http::Request;
using platform::http::Response;
using query_api::Circumstances;
using query_api::SentAnswers;

constexpr std::size_t bytes_max = 100;

Circumstances circumstances(domain::Sequence next, std::string_view day = "2024-10-23") {
    return {next, support::must(domain::Date::parse(day))};
}

Response answer(std::string body, int status = 200) {
    return {.status = status, .headers = {}, .body = std::move(body)};
}

std::string found(SentAnswers& answers, const std::string& key, const Circumstances& now) {
    const auto response = answers.find(key, now);
    return response ? response->body : "nothing";
}

TEST(SentAnswers, AreFoundUnderTheirCircumstancesOnly) {
    SentAnswers answers{bytes_max};
    answers.put("a", answer("1"), circumstances(5));
    EXPECT_EQ(found(answers, "a", circumstances(5)), "1");
    EXPECT_EQ(found(answers, "b", circumstances(5)), "nothing");
    EXPECT_EQ(found(answers, "a", circumstances(6)), "nothing");
    EXPECT_EQ(found(answers, "a", circumstances(5, "2024-10-24")), "nothing");
}

TEST(SentAnswers, GoWithTheirCircumstances) {
    SentAnswers answers{bytes_max};
    answers.put("a", answer("1"), circumstances(5));
    answers.put("b", answer("2"), circumstances(6));
    EXPECT_EQ(found(answers, "a", circumstances(5)), "nothing");
    EXPECT_EQ(found(answers, "a", circumstances(6)), "nothing");
    EXPECT_EQ(found(answers, "b", circumstances(6)), "2");
}

TEST(SentAnswers, TakeNoMoreRoomThanTheyMay) {
    SentAnswers answers{bytes_max};
    const std::string half(bytes_max / 2 - 1, 'x');
    answers.put("a", answer(half), circumstances(1));
    answers.put("b", answer(half), circumstances(1));
    EXPECT_EQ(found(answers, "a", circumstances(1)), half);
    EXPECT_EQ(found(answers, "b", circumstances(1)), half);
    answers.put("c", answer(""), circumstances(1));
    EXPECT_EQ(found(answers, "a", circumstances(1)), "nothing");
    EXPECT_EQ(found(answers, "c", circumstances(1)), "");
    answers.put("d", answer(std::string(bytes_max, 'x')), circumstances(1));
    EXPECT_EQ(found(answers, "d", circumstances(1)), "nothing");
    EXPECT_EQ(found(answers, "c", circumstances(1)), "");
}

TEST(SentAnswers, HoldNoProblemAndNoAnswerToACondition) {
    SentAnswers answers{bytes_max};
    answers.put("a", answer("", 404), circumstances(1));
    EXPECT_EQ(found(answers, "a", circumstances(1)), "nothing");

    Request request;
    request.target = "/v1/territories";
    request.headers = {
        {"accept", "text/csv"}
    };
    const std::string csv = SentAnswers::key_of(request);
    EXPECT_FALSE(csv.empty());
    request.headers.clear();
    EXPECT_NE(SentAnswers::key_of(request), csv);
    request.headers = {
        {"if-none-match", "\"x\""}
    };
    EXPECT_EQ(SentAnswers::key_of(request), "");
    answers.put("", answer("1"), circumstances(1));
    EXPECT_EQ(found(answers, "", circumstances(1)), "nothing");
}

}  // namespace
}  // namespace tests::query
