// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/query/test_api.hpp"

namespace tests::query {
namespace {

const std::string state = "/v1/indicators/IND-001/territories/DEPT-35";

// A state with two versions of a value, recorded a second apart.
class Memento : public TestApi {
protected:
    Memento() {
        define_policy("CH-001");
        defined = define_indicator("IND-001", "CH-001", houses());
        first = record("first", "10", "2024-06-01T08:00:00.250000Z");
        second = record("second", "20", "2024-06-01T08:00:01.750000Z");
    }

    domain::Sequence record(const std::string& id, const std::string& value,
                            const std::string& recorded) {
        return append({.type = std::string{domain::event_type::measures_reported},
                       .data = R"({"rows":[{"indicator":"IND-001","territory":"DEPT-35",)"
                               R"("kind":"actual","date":"2024-05-31","value":")" +
                               value + R"("}]})",
                       .id = id,
                       .recorded = recorded,
                       .received = {}});
    }

    static std::string token(domain::Sequence sequence) {
        return "test." + std::to_string(sequence);
    }

    // Where the TimeGate of `target` sends who asks for that moment.
    std::string gate(const std::string& target, const std::string& datetime) {
        const auto response = get(target, {
                                              {"accept-datetime", datetime}
        });
        EXPECT_EQ(response.status, 302) << response.body;
        EXPECT_EQ(response.header("vary"), "Accept-Datetime");
        return std::string{response.header("location")};
    }

    domain::Sequence defined = 0;
    domain::Sequence first = 0;
    domain::Sequence second = 0;
};

TEST_F(Memento, IsWhereTheTimeGateSends) {
    EXPECT_EQ(gate(state, "Sat, 01 Jun 2024 08:00:00 GMT"), state + "?at=" + token(first));
    EXPECT_EQ(gate(state, "Sat, 01 Jun 2024 08:00:01 GMT"), state + "?at=" + token(second));
    EXPECT_EQ(gate(state, "Sat, 01 Jun 2069 08:00:00 GMT"), state + "?at=" + token(second));
    EXPECT_EQ(field(state + "?at=" + token(first), "current.value"), "10");
}

TEST_F(Memento, OfWhatIsOlderThanTheStateIsTheFirstOne) {
    EXPECT_EQ(gate(state, "Thu, 01 Jan 1970 00:00:00 GMT"), state + "?at=" + token(defined));
    EXPECT_EQ(get(gate(state, "Thu, 01 Jan 1970 00:00:00 GMT")).status, 200);
}

TEST_F(Memento, KeepsTheOtherParameters) {
    const std::string map = "/v1/indicators/IND-001/barometer?level=department";
    EXPECT_EQ(gate(map + "&at_least=" + token(1), "Sat, 01 Jun 2024 08:00:00 GMT"),
              map + "&at=" + token(first));
}

TEST_F(Memento, SaysWhenItWasAndWhereTheRestIs) {
    const auto past = get(state + "?at=" + token(first));
    EXPECT_EQ(past.header("memento-datetime"), "Sat, 01 Jun 2024 08:00:00 GMT");
    const std::string links = "<" + state + ">; rel=\"original timegate\", <" + state +
                              "/timemap>; rel=\"timemap\"; type=\"application/link-format\"";
    EXPECT_EQ(past.header("link"), links);
    const auto present = get(state);
    EXPECT_EQ(present.header("memento-datetime"), "");
    EXPECT_EQ(present.header("link"), links);
}

TEST_F(Memento, IsTheSameWhateverMomentIsAskedFor) {
    const std::string address = state + "?at=" + token(first);
    const auto response = get(address, {
                                           {"accept-datetime", "Sat, 01 Jun 2024 08:00:01 GMT"}
    });
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, body(address));
}

TEST_F(Memento, IsNotFoundByWhatIsNoHttpDate) {
    for (const std::string datetime :
         {"2024-06-01", "Sun, 01 Jun 2024 08:00:00 GMT", "Sat, 01 Jun 2024 08:00:00 UTC",
          "Sat, 31 Jun 2024 08:00:00 GMT", "Sat, 01 Jun 2024 24:00:00 GMT"}) {
        const auto response = get(state, {
                                             {"accept-datetime", datetime}
        });
        EXPECT_EQ(response.status, 400) << datetime;
        EXPECT_NE(response.body.find("accept-datetime-bad-format"), std::string::npos);
    }
}

TEST_F(Memento, IsOfStatesOnly) {
    const auto response = get(state + "/series", {
                                                     {"accept-datetime", "whenever"}
    });
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.header("link"), "");
}

TEST_F(Memento, StandsInTheTimeMap) {
    const auto map = get(state + "/timemap");
    EXPECT_EQ(map.header("content-type"), "application/link-format");
    EXPECT_EQ(map.body,
              "<" + state + ">; rel=\"original timegate\",\n<" + state +
                  "/timemap?after=0&limit=200>; rel=\"self\"; type=\"application/link-format\"; "
                  "from=\"Tue, 02 Jan 2024 08:00:00 GMT\"; until=\"Sat, 01 Jun 2024 08:00:01 "
                  "GMT\",\n<" +
                  state + "?at=" + token(defined) +
                  ">; rel=\"first memento\"; datetime=\"Tue, 02 Jan 2024 08:00:00 GMT\",\n<" +
                  state + "?at=" + token(first) +
                  ">; rel=\"memento\"; datetime=\"Sat, 01 Jun 2024 08:00:00 GMT\",\n<" + state +
                  "?at=" + token(second) +
                  ">; rel=\"last memento\"; datetime=\"Sat, 01 Jun 2024 08:00:01 GMT\"\n");
    EXPECT_EQ(problem(state + "/timemap?format=csv"), "400 link-format-only");
    EXPECT_EQ(problem("/v1/indicators/IND-001/territories/X/timemap"), "404 territory-unknown");
    EXPECT_EQ(problem("/v1/indicators/IND-009/territories/DEPT-35/timemap"),
              "404 indicator-unknown");
}

TEST_F(Memento, StandsInATimeMapPageByPage) {
    const std::string page = body(state + "/timemap?limit=2");
    EXPECT_NE(page.find("<" + state + "/timemap?after=" + std::to_string(first) +
                        "&limit=2>; rel=\"timemap\"; type=\"application/link-format\"\n"),
              std::string::npos)
        << page;
    EXPECT_EQ(page.find("last"), std::string::npos);
    const std::string rest = body(state + "/timemap?limit=2&after=" + std::to_string(first));
    EXPECT_NE(rest.find("rel=\"last memento\""), std::string::npos) << rest;
    EXPECT_EQ(rest.find("first"), std::string::npos);
}

TEST_F(Memento, OfAPolicysFigureIsFoundToo) {
    const std::string figure = "/v1/policies/CH-001/territories/DEPT-35";
    EXPECT_EQ(gate(figure, "Sat, 01 Jun 2024 08:00:00 GMT"), figure + "?at=" + token(first));
    EXPECT_NE(body(figure + "/timemap").find("?at=" + token(second) + ">; rel=\"last memento\""),
              std::string::npos);
}

}  // namespace
}  // namespace tests::query
