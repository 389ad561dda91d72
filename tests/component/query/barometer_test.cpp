// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/query/test_api.hpp"

namespace tests::query {
namespace {

// Two indicators of one policy; the second weighs nothing in regions.
class Barometer : public TestApi {
protected:
    Barometer() {
        define_policy("CH-001");
        define_indicator("IND-002", "CH-001",
                         R"("weights":{"department":"50"},)" + support::rolled_up_members("sum"));
        define_indicator("IND-001", "CH-001", houses());
        measure(figures("DEPT-35", "0", "40", "100"));
    }
};

TEST_F(Barometer, OfAnIndicatorHasEveryTerritoryOfTheLevel) {
    measure(figures("DEPT-01", "0", "10", "100"));
    const std::string target = "/v1/indicators/IND-001/barometer?level=department";
    EXPECT_EQ(field(target, "indicator"), "\"IND-001\"");
    EXPECT_EQ(field(target, "level"), "\"department\"");
    EXPECT_EQ(field(target, "rows.0.territory"), "\"DEPT-01\"");
    EXPECT_EQ(field(target, "rows.0.progress.global"), "10");
    EXPECT_EQ(field(target, "rows.1.current"), "null");
    EXPECT_EQ(field(target, "rows.100.territory"), "\"DEPT-976\"");
    EXPECT_EQ(field(target, "rows.101"), "nothing");
    EXPECT_EQ(field("/v1/indicators/IND-001/barometer?level=region", "rows.17.name"), "\"Corse\"");
    EXPECT_EQ(field("/v1/indicators/IND-001/barometer?level=nation", "rows.0.current.value"), "50");
    const std::string csv = body(target + "&format=csv");
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 102);
}

TEST_F(Barometer, OfATerritoryHasItsIndicatorsAndPolicies) {
    define_indicator("IND-003", "CH-001", R"("hidden":true)");
    define_policy("CH-002");
    const std::string target = "/v1/territories/REG-53/barometer";
    EXPECT_EQ(field(target, "territory"), "\"REG-53\"");
    EXPECT_EQ(field(target, "name"), "\"Bretagne\"");
    EXPECT_EQ(field(target, "indicators.0.indicator"), "\"IND-001\"");
    EXPECT_EQ(field(target, "indicators.0.progress.global"), "40");
    EXPECT_EQ(field(target, "indicators.1.indicator"), "\"IND-002\"");
    EXPECT_EQ(field(target, "indicators.2"), "nothing");
    EXPECT_EQ(field(target, "policies.0.policy"), "\"CH-001\"");
    EXPECT_EQ(field(target, "policies.0.today.progress.global"), "40");
    EXPECT_EQ(field(target, "policies.1"),
              R"({"applicable":true,"gap":null,"name":"Bretagne","policy":"CH-002",)"
              R"("previous":null,"territory":"REG-53","today":null,"trend":null,"weights":[]})");
    EXPECT_EQ(field(target, "policies.2"), "nothing");
    EXPECT_EQ(field(target, "position"), "\"test.6\"");
    // The CSV holds the indicators.
    const std::string csv = body(target + "?format=csv");
    EXPECT_TRUE(csv.starts_with("indicator,policy,territory,name,unit,"));
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 3);
    EXPECT_EQ(problem("/v1/territories/REG-99/barometer"), "404 territory-unknown");
}

TEST_F(Barometer, OfAPolicyHasRatesTrendsAndGaps) {
    auto later = figures("DEPT-35", "0", "40", "100");
    later[1].date = "2024-02-29";
    later[1].value = "70";
    later.erase(later.begin());
    measure(later);
    measure(figures("DEPT-01", "0", "10", "100"));
    measure(figures("DEPT-13", "0", "20", "100"));
    const std::string target = "/v1/policies/CH-001/barometer?level=region";
    EXPECT_EQ(field(target, "policy"), "\"CH-001\"");
    EXPECT_EQ(field(target, "level"), "\"region\"");
    EXPECT_EQ(field(target, "median"), "20");
    const std::string all = body(target);
    EXPECT_NE(all.find(R"({"policy":"CH-001","territory":"REG-53","name":"Bretagne",)"
                       R"("applicable":true,)"
                       R"("today":{"progress":{"global":70,"annual":null},"month":"2024-02",)"
                       R"("reported":1,"expected":1},)"
                       R"("previous":{"progress":{"global":40,"annual":null},"month":"2023-12",)"
                       R"("reported":1,"expected":1},"trend":"up","gap":50,)"
                       R"("weights":[{"indicator":"IND-001","weight":100},)"
                       R"({"indicator":"IND-002","weight":0}]})"),
              std::string::npos)
        << all;
    EXPECT_EQ(field(target, "rows.17.policy"), "\"CH-001\"");
    EXPECT_EQ(field(target, "rows.18"), "nothing");

    const std::string csv = body(target + "&format=csv");
    EXPECT_TRUE(csv.starts_with(
        "policy,territory,name,applicable,today.progress.global,today.progress.annual,"
        "today.month,today.reported,today.expected,previous.progress.global,"
        "previous.progress.annual,previous.month,previous.reported,previous.expected,trend,gap,"
        "weights\r\n"))
        << csv;
    EXPECT_NE(csv.find("CH-001,REG-53,Bretagne,true,70,,2024-02,1,1,40,,2023-12,1,1,up,50,"
                       "IND-001=100 IND-002=0\r\n"),
              std::string::npos)
        << csv;
    EXPECT_EQ(problem("/v1/policies/CH-002/barometer?level=region"), "404 policy-unknown");
}

TEST_F(Barometer, OfAPolicyWantsAValueOfEachWeightedIndicator) {
    const std::string target = "/v1/policies/CH-001/barometer?level=department";
    const std::string row = R"("today":{"progress":{"global":null,"annual":null},"month":null,)"
                            R"("reported":1,"expected":2})";
    EXPECT_NE(body(target).find(row), std::string::npos);
    EXPECT_EQ(field(target, "median"), "null");
    // A hidden indicator has no weight.
    define_indicator("IND-002", "CH-001", R"("hidden":true)");
    EXPECT_EQ(field(target, "median"), "40");
    EXPECT_EQ(field(target, "rows.0.weights"), R"([{"indicator":"IND-001","weight":100}])");
}

TEST_F(Barometer, OfATerritoryShowsTheGapThatItsLevelShows) {
    const std::string of_policy = "/v1/policies/CH-001/barometer?level=region";
    const std::string of_territory = "/v1/territories/REG-53/barometer";
    EXPECT_EQ(field(of_territory, "policies.0.gap"), "0");
    measure(figures("DEPT-01", "0", "20", "100"));
    EXPECT_EQ(field(of_policy, "median"), "30");
    EXPECT_EQ(field(of_territory, "policies.0.gap"), "10");
    // Asked for again, and of the past.
    define_policy("CH-002");
    EXPECT_EQ(field(of_territory, "policies.0.gap"), "10");
    EXPECT_EQ(field(of_territory + "?at=test.4", "policies.0.gap"), "0");
}

}  // namespace
}  // namespace tests::query
