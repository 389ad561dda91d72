// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/query/test_api.hpp"

namespace tests::query {
namespace {

class State : public TestApi {
protected:
    State() {
        define_policy("CH-001");
        define_indicator("IND-001", "CH-001", houses());
    }
};

TEST_F(State, SaysEverythingOfARolledUpFigure) {
    auto rows = figures("DEPT-35", "10", "40", "50");
    for (auto& row : figures("DEPT-29", "2", "9", "10")) rows.push_back(row);
    rows.push_back({.territory = "DEPT-35",
                    .kind = "target",
                    .date = "2024-12-31",
                    .value = "52",
                    .expected_revision = {}});
    measure(rows);

    EXPECT_EQ(body("/v1/indicators/IND-001/territories/REG-53"),
              R"({"indicator":"IND-001","policy":"CH-001","territory":"REG-53","name":"Bretagne",)"
              R"("unit":"maisons","rules":"pilote-2024","applicable":true,)"
              R"("baseline":{"value":12,"month":"2020-12"},)"
              R"("current":{"value":49,"global":49,"month":"2023-12","origin":"rolled-up"},)"
              R"("target":{"value":60,"month":"2026-12"},)"
              R"("annual_target":{"value":52,"month":"2024-12"},)"
              R"("progress":{"global":77.08,"annual":92.5},)"
              R"("coverage":{"reported":2,"expected":4,"missing":[)"
              R"({"territory":"DEPT-22","name":"Côtes-d'Armor"},)"
              R"({"territory":"DEPT-56","name":"Morbihan"}]},)"
              R"("freshness":{"last":"2023-12","next_update":"2024-03-31","up_to_date":false,)"
              R"("days":-206},"weight":100,"recorded":"2024-01-03T08:00:00Z",)"
              R"("as_of":"2024-01-03T08:00:00Z","on":"2024-10-23","final":false,)"
              R"("position":"test.3"})");
}

TEST_F(State, IsTheSameInCsv) {
    measure(figures("DEPT-35", "10", "40", "50"));
    const auto response = get("/v1/indicators/IND-001/territories/REG-53?format=csv");
    EXPECT_EQ(response.header("content-type"), "text/csv; charset=utf-8; header=present");
    EXPECT_EQ(response.header("barometre-position"), "test.3");
    EXPECT_EQ(response.body,
              "indicator,policy,territory,name,unit,rules,applicable,baseline.value,"
              "baseline.month,current.value,current.global,current.month,current.origin,"
              "target.value,target.month,annual_target.value,annual_target.month,"
              "progress.global,progress.annual,coverage.reported,coverage.expected,"
              "coverage.missing,freshness.last,freshness.next_update,freshness.up_to_date,"
              "freshness.days,weight,recorded\r\n"
              "IND-001,CH-001,REG-53,Bretagne,maisons,pilote-2024,true,10,2020-12,40,40,2023-12,"
              "rolled-up,50,2026-12,,,75,,1,4,DEPT-22 DEPT-29 DEPT-56,2023-12,2024-03-31,false,"
              "-206,100,2024-01-03T08:00:00Z\r\n");
}

TEST_F(State, OfNothingNamesAllThatAreExpected) {
    const std::string target = "/v1/indicators/IND-001/territories/DEPT-35";
    EXPECT_EQ(field(target, "current"), "null");
    EXPECT_EQ(field(target, "baseline"), "null");
    EXPECT_EQ(field(target, "progress"), R"({"annual":null,"global":null})");
    EXPECT_EQ(field(target, "recorded"), "null");
    EXPECT_EQ(field(target, "coverage"),
              R"({"expected":1,"missing":[{"name":"Ille-et-Vilaine","territory":"DEPT-35"}],)"
              R"("reported":0})");
    EXPECT_EQ(field(target, "freshness"),
              R"({"days":null,"last":null,"next_update":null,"up_to_date":false})");
}

TEST_F(State, OfAReplicatedFigureShowsTheCoverageOfItsSource) {
    define_policy("CH-001", R"("replicate_region_to":"department")");
    measure(figures("DEPT-35", "10", "40", "50"));
    const std::string target = "/v1/indicators/IND-001/territories/DEPT-22";
    EXPECT_EQ(field(target, "current.origin"), "\"replicated-from-region\"");
    EXPECT_EQ(field(target, "coverage.reported"), "1");
    EXPECT_EQ(field(target, "coverage.expected"), "4");
    EXPECT_EQ(field(target, "coverage.missing.0.territory"), "\"DEPT-22\"");
}

TEST_F(State, TellsNoFreshnessWhereNothingIsDue) {
    define_policy("CH-001", R"("piloting_level":"region")");
    EXPECT_EQ(field("/v1/indicators/IND-001/territories/DEPT-35", "freshness"), "null");
    EXPECT_NE(field("/v1/indicators/IND-001/territories/REG-53", "freshness"), "null");
    define_indicator("IND-001", "CH-001", R"("applies_to":["REG-84"],)" + houses());
    EXPECT_EQ(field("/v1/indicators/IND-001/territories/REG-53", "freshness"), "null");
    EXPECT_EQ(field("/v1/indicators/IND-001/territories/REG-53", "applicable"), "false");
    EXPECT_EQ(field("/v1/indicators/IND-001/territories/REG-53", "weight"), "0");
    EXPECT_EQ(field("/v1/indicators/IND-001/territories/REG-84", "weight"), "100");
}

TEST_F(State, FollowsTheYearThatCountsAsToday) {
    auto rows = figures("DEPT-35", "0", "40", "80");
    rows.push_back({.territory = "DEPT-35",
                    .kind = "target",
                    .date = "2024-06-30",
                    .value = "50",
                    .expected_revision = {}});
    measure(rows);
    const std::string target = "/v1/indicators/IND-001/territories/DEPT-35";
    EXPECT_EQ(field(target, "progress.annual"), "80");
    EXPECT_EQ(field(target + "?on=2026-01-01", "progress.annual"), "50");
    EXPECT_EQ(field(target + "?on=2026-01-01", "on"), "\"2026-01-01\"");
    EXPECT_EQ(field(target + "?on=2025-01-01", "annual_target"), "null");
    EXPECT_EQ(field(target + "?on=2024-03-30", "freshness.up_to_date"), "true");
    EXPECT_EQ(field(target + "?on=2024-03-31", "freshness.up_to_date"), "false");
}

TEST_F(State, IsNotShownWhereItIsHiddenOrUnknown) {
    const std::string rest = "/territories/REG-53";
    EXPECT_EQ(problem("/v1/indicators/IND-002" + rest), "404 indicator-unknown");
    EXPECT_EQ(problem("/v1/indicators/houses" + rest), "404 indicator-unknown");
    EXPECT_EQ(problem("/v1/indicators/IND-001/territories/REG-99"), "404 territory-unknown");
    define_indicator("IND-001", "CH-001", R"("hidden":true,)" + houses());
    EXPECT_EQ(problem("/v1/indicators/IND-001" + rest), "404 indicator-unknown");
    EXPECT_EQ(problem("/v1/indicators/IND-001" + rest + "/series"), "404 indicator-unknown");
    EXPECT_EQ(problem("/v1/indicators/IND-001/barometer?level=region"), "404 indicator-unknown");
    EXPECT_EQ(problem("/v1/indicators/IND-001/series?level=region"), "404 indicator-unknown");
    EXPECT_EQ(problem("/v1/indicators/IND-001"), "404 indicator-unknown");
    // Its past stays.
    EXPECT_EQ(field("/v1/indicators/IND-001" + rest + "?at=test.2", "territory"), "\"REG-53\"");
}

TEST_F(State, IsNotShownBeforeItsPolicyIsDefined) {
    define_indicator("IND-009", "CH-009");
    EXPECT_EQ(problem("/v1/indicators/IND-009/territories/NAT-FR"), "404 indicator-unknown");
    define_policy("CH-009");
    EXPECT_EQ(field("/v1/indicators/IND-009/territories/NAT-FR", "indicator"), "\"IND-009\"");
}

TEST_F(State, IsFoundByTheAliasOfATerritory) {
    EXPECT_EQ(field("/v1/indicators/IND-001/territories/D2A", "territory"), "\"DEPT-2A\"");
}

}  // namespace
}  // namespace tests::query
