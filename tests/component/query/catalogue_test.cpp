// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/query/test_api.hpp"

namespace tests::query {
namespace {

class Catalogue : public TestApi {};

TEST_F(Catalogue, HasThe120Territories) {
    const std::string target = "/v1/territories";
    EXPECT_EQ(field(target, "rows.0"), R"({"code":"FR","id":"NAT-FR","level":"nation",)"
                                       R"("name":"France","parent":null})");
    EXPECT_EQ(field(target, "rows.119.id"), "\"DEPT-976\"");
    EXPECT_EQ(field(target, "rows.120"), "nothing");
    const std::string all = body(target);
    EXPECT_NE(all.find(R"({"id":"REG-53","level":"region","code":"53","name":"Bretagne",)"
                       R"("parent":"NAT-FR"})"),
              std::string::npos);
    EXPECT_EQ(field(target, "source").substr(0, 15), "\"Source : INSEE");
    EXPECT_TRUE(body(target + "?format=csv").starts_with("id,level,code,name,parent\r\nNAT-FR,"));
}

TEST_F(Catalogue, ShowsPoliciesWithAllTheirDefaults) {
    define_policy("CH-001", R"("title":"=Logement","applies_to":{"levels":["region"]})");
    EXPECT_EQ(body("/v1/policies/CH-001"),
              R"({"id":"CH-001","title":"=Logement","axis":null,"ministry":null,)"
              R"("status":"published","territorial":true,"piloting_level":"department",)"
              R"("applies_to":{"levels":["region"],"territories":null},)"
              R"("replicate_region_to":null,"replicate_nation_to":null,"defined":"test.1",)"
              R"("as_of":"2024-01-01T08:00:00Z","on":"2024-10-23","final":false,)"
              R"("position":"test.1"})");
    EXPECT_EQ(body("/v1/policies?format=csv"),
              "id,title,axis,ministry,status,territorial,piloting_level,applies_to.levels,"
              "applies_to.territories,replicate_region_to,replicate_nation_to,defined\r\n"
              "CH-001,'=Logement,,,published,true,department,region,,,,test.1\r\n");
    EXPECT_EQ(field("/v1/policies", "rows.0.id"), "\"CH-001\"");
    EXPECT_EQ(field("/v1/policies", "rows.1"), "nothing");
    EXPECT_EQ(problem("/v1/policies/CH-002"), "404 policy-unknown");
    EXPECT_EQ(problem("/v1/policies/CH-1"), "404 policy-unknown");
}

TEST_F(Catalogue, ShowsTheIndicatorsThatAreNotHidden) {
    define_policy("CH-002");
    define_policy("CH-001");
    define_indicator("IND-001", "CH-002", R"("applies_to":["DEPT-35","REG-53"])");
    define_indicator("IND-002", "CH-001", R"("hidden":true)");
    define_indicator("IND-003", "CH-003");
    define_indicator("IND-004", "CH-001");
    EXPECT_EQ(field("/v1/indicators", "rows.0.id"), "\"IND-001\"");
    EXPECT_EQ(field("/v1/indicators", "rows.0.applies_to"), R"(["REG-53","DEPT-35"])");
    EXPECT_EQ(field("/v1/indicators", "rows.0.defined"), "\"test.3\"");
    EXPECT_EQ(field("/v1/indicators", "rows.1.id"), "\"IND-004\"");
    EXPECT_EQ(field("/v1/indicators", "rows.2"), "nothing");
    EXPECT_EQ(field("/v1/indicators/IND-004", "rules"), "\"pilote-2024\"");
    EXPECT_EQ(field("/v1/indicators/IND-004", "comparable.annual.months"), "0");
    EXPECT_EQ(problem("/v1/indicators/IND-002"), "404 indicator-unknown");
    EXPECT_EQ(problem("/v1/indicators/IND-003"), "404 indicator-unknown");

    const std::string csv = body("/v1/indicators?format=csv");
    EXPECT_TRUE(csv.starts_with("id,policy,name,unit,trend,hidden,applies_to,value_schema,"));
    EXPECT_NE(csv.find("\r\nIND-001,CH-002,IND-001,,up,false,REG-53 DEPT-35,any,true,none,none,"),
              std::string::npos)
        << csv;
}

TEST_F(Catalogue, OfNothingNamesTheColumns) {
    EXPECT_EQ(field("/v1/indicators", "rows"), "[]");
    EXPECT_TRUE(body("/v1/indicators?format=csv").starts_with("id,policy,name,"));
}

TEST_F(Catalogue, ShowsADefinitionAsItWas) {
    define_policy("CH-001", R"("title":"Before")");
    define_policy("CH-001", R"("title":"After")");
    EXPECT_EQ(field("/v1/policies/CH-001", "title"), "\"After\"");
    EXPECT_EQ(field("/v1/policies/CH-001?at=test.1", "title"), "\"Before\"");
    EXPECT_EQ(field("/v1/policies?as_of=2024-01-02T00:00:00Z", "rows.0.title"), "\"Before\"");
    EXPECT_EQ(problem("/v1/policies/CH-001?at=test.0"), "404 policy-unknown");
}

}  // namespace
}  // namespace tests::query
