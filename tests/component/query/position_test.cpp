// SPDX-License-Identifier: EUPL-1.2
#include <future>

#include "tests/component/query/test_api.hpp"

namespace tests::query {
namespace {

class Position : public TestApi {
protected:
    Position() {
        define_policy("CH-001");                          // 1, 2024-01-01
        define_indicator("IND-001", "CH-001", houses());  // 2, 2024-01-02
        measure(figures("DEPT-35", "0", "40", "100"));    // 3, 2024-01-03
        measure(figures("DEPT-35", "0", "60", "100"));    // 4, 2024-01-04
    }

    const std::string address = "/v1/indicators/IND-001/territories/DEPT-35";
};

TEST_F(Position, AsOfShowsWhatWasKnownThen) {
    EXPECT_EQ(field(address, "current.value"), "60");
    EXPECT_EQ(field(address + "?as_of=2024-01-04T08:00:00Z", "current.value"), "60");
    EXPECT_EQ(field(address + "?as_of=2024-01-04T07:59:59.999999Z", "current.value"), "40");
    EXPECT_EQ(field(address + "?as_of=2024-01-04T08:59:59%2B01:00", "current.value"), "40");
    // A day is its first instant.
    EXPECT_EQ(field(address + "?as_of=2024-01-04", "current.value"), "40");
    EXPECT_EQ(field(address + "?as_of=2024-01-05", "current.value"), "60");
    EXPECT_EQ(field(address + "?as_of=2024-01-03", "current"), "null");
    EXPECT_EQ(problem(address + "?as_of=2024-01-02"), "404 indicator-unknown");
    EXPECT_EQ(problem(address + "?as_of=1975-01-01"), "404 indicator-unknown");
}

TEST_F(Position, AsOfNamesItsPositionAndDay) {
    const std::string target = address + "?as_of=2024-01-03T10:00:00%2B01:00";
    EXPECT_EQ(field(target, "as_of"), "\"2024-01-03T09:00:00Z\"");
    EXPECT_EQ(field(target, "on"), "\"2024-01-03\"");
    EXPECT_EQ(field(target, "position"), "\"test.3\"");
    EXPECT_EQ(field(target + "&on=2024-05-06", "on"), "\"2024-05-06\"");
    EXPECT_EQ(get(target).header("barometre-position"), "test.3");
    EXPECT_EQ(get(target).header("cache-control"), "no-cache");
}

TEST_F(Position, AsOfIsFinalOnceALaterRecordIsApplied) {
    EXPECT_EQ(field(address + "?as_of=2024-01-03T08:00:00Z", "final"), "true");
    EXPECT_EQ(field(address + "?as_of=2024-01-04T08:00:00Z", "final"), "false");
    EXPECT_EQ(field(address + "?as_of=2024-01-20", "final"), "false");
    const std::string tag{get(address + "?as_of=2024-01-04T08:00:00Z").header("etag")};
    define_policy("CH-002");
    EXPECT_EQ(field(address + "?as_of=2024-01-04T08:00:00Z", "final"), "true");
    EXPECT_EQ(field(address, "final"), "false");
    // What says so is another answer.
    EXPECT_EQ(get(address + "?as_of=2024-01-04T08:00:00Z",
                  {
                      {"If-None-Match", tag}
    })
                  .status,
              200);
}

// A producer that is late has stamped its record before the instant that was asked for.
TEST_F(Position, AsOfSaysThatALateRecordMayChangeIt) {
    const std::string target = address + "?as_of=2024-02-01T12:00:00Z";
    EXPECT_EQ(field(target, "current.value"), "60");
    EXPECT_EQ(field(target, "final"), "false");
    const auto reported = [this](const std::string& id, const std::string& value,
                                 const std::string& recorded) {
        append({.type = std::string{domain::event_type::measures_reported},
                .data = R"({"rows":[{"indicator":"IND-001","territory":"DEPT-35",)"
                        R"("kind":"actual","date":"2023-12-31","value":")" +
                        value + R"("}]})",
                .id = id,
                .recorded = recorded,
                .received = {}});
    };
    reported("late", "61", "2024-02-01T11:59:59Z");
    EXPECT_EQ(field(target, "current.value"), "61");
    EXPECT_EQ(field(target, "final"), "false");
    reported("beyond", "62", "2024-02-01T12:00:00.000001Z");
    EXPECT_EQ(field(target, "current.value"), "61");
    EXPECT_EQ(field(target, "final"), "true");
}

TEST_F(Position, AsOfMayBeAMinuteAhead) {
    EXPECT_EQ(field(address + "?as_of=2024-10-23T12:01:00Z", "current.value"), "60");
    EXPECT_EQ(problem(address + "?as_of=2024-10-23T12:01:00.000001Z"), "400 as-of-in-future");
}

TEST_F(Position, AtGivesTheSameBytesForEver) {
    const auto targets = {address + "?at=test.3",
                          address + "/series?at=test.3",
                          std::string{"/v1/territories/REG-53/barometer?at=test.3"},
                          std::string{"/v1/policies/CH-001/barometer?level=region&at=test.3"},
                          std::string{"/v1/indicators/IND-001/barometer?level=region&at=test.3"},
                          std::string{"/v1/indicators?at=test.3&format=csv"}};
    std::vector<platform::http::ClientResponse> before;
    for (const auto& target : targets) before.push_back(get(target));

    measure(figures("DEPT-35", "1", "99", "300"));
    define_indicator("IND-001", "CH-001", R"("unit":"logements",)" + houses().substr(17));
    now += microseconds_per_day * 400;
    auto expected = before.begin();
    for (const auto& target : targets) {
        const auto after = get(target);
        EXPECT_EQ(after.status, 200) << target;
        EXPECT_EQ(after.body, expected->body) << target;
        EXPECT_EQ(after.header("etag"), expected->header("etag"));
        EXPECT_EQ(after.header("cache-control"), "public, max-age=31536000, immutable");
        ++expected;
    }
    EXPECT_EQ(field(address + "?at=test.3", "current.value"), "40");
}

TEST_F(Position, AtNamesTheTimeAndDayOfItsRecord) {
    EXPECT_EQ(field(address + "?at=test.3", "as_of"), "\"2024-01-03T08:00:00Z\"");
    EXPECT_EQ(field(address + "?at=test.3", "on"), "\"2024-01-03\"");
    EXPECT_EQ(field(address + "?at=test.3", "final"), "true");
    EXPECT_EQ(field(address + "?at=test.3&on=2024-07-01", "on"), "\"2024-07-01\"");
    EXPECT_EQ(field(address + "?at=test.3", "position"), "\"test.3\"");
}

TEST_F(Position, AtMustBeOneThatIsApplied) {
    EXPECT_EQ(field(address + "?at=test.4", "current.value"), "60");
    EXPECT_EQ(problem(address + "?at=test.5"), "400 position-unknown");
    EXPECT_EQ(problem(address + "?at=other.3"), "400 position-other-log");
    EXPECT_EQ(problem(address + "?at=test.1&as_of=2024-01-03"), "400 as-of-with-at");
    for (const char* wrong :
         {"test", ".3", "test.", "test.-1", "test.3x", "3", "test.99999999999999999999"})
        EXPECT_EQ(problem(address + "?at=" + wrong), "400 position-bad-format") << wrong;
}

TEST_F(Position, AtLeastIsAnsweredAtOnceWhenItIsApplied) {
    {
        const std::lock_guard lock{mutex};
        replaced_wait = [](auto, auto, const auto& done) {
            ADD_FAILURE() << "nothing to wait for";
            done(true);
        };
    }
    EXPECT_EQ(field(address + "?at_least=test.4", "current.value"), "60");
    EXPECT_EQ(field(address + "?at_least=test.2&at=test.3", "current.value"), "40");
}

TEST_F(Position, AtLeastWaitsForWhatComes) {
    auto answer =
        std::async(std::launch::async, [this] { return get(address + "?at_least=test.5"); });
    // Told by the projector as soon as it is there, whichever comes first.
    measure(figures("DEPT-35", "0", "70", "100"));
    const auto response = answer.get();
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.header("barometre-position"), "test.5");
    EXPECT_NE(response.body.find(R"("current":{"value":70)"), std::string::npos);
}

TEST_F(Position, AtLeastGivesUpAfterFiveSeconds) {
    std::chrono::milliseconds waited{0};
    {
        const std::lock_guard lock{mutex};
        replaced_wait = [&waited](auto, auto timeout, const auto& done) {
            waited = timeout;
            done(false);
        };
    }
    EXPECT_EQ(problem(address + "?at_least=test.5"), "503 position-not-reached");
    EXPECT_EQ(waited, std::chrono::seconds{5});
    EXPECT_EQ(get(address + "?at_least=test.5").header("retry-after"), "1");
    EXPECT_EQ(problem(address + "?at_least=other.1"), "400 position-other-log");
    EXPECT_EQ(problem(address + "?at_least=5"), "400 position-bad-format");
}

}  // namespace
}  // namespace tests::query
