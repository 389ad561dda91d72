// SPDX-License-Identifier: EUPL-1.2
#include <future>

#include "tests/component/query/test_api.hpp"
#include "tests/support/must.hpp"

namespace tests::query {
namespace {

class Caching : public TestApi {
protected:
    Caching() {
        define_policy("CH-001");
        define_policy("CH-002");
        define_indicator("IND-001", "CH-001", houses());
        define_indicator("IND-002", "CH-002", houses());
        measure(figures("DEPT-35", "0", "40", "100"));
    }

    // A measure of the other policy's indicator.
    void measure_elsewhere() {
        auto rows = figures("DEPT-35", "0", "10", "20");
        for (auto& row : rows) row.indicator = "IND-002";
        measure(rows);
    }

    std::string tag(const std::string& target) { return std::string{get(target).header("etag")}; }
    int status_if_none_match(const std::string& target, const std::string& etag) {
        return get(target,
                   {
                       {"If-None-Match", etag}
        })
            .status;
    }

    const std::string state_address = "/v1/indicators/IND-001/territories/DEPT-35";
    const std::string map_address = "/v1/indicators/IND-001/barometer?level=department";
    const std::string policy_address = "/v1/policies/CH-001/barometer?level=department";
    const std::string territory_address = "/v1/territories/DEPT-35/barometer";
};

TEST_F(Caching, ShowsAWriteThatTouchesTheFigure) {
    for (const auto& target : {state_address, map_address, policy_address, territory_address})
        body(target);
    const std::string before = tag(map_address);
    auto rows = figures("DEPT-35", "0", "50", "100");
    rows.erase(rows.begin());
    measure(rows);
    EXPECT_EQ(field(state_address, "current.value"), "50");
    EXPECT_EQ(field(state_address, "position"), "\"test.6\"");
    EXPECT_EQ(field(map_address, "rows.35.current.value"), "50");
    EXPECT_EQ(field(policy_address, "rows.35.today.progress.global"), "50");
    EXPECT_EQ(field(territory_address, "indicators.0.current.value"), "50");
    EXPECT_NE(tag(map_address), before);
}

TEST_F(Caching, KeepsTheHeadAndShowsTheNewPositionAfterAWriteElsewhere) {
    for (const auto& target : {state_address, map_address, policy_address}) {
        const std::string before = body(target);
        const std::string before_tag = tag(target);
        measure_elsewhere();
        const std::string after = body(target);
        const auto tail = before.find(",\"as_of\":");
        EXPECT_EQ(after.substr(0, tail), before.substr(0, tail));
        EXPECT_NE(after.substr(tail), before.substr(tail));
        EXPECT_EQ(get(target).header("barometre-position"), field(target, "position").substr(1, 6));
        EXPECT_EQ(tag(target), before_tag);
    }
    // A territory's page shows every indicator.
    const std::string before_tag = tag(territory_address);
    measure_elsewhere();
    EXPECT_NE(tag(territory_address), before_tag);
}

TEST_F(Caching, AnswersNotModifiedWithThePositionOfNow) {
    for (const auto& target : {state_address, map_address, policy_address, territory_address,
                               std::string{"/v1/territories"}, std::string{"/v1/indicators"}}) {
        const std::string etag = tag(target);
        EXPECT_TRUE(etag.starts_with("W/\"")) << target;
        const auto response = get(target, {
                                              {"If-None-Match", "\"x\", " + etag}
        });
        EXPECT_EQ(response.status, 304) << target;
        EXPECT_EQ(response.body, "");
        EXPECT_EQ(response.header("etag"), etag);
        EXPECT_EQ(response.header("vary"), "Accept");
        EXPECT_EQ(response.header("barometre-position"), "test.5");
        EXPECT_EQ(status_if_none_match(target, "\"x\""), 200);
    }
    const std::string etag = tag(state_address);
    measure_elsewhere();
    const auto response = get(state_address, {
                                                 {"If-None-Match", etag}
    });
    EXPECT_EQ(response.status, 304);
    EXPECT_EQ(response.header("barometre-position"), "test.6");
    measure(figures("DEPT-22", "0", "1", "2"));
    EXPECT_EQ(status_if_none_match(state_address, etag), 200);
}

TEST_F(Caching, TellsFormatsDaysAndPositionsApart) {
    const std::string etag = tag(state_address);
    EXPECT_NE(tag(state_address + "?format=csv"), etag);
    EXPECT_NE(tag(state_address + "?on=2024-10-24"), etag);
    EXPECT_EQ(tag(state_address + "?on=2024-10-23"), etag);
    EXPECT_TRUE(tag(state_address + "?at=test.5").starts_with("\""));
    EXPECT_EQ(status_if_none_match(state_address + "?at=test.5", tag(state_address + "?at=test.5")),
              304);
    EXPECT_EQ(status_if_none_match(state_address + "?as_of=2024-02-01",
                                   tag(state_address + "?as_of=2024-02-01")),
              304);
    // Each is rendered for itself.
    EXPECT_EQ(field(state_address + "?on=2024-10-24", "freshness.days"), "-207");
    EXPECT_EQ(field(state_address, "freshness.days"), "-206");
    EXPECT_TRUE(body(state_address + "?format=csv").starts_with("indicator,"));
    EXPECT_TRUE(body(state_address).starts_with("{"));
}

TEST_F(Caching, FollowsTheServersDay) {
    EXPECT_EQ(field(state_address, "freshness.days"), "-206");
    now += microseconds_per_day;
    EXPECT_EQ(field(state_address, "freshness.days"), "-207");
    EXPECT_EQ(field(state_address, "on"), "\"2024-10-24\"");
}

TEST_F(Caching, FollowsTheDefinitionsThatAFigureDependsOn) {
    EXPECT_EQ(field(state_address, "weight"), "100");
    define_indicator("IND-003", "CH-001", houses());
    EXPECT_EQ(field(state_address, "weight"), "50");
    EXPECT_EQ(field(policy_address, "rows.0.weights.1.indicator"), "\"IND-003\"");
    define_policy("CH-001", R"("piloting_level":"nation")");
    EXPECT_EQ(field(state_address, "freshness"), "null");
    define_indicator("IND-001", "CH-001", R"("hidden":true)");
    EXPECT_EQ(problem(state_address), "404 indicator-unknown");
    EXPECT_EQ(field("/v1/indicators", "rows.0.id"), "\"IND-002\"");
}

TEST_F(Caching, NeverShowsAFigureThatIsOlderThanItsPosition) {
    // Each even record of the rest enters its own sequence as the value.
    constexpr domain::Sequence last = 60;
    std::atomic<bool> done = false;
    const auto read = [&](const std::string& target, std::string_view value_path) {
        auto client = support::must(platform::http::Client::open(url()));
        int seen = 0;
        for (; !done || seen == 0; ++seen) {
            const auto response = support::must(client.get(target));
            const auto json = support::must(domain::codec::parse_json(response.body));
            const auto position = std::stoull(text_at(json, "position").substr(6));
            if (position < 6) continue;
            EXPECT_EQ(text_at(json, value_path), std::to_string(position - position % 2))
                << response.body;
        }
        return seen;
    };
    auto of_state = std::async(std::launch::async, read, state_address, "current.value");
    auto of_map = std::async(std::launch::async, read, map_address, "rows.35.current.value");
    auto of_territory =
        std::async(std::launch::async, read, territory_address, "indicators.0.current.value");
    auto rows = figures("DEPT-35", "0", "0", "100");
    for (domain::Sequence next = 6; next <= last; ++next) {
        rows[1].value = std::to_string(next);
        next % 2 == 0 ? static_cast<void>(measure({rows[1]})) : measure_elsewhere();
    }
    done = true;
    EXPECT_GT(of_state.get(), 0);
    EXPECT_GT(of_map.get(), 0);
    EXPECT_GT(of_territory.get(), 0);
}

TEST_F(Caching, GivesThePastWhileThePresentIsKept) {
    EXPECT_EQ(field(state_address, "current.value"), "40");
    EXPECT_EQ(field(state_address + "?as_of=2024-01-05T00:00:00Z", "current"), "null");
    EXPECT_EQ(field(state_address, "current.value"), "40");
}

}  // namespace
}  // namespace tests::query
