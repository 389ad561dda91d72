// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <string>

#include "domain/event.hpp"
#include "ingest/draft.hpp"
#include "tests/component/ingest/site.hpp"
#include "tests/support/event_text.hpp"

namespace tests::ingest_site {
namespace {

using domain::event_type::measures_reported;
using support::RowText;

std::string measures(std::string_view id, const std::vector<RowText>& rows) {
    return live_event(id, measures_reported, support::measures_data(rows));
}

RowText row(std::string territory, std::optional<std::string> value,
            std::string date = "2024-09-30") {
    return {.territory = std::move(territory),
            .kind = "actual",
            .date = std::move(date),
            .value = std::move(value)};
}

// The codes and pointers in errors[].
std::string errors_of(const Answer& answer) {
    std::string text;
    for (const auto& error : answer.body.at("errors").as_array())
        text += std::string(error.at("code").as_string()) + " " +
                std::string(error.at("pointer").as_string()) + "\n";
    return text;
}

TEST(PostEvent, AnswersWithTheOutcome) {
    Site site;
    site.define();

    const auto answer = site.post_event(measure_event("a 1", "49"));

    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.raw.header("content-type"), "application/json");
    EXPECT_EQ(answer.raw.body,
              R"({"source":"urn:test","id":"a 1","status":"applied","duplicate":false,)"
              R"("position":"test.3","url":"/v1/event?source=urn%3Atest&id=a%201","warnings":[],)"
              R"("problem":null})");
}

TEST(PostEvent, StoresTheCallersMembersThenTheStamp) {
    Site site;
    site.define();

    site.post_event(R"({ "type":"fr.barometre.measures.reported.v1", "specversion":"1.0","id":"1",
        "source":"urn:s","subject":"d\u00e9j\u00e0","traceparent":"00-1","recordedtime":null,
        "data":{"rows":[{"value":"1.50","indicator":"IND-001","territory":"D35","kind":"actual",
        "date":"2024-09-30"}]}})");

    EXPECT_EQ(
        site.record(3).value,
        R"({"data":{"rows":[{"date":"2024-09-30","indicator":"IND-001","kind":"actual",)"
        R"("territory":"D35","value":"1.50"}]},"id":"1","source":"urn:s","specversion":"1.0",)"
        R"("subject":"déjà","traceparent":"00-1","type":"fr.barometre.measures.reported.v1",)"
        R"("authid":"local","recordedtime":"2024-10-23T08:00:00.000002Z"})");
    EXPECT_EQ(site.record(3).key, "CH-001");
    EXPECT_EQ(site.record(3).timestamp_ms, 1'729'670'400'000);
    EXPECT_EQ(site.record(3).headers, (platform::event_log::Headers{
                                          {"content-type", "application/cloudevents+json"}
    }));
}

TEST(PostEvent, KeysARecordByItsOnlyPolicyElseByItsType) {
    Site site;
    site.define("CH-001", "IND-001");
    site.define("CH-002", "IND-002");
    EXPECT_EQ(site.record(1).key, "CH-001");
    EXPECT_EQ(site.record(4).key, "CH-002");

    auto other = row("DEPT-35", "1");
    other.indicator = "IND-002";
    ASSERT_EQ(site.post_event(measures("1", {other})).status, 200);
    ASSERT_EQ(site.post_event(measures("2", {row("DEPT-35", "1"), other})).status, 200);
    ASSERT_EQ(site.post_event(live_event("3", domain::event_type::measures_withdrawn,
                                         support::withdrawal_data("1")))
                  .status,
              200);

    EXPECT_EQ(site.record(5).key, "CH-002");
    EXPECT_EQ(site.record(6).key, measures_reported);
    EXPECT_EQ(site.record(7).key, domain::event_type::measures_withdrawn);
}

TEST(PostEvent, AnswersARepetitionWithTheFirstOutcomeAndAppendsNothing) {
    Site site;
    site.define();
    const auto first = site.post_event(measure_event("1", "49"));

    const auto again = site.post_event(
        R"({"data":{"rows":[{"value":"49","territory":"DEPT-35","indicator":"IND-001",)"
        R"("kind":"actual","date":"2024-09-30"}]},"traceparent":"00-2",)"
        R"("type":"fr.barometre.measures.reported.v1","source":"urn:test","id":"1",)"
        R"("specversion":"1.0"})");

    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.text("status"), "applied");
    EXPECT_EQ(again.body.at("duplicate"), true);
    EXPECT_EQ(again.text("position"), first.text("position"));
    EXPECT_EQ(site.log().end(), 4U);
}

TEST(PostEvent, RefusesOtherContentUnderATakenIdentity) {
    Site site;
    site.define();
    site.post_event(measure_event("1", "49"));

    const auto other = site.post_event(measure_event("1", "50"));

    EXPECT_EQ(other.status, 409);
    EXPECT_EQ(other.code(), "identity-reused");
    EXPECT_NE(other.text("detail").find("test.3"), std::string::npos);
    EXPECT_EQ(site.log().end(), 4U);
}

TEST(PostEvent, AnswersTheConflictsAndRejectionsOfTheFold) {
    Site site;
    site.define();
    auto expecting = row("DEPT-35", "1");
    expecting.expected_revision = 7;

    const auto conflict = site.post_event(measures("1",
                                                   {
                                                       expecting
    }),
                                          {{"accept-language", "fr"}});
    const auto rejected = site.post_event(
        live_event("2", domain::event_type::measures_withdrawn, support::withdrawal_data("none")));
    const auto again = site.post_event(measures("1", {expecting}));

    EXPECT_EQ(conflict.status, 409);
    EXPECT_EQ(conflict.text("status"), "conflict");
    EXPECT_EQ(conflict.text("position"), "test.3");
    EXPECT_EQ(code_of(conflict.body.at("problem")), "revision-mismatch");
    EXPECT_EQ(conflict.body.at("problem").at("status"), 409);
    EXPECT_EQ(conflict.body.at("problem").at("detail").as_string(),
              "Une ligne n'est pas à la révision attendue : /data/rows/0 est à la révision 0");
    EXPECT_EQ(rejected.status, 422);
    EXPECT_EQ(rejected.text("status"), "rejected");
    EXPECT_EQ(code_of(rejected.body.at("problem")), "withdrawal-unknown");
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(again.body.at("duplicate"), true);
    EXPECT_EQ(code_of(again.body.at("problem")), "revision-mismatch");
    EXPECT_EQ(site.log().end(), 5U);
}

TEST(PostEvent, RefusesWhatTheCatalogueDoesNotAdmit) {
    Site site;
    site.define("CH-001", "IND-001", {}, R"("applies_to":["DEPT-35","REG-53"])");
    site.define("CH-002", "IND-002", R"("status":"archived")");
    site.define("CH-003", "IND-003", {}, R"("value_schema":"0-100")");
    site.define("CH-004", "IND-004", {}, R"("value_schema":"departments")");
    site.define("CH-005", "IND-005", {}, R"("value_schema":"regions")");
    const auto end = site.log().end();
    const auto errors = [&site](std::string indicator, std::string territory,
                                std::optional<std::string> value, std::string date = "2024-09-30") {
        auto one = row(std::move(territory), std::move(value), std::move(date));
        one.indicator = std::move(indicator);
        const auto answer = site.post_event(measures("1", {one}));
        EXPECT_EQ(answer.status, 422);
        return errors_of(answer);
    };

    EXPECT_EQ(errors("IND-009", "DEPT-35", "1"), "indicator-unknown /data/rows/0/indicator\n");
    EXPECT_EQ(errors("IND-002", "DEPT-35", "1"), "policy-archived /data/rows/0/indicator\n");
    EXPECT_EQ(errors("IND-001", "DEPT-22", "1"),
              "territory-not-applicable /data/rows/0/territory\n");
    EXPECT_EQ(errors("IND-001", "DEPT-35", "1", "2023-06-31"),
              "date-not-in-calendar /data/rows/0/date\n");
    EXPECT_EQ(errors("IND-003", "DEPT-35", "100.1"), "value-not-percentage /data/rows/0/value\n");
    EXPECT_EQ(errors("IND-003", "DEPT-35", "-1"), "value-not-percentage /data/rows/0/value\n");
    EXPECT_EQ(errors("IND-004", "REG-53", "1"),
              "territory-not-department /data/rows/0/territory\n");
    EXPECT_EQ(errors("IND-005", "DEPT-35", std::nullopt),
              "territory-not-region /data/rows/0/territory\n");
    EXPECT_EQ(site.log().end(), end);
}

TEST(PostEvent, RefusesAnIndicatorWhosePolicyIsNotDefined) {
    Site site;
    const auto defined = site.post_event(live_event("1", domain::event_type::indicator_defined,
                                                    support::indicator_data("IND-001", "CH-009")));
    EXPECT_EQ(defined.status, 200);
    EXPECT_EQ(defined.body.at("warnings").at(0).at("code"), "policy-unknown");

    const auto answer = site.post_event(measure_event("2", "1"));

    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.code(), "policy-unknown");
}

TEST(PostEvent, AdmitsTheEdgesOfASchema) {
    Site site;
    site.define("CH-003", "IND-003", {}, R"("value_schema":"0-100")");
    std::vector<RowText> rows{row("DEPT-35", "0"), row("DEPT-22", "100"), row("REG-53", {})};
    for (auto& one : rows) one.indicator = "IND-003";

    EXPECT_EQ(site.post_event(measures("1", rows)).status, 200);
}

TEST(PostEvent, ListsTheErrorsOfAllRows) {
    Site site;
    site.define("CH-001", "IND-001", {}, R"("applies_to":["DEPT-35"],"value_schema":"0-100")");
    auto unknown = row("DEPT-35", "1");
    unknown.indicator = "IND-009";

    const auto answer =
        site.post_event(measures("1",
                                 {
                                     row("DEPT-35", "1"), row("DEPT-22", "101"), unknown
    }),
                        {{"accept-language", "fr-FR,fr;q=0.9,en;q=0.5"}});

    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.raw.header("content-type"), "application/problem+json");
    EXPECT_EQ(answer.raw.header("content-language"), "fr");
    EXPECT_EQ(answer.code(), "territory-not-applicable");
    EXPECT_EQ(answer.text("detail"),
              "L'indicateur ne s'applique pas à ce territoire : DEPT-22 (et 2 autre(s) erreur(s))");
    EXPECT_EQ(errors_of(answer),
              "territory-not-applicable /data/rows/1/territory\n"
              "value-not-percentage /data/rows/1/value\n"
              "indicator-unknown /data/rows/2/indicator\n");
}

TEST(PostEvent, WarnsOfWhatIsKeptButNotShown) {
    Site site;
    site.define("CH-001", "IND-001", {}, R"("hidden":true)");

    const auto answer =
        site.post_event(measures("1", {row("DEPT-35", "1"), row("DEPT-22", "1"), row("REG-53", "1"),
                                       row("REG-11", "1"), row("NAT-FR", "1")}));

    EXPECT_EQ(answer.status, 200);
    std::string warnings;
    for (const auto& warning : answer.body.at("warnings").as_array())
        warnings += std::string(warning.at("message").as_string()) + "\n";
    EXPECT_EQ(warnings,
              "This indicator is hidden: its figures are kept and not shown: IND-001\n"
              "The indicator is not entered at this level: the row is kept and shows nowhere for "
              "now: IND-001, actual, region\n"
              "The indicator is not entered at this level: the row is kept and shows nowhere for "
              "now: IND-001, actual, nation\n");
}

TEST(PostEvent, RefusesWhatOnlyTheServiceSays) {
    Site site;
    site.define();
    const auto with = [&site](std::string_view member) {
        std::string event = measure_event("1", "49");
        event.insert(1, std::string{member} + ",");
        const auto answer = site.post_event(event);
        EXPECT_EQ(answer.status, 422);
        return answer.code() + " " +
               std::string(answer.body.at("errors").at(0).at("pointer").as_string());
    };
    const auto of_type = [&site](std::string_view type) {
        const auto answer = site.post_event(live_event("1", type, "{}"));
        EXPECT_EQ(answer.status, 422);
        return answer.code();
    };

    EXPECT_EQ(with(R"("receivedtime":"2024-01-01T00:00:00Z")"), "attribute-reserved /receivedtime");
    EXPECT_EQ(with(R"("recordedtime":"2024-01-01T00:00:00Z")"), "attribute-reserved /recordedtime");
    EXPECT_EQ(with(R"("authid":"me")"), "attribute-reserved /authid");
    EXPECT_EQ(of_type(domain::event_type::log_opened), "type-reserved");
    EXPECT_EQ(of_type(domain::event_type::engine_raised), "type-reserved");
    EXPECT_EQ(of_type("fr.barometre.measures.reported.v2"), "type-unknown");
    EXPECT_EQ(site.log().end(), 3U);
}

TEST(PostEvent, RefusesWhatTheFoldCouldNotRead) {
    Site site;
    site.define();
    const auto refused = [&site](std::string body) {
        const auto answer = site.post_event(std::move(body));
        return std::to_string(answer.status) + " " + answer.code();
    };
    const auto data = [&](std::string text) {
        return refused(live_event("1", measures_reported, std::move(text)));
    };
    const auto of_row = [&](std::string members) {
        return data(R"({"rows":[{"indicator":"IND-001","territory":"DEPT-35","kind":"actual",)" +
                    std::move(members) + "}]}");
    };

    EXPECT_EQ(refused(""), "400 json-malformed");
    EXPECT_EQ(refused("{"), "400 json-malformed");
    EXPECT_EQ(refused("{} {}"), "400 json-malformed");
    EXPECT_EQ(refused("\xEF\xBB\xBF{}"), "400 json-malformed");
    EXPECT_EQ(refused("{\"a\":\"\xFF\"}"), "400 json-malformed");
    EXPECT_EQ(refused(R"({"a":"\ud800"})"), "400 json-malformed");
    EXPECT_EQ(refused("{\"a\":NaN}"), "400 json-malformed");
    EXPECT_EQ(refused(R"({"a":1e400})"), "400 json-number-out-of-range");
    EXPECT_EQ(refused(R"({"a":-1e400})"), "400 json-number-out-of-range");
    EXPECT_EQ(refused(R"({"a":1,"a":1})"), "400 json-duplicate-member");
    EXPECT_EQ(refused(R"({"a":1,"\u0061":1})"), "400 json-duplicate-member");
    EXPECT_EQ(refused(R"({"a":"\u0000"})"), "400 text-forbidden-character");
    EXPECT_EQ(refused(R"({"a":"\u202e"})"), "400 text-forbidden-character");
    EXPECT_EQ(refused("{\"a\":\"\xE2\x80\xAE\"}"), "400 text-forbidden-character");
    EXPECT_EQ(refused(std::string(33, '[') + std::string(33, ']')), "400 json-too-deep");
    EXPECT_EQ(refused("[]"), "422 event-malformed");
    EXPECT_EQ(refused("{}"), "422 event-malformed");
    EXPECT_EQ(refused(R"({"specversion":"0.3","id":"1","source":"s","type":"t","data":{}})"),
              "422 event-malformed");
    EXPECT_EQ(data("[]"), "422 event-malformed");
    EXPECT_EQ(data("{}"), "422 data-malformed");
    EXPECT_EQ(data(R"({"rows":[]})"), "422 rows-none");
    EXPECT_EQ(of_row(R"("date":"2024-02-30","value":"1")"), "422 date-not-in-calendar");
    EXPECT_EQ(of_row(R"("date":"2024-01-01","value":1)"), "422 data-malformed");
    EXPECT_EQ(of_row(R"("date":"2024-01-01")"), "422 data-malformed");
    EXPECT_EQ(of_row(R"("date":"2024-01-01","value":"1","x":1)"), "422 member-unknown");
    EXPECT_EQ(of_row(R"("date":"2024-01-01","value":"1e3")"), "422 value-bad-format");
    EXPECT_EQ(refused(measures("1", {row("DEPT-35", "1"), row("D35", "2")})), "422 row-repeated");
    EXPECT_EQ(site.log().end(), 3U);
}

TEST(PostEvent, HoldsAnEventToItsSize) {
    Site site;
    site.define();
    const auto of_size = [](std::size_t bytes) {
        std::string event = measure_event("1", "1");
        const std::string member = R"("subject":"",)";
        event.insert(1, member);
        event.insert(member.size() - 1, bytes - event.size(), 'x');
        return event;
    };

    const auto over = site.post_event(of_size(ingest::caller_event_bytes_max + 1));
    const auto full = site.post_event(of_size(ingest::caller_event_bytes_max));

    EXPECT_EQ(over.status, 413);
    EXPECT_EQ(over.code(), "event-too-large");
    EXPECT_EQ(full.status, 200);
    EXPECT_LE(site.record(3).value.size(), domain::event_bytes_max);
}

TEST(PostEvent, HoldsAnEventToItsRows) {
    Site site;
    site.define();
    const auto of_rows = [](std::size_t count) {
        std::vector<RowText> rows;
        for (std::size_t i = 0; i < count; ++i) {
            const std::string month = std::to_string(101 + i % 12).substr(1);
            rows.push_back(row("DEPT-35", "1",
                               std::to_string(1990 + i / 300) + "-" + month + "-" +
                                   std::to_string(101 + i / 12 % 25).substr(1)));
        }
        return measures(std::to_string(count), rows);
    };

    EXPECT_EQ(site.post_event(of_rows(5'001)).code(), "rows-too-many");
    EXPECT_EQ(site.post_event(of_rows(5'001)).status, 413);
    EXPECT_EQ(site.post_event(of_rows(5'000)).status, 200);
}

TEST(PostEvent, TakesNoMoreThanFourMebibytes) {
    Site site;

    const auto answer = site.post_event(std::string(4 * 1024 * 1024 + 1, ' '));

    EXPECT_EQ(answer.status, 413);
    EXPECT_EQ(answer.code(), "body-too-large");
}

TEST(PostEvent, TakesBinaryMode) {
    Site site;
    site.define();

    const auto answer = site.post("/v1/events",
                                  {
                                      {"content-type",   "application/json"            },
                                      {"ce-specversion", "1.0"                         },
                                      {"ce-id",          "caf%C3%A9"                   },
                                      {"ce-source",      "urn:test"                    },
                                      {"ce-type",        std::string{measures_reported}},
    },
                                  support::measures_data({row("DEPT-35", "49")}));

    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.text("id"), "café");
    EXPECT_EQ(answer.text("url"), "/v1/event?source=urn%3Atest&id=caf%C3%A9");
}

TEST(PostEvent, RefusesOtherMediaTypesAndParameters) {
    Site site;

    const auto type = site.post("/v1/events",
                                {
                                    {"content-type", "text/plain"}
    },
                                "{}");
    const auto parameter = site.post("/v1/events?x=1",
                                     {
                                         {"content-type", "application/cloudevents+json"}
    },
                                     "{}");

    EXPECT_EQ(type.status, 415);
    EXPECT_EQ(type.code(), "media-type-unsupported");
    EXPECT_EQ(parameter.status, 400);
    EXPECT_EQ(parameter.code(), "parameter-unknown");
}

TEST(PostEvent, WaitsAsLongAsTheClientPrefers) {
    Site site;
    site.define();

    const auto at_once = site.post_event(measure_event("1", "1"), {
                                                                      {"prefer", "respond-async"}
    });
    const auto waiting = site.post_event(measure_event("2", "1"), {
                                                                      {"prefer", "wait=10"}
    });

    EXPECT_EQ(waiting.status, 200);
    EXPECT_EQ(waiting.raw.header("preference-applied"), "wait=10");
    // It may be applied by the time it is told of.
    EXPECT_TRUE(at_once.status == 201 || at_once.status == 200) << at_once.status;
    EXPECT_EQ(at_once.raw.header("preference-applied"), "respond-async");
}

TEST(PostEvent, IsAcceptedWhenTheOutcomeIsNotKnownInTime) {
    Site site{
        {.options = {}, .log = nullptr, .following = false, .never_in_time = false}
    };
    const std::string policy =
        live_event("1", domain::event_type::policy_defined, support::policy_data("CH-001"));

    const auto answer = site.post_event(policy, {
                                                    {"prefer", "respond-async"}
    });

    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.text("status"), "accepted");
    EXPECT_EQ(answer.text("position"), "test.1");
    EXPECT_EQ(answer.raw.header("location"), "/v1/event?source=urn%3Atest&id=1");
    EXPECT_EQ(answer.text("url"), answer.raw.header("location"));
}

}  // namespace
}  // namespace tests::ingest_site
