// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/query/test_api.hpp"

namespace tests::query {
namespace {

class Parameters : public TestApi {
protected:
    Parameters() {
        define_policy("CH-001");
        define_indicator("IND-001", "CH-001", houses());
    }

    const std::string map_address = "/v1/indicators/IND-001/barometer";
};

TEST_F(Parameters, ThatNobodyKnowsAreRefused) {
    EXPECT_EQ(problem("/v1/territories?level=region"), "400 parameter-unknown");
    EXPECT_EQ(problem("/v1/policies?As_of=2024-01-01"), "400 parameter-unknown");
    EXPECT_EQ(problem(map_address + "?level=region&page=2"), "400 parameter-unknown");
    EXPECT_EQ(problem("/v1/event?source=a&id=b&level=region"), "400 parameter-unknown");
    EXPECT_EQ(problem("/livez?x=1"), "400 parameter-unknown");
    EXPECT_EQ(problem("/?format=json"), "400 parameter-unknown");
}

TEST_F(Parameters, ThatAreRepeatedAreRefused) {
    EXPECT_EQ(problem("/v1/territories?on=2024-01-01&on=2024-01-01"), "400 parameter-repeated");
    EXPECT_EQ(problem(map_address + "?level=region&level=region"), "400 parameter-repeated");
}

TEST_F(Parameters, OfADayMustBeInTheCalendar) {
    EXPECT_EQ(field("/v1/territories?on=2024-02-29", "on"), "\"2024-02-29\"");
    for (const char* wrong : {"2023-02-29", "2024-1-1", "", "1989-12-31", "2100-01-01"})
        EXPECT_EQ(problem(std::string{"/v1/territories?on="} + wrong), "400 on-bad-format")
            << wrong;
    EXPECT_EQ(field("/v1/territories?as_of=2024-02-29", "as_of"), "\"2024-02-29T00:00:00Z\"");
    for (const char* wrong : {"2023-02-29", "2024-01", "", "yesterday", "2024-01-01T00:00:00"})
        EXPECT_EQ(problem(std::string{"/v1/territories?as_of="} + wrong), "400 as-of-bad-format")
            << wrong;
}

TEST_F(Parameters, OfALevelMustBeOneOfThree) {
    for (const char* level : {"nation", "region", "department"})
        EXPECT_EQ(field(map_address + "?level=" + level, "level"),
                  "\"" + std::string{level} + "\"");
    EXPECT_EQ(problem(map_address + "?level=town"), "400 level-unknown");
    EXPECT_EQ(problem(map_address), "400 parameter-missing");
    EXPECT_EQ(problem("/v1/policies/CH-001/barometer"), "400 parameter-missing");
    EXPECT_EQ(problem("/v1/indicators/IND-001/series?level="), "400 level-unknown");
}

TEST_F(Parameters, OfAFormatMustBeOneThatIsOffered) {
    EXPECT_EQ(get("/v1/territories?format=json").header("content-type"), "application/json");
    EXPECT_EQ(problem("/v1/territories?format=xml"), "400 format-unknown");
    EXPECT_EQ(problem("/v1/territories?format=ndjson"), "400 format-unknown");
    EXPECT_EQ(get("/v1/indicators/IND-001/series?level=region&format=ndjson").status, 200);
}

TEST_F(Parameters, OfAFormatCountBeforeTheAcceptHeader) {
    const auto type = [this](const std::string& target, const std::string& accept) {
        return std::string{
            get(target, {{"Accept", accept}}
             ).header("content-type")
        };
    };
    EXPECT_TRUE(type("/v1/territories", "text/csv").starts_with("text/csv"));
    EXPECT_EQ(type("/v1/territories?format=json", "text/csv"), "application/json");
    EXPECT_EQ(type("/v1/territories", "text/html,*/*;q=0.8"), "application/json");
    EXPECT_EQ(get("/v1/territories").header("vary"), "Accept");
}

TEST_F(Parameters, AreRefusedInTheLanguageOfTheReader) {
    const auto french = get("/v1/territories?x=1", {
                                                       {"Accept-Language", "fr"}
    });
    EXPECT_NE(french.body.find("Cette adresse n'accepte pas ce paramètre"), std::string::npos);
    EXPECT_NE(french.body.find("\"detail\":\"x=1\""), std::string::npos);
}

}  // namespace
}  // namespace tests::query
