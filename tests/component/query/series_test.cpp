// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/query/test_api.hpp"

namespace tests::query {
namespace {

class Series : public TestApi {
protected:
    Series() {
        define_policy("CH-001");
        define_indicator("IND-001", "CH-001", houses());
        auto rows = figures("DEPT-35", "10", "40", "50");
        rows.push_back({.territory = "DEPT-35",
                        .kind = "target",
                        .date = "2023-12-31",
                        .value = "45",
                        .expected_revision = {}});
        rows.push_back({.territory = "DEPT-35",
                        .kind = "target",
                        .date = "2024-12-31",
                        .value = "46",
                        .expected_revision = {}});
        reported = measure(rows);
    }

    domain::Sequence reported = 0;
    const std::string address = "/v1/indicators/IND-001/territories/DEPT-35/series";
};

TEST_F(Series, HasARowForEachMonthOfAnyKind) {
    EXPECT_EQ(field(address, "indicator"), "\"IND-001\"");
    EXPECT_EQ(field(address, "territory"), "\"DEPT-35\"");
    EXPECT_EQ(field(address, "rows.0.month"), "\"2020-12\"");
    EXPECT_EQ(field(address, "rows.1.month"), "\"2023-12\"");
    EXPECT_EQ(field(address, "rows.4"), "nothing");
    EXPECT_EQ(field(address, "position"), "\"test.3\"");

    const auto lines = get(address + "?format=ndjson");
    EXPECT_EQ(lines.header("content-type"), "application/x-ndjson");
    const auto second = lines.body.find('\n') + 1;
    EXPECT_EQ(lines.body.substr(second, lines.body.find('\n', second) - second),
              R"({"month":"2023-12","baseline":null,"actual":40,"target":45,)"
              R"("comparable":{"annual":40,"global":40},)"
              R"("progress":{"annual":83.33,"global":75,"annual_at_date":85.71},)"
              R"("revision":{"baseline":0,"actual":3,"target":3},)"
              R"("origin":{"baseline":null,"actual":"entered","target":"entered"}})");
    EXPECT_EQ(std::count(lines.body.begin(), lines.body.end(), '\n'), 4);
}

TEST_F(Series, KeepsTheRowOfAnErasedMonthAndFollowsItsRevision) {
    const auto erased = measure({
        {.territory = "DEPT-35",
         .kind = "actual",
         .date = "2023-12-15",
         .value = {},
         .expected_revision = {}}
    });
    EXPECT_EQ(field(address, "rows.1.actual"), "null");
    EXPECT_EQ(field(address, "rows.1.origin.actual"), "\"entered\"");
    EXPECT_EQ(field(address, "rows.1.revision.actual"), std::to_string(erased));
    EXPECT_EQ(field(address, "rows.1.revision.target"), std::to_string(reported));

    const auto withdrawn = report("fr.barometre.measures.withdrawn.v1",
                                  support::withdrawal_data("e" + std::to_string(erased)));
    EXPECT_EQ(field(address, "rows.1.actual"), "40");
    EXPECT_EQ(field(address, "rows.1.revision.actual"), std::to_string(withdrawn));
}

TEST_F(Series, OfARollUpHasNoRevisions) {
    const std::string target = "/v1/indicators/IND-001/territories/REG-53/series";
    EXPECT_EQ(field(target, "rows.1.actual"), "40");
    EXPECT_EQ(field(target, "rows.1.origin.actual"), "\"rolled-up\"");
    EXPECT_EQ(field(target, "rows.1.revision.actual"), "0");
}

TEST_F(Series, IsTheSameInCsv) {
    const std::string csv = body(address + "?format=csv");
    EXPECT_TRUE(csv.starts_with(
        "month,baseline,actual,target,comparable.annual,comparable.global,progress.annual,"
        "progress.global,progress.annual_at_date,revision.baseline,revision.actual,"
        "revision.target,origin.baseline,origin.actual,origin.target\r\n"
        "2020-12,10,,,,,,,,3,0,0,entered,,\r\n"
        "2023-12,,40,45,40,40,83.33,75,85.71,0,3,3,,entered,entered\r\n"))
        << csv;
}

TEST_F(Series, OfNothingHasNoRows) {
    const std::string target = "/v1/indicators/IND-001/territories/DEPT-22/series";
    EXPECT_EQ(field(target, "rows"), "[]");
    EXPECT_TRUE(body(target + "?format=csv").starts_with("month,"));
    EXPECT_EQ(body(target + "?format=ndjson"), "");
}

TEST_F(Series, OfALevelNameTheTerritoryOfEachRow) {
    measure(figures("DEPT-22", "1", "2", "3"));
    const std::string target = "/v1/indicators/IND-001/series?level=department";
    EXPECT_EQ(field(target, "level"), "\"department\"");
    EXPECT_EQ(field(target, "rows.0.territory"), "\"DEPT-22\"");
    EXPECT_EQ(field(target, "rows.0.month"), "\"2020-12\"");
    EXPECT_EQ(field(target, "rows.3.territory"), "\"DEPT-35\"");
    EXPECT_EQ(field(target, "rows.7"), "nothing");
    EXPECT_TRUE(body(target + "&format=csv").starts_with("territory,month,baseline,"));
    EXPECT_TRUE(body(target + "&format=ndjson")
                    .starts_with(R"({"territory":"DEPT-22","month":"2020-12","baseline":1,)"));
    EXPECT_EQ(field("/v1/indicators/IND-001/series?level=nation", "rows.1.actual"), "42");
}

}  // namespace
}  // namespace tests::query
