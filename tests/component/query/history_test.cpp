// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/query/test_api.hpp"
#include "tests/support/must.hpp"

namespace tests::query {
namespace {

const std::string figure = "/v1/indicators/IND-001/territories/";

support::RowText actual(std::string_view territory, std::string_view date,
                        std::optional<std::string> value) {
    return {.territory = std::string{territory},
            .kind = "actual",
            .date = std::string{date},
            .value = std::move(value),
            .expected_revision = {}};
}

// Two departments of Bretagne, the second one corrected.
class History : public TestApi {
protected:
    History() {
        policy = define_policy("CH-001");
        definition = define_indicator("IND-001", "CH-001", houses());
        first = measure(figures("DEPT-35", "10", "40", "50"));
        second = measure({actual("DEPT-22", "2023-12-31", "5")});
        corrected =
            report(domain::event_type::measures_reported,
                   R"({"rows":[{"indicator":"IND-001","territory":"DEPT-22","kind":"actual",)"
                   R"("date":"2023-12-31","value":"7"}],"reason":"a typing error",)"
                   R"("corrects":{"source":"urn:test","id":"e)" +
                       std::to_string(second) + R"("}})");
    }

    std::string at(const std::string& path, domain::Sequence position) {
        const char joint = path.find('?') == std::string::npos ? '?' : '&';
        return path + joint + "at=test." + std::to_string(position);
    }

    domain::Sequence policy = 0;
    domain::Sequence definition = 0;
    domain::Sequence first = 0;
    domain::Sequence second = 0;
    domain::Sequence corrected = 0;
};

TEST_F(History, HasEachVersionOfAStateWithItsCause) {
    const std::string address = figure + "REG-53/history";
    EXPECT_EQ(field(address, "indicator"), "\"IND-001\"");
    EXPECT_EQ(field(address, "rows.0.sequence"), std::to_string(definition));
    EXPECT_EQ(field(address, "rows.0.current"), "null");
    EXPECT_EQ(field(address, "rows.1.current.value"), "40");
    EXPECT_EQ(field(address, "rows.2.current.value"), "45");
    EXPECT_EQ(field(address, "rows.3.current.value"), "47");
    EXPECT_EQ(field(address, "rows.3.cause.reason"), "\"a typing error\"");
    EXPECT_EQ(field(address, "rows.3.cause.sequence"), std::to_string(corrected));
    EXPECT_EQ(field(address, "rows.4"), "nothing");
    EXPECT_EQ(field(address, "next"), "null");
}

TEST_F(History, GoesOnPageByPage) {
    const std::string address = figure + "REG-53/history?limit=2";
    EXPECT_EQ(field(address, "rows.2"), "nothing");
    const std::string next = field(address, "next");
    EXPECT_EQ(next, std::to_string(first));
    EXPECT_EQ(field(address + "&after=" + next, "rows.0.current.value"), "45");
    EXPECT_EQ(problem(figure + "REG-53/history?limit=0"), "400 limit-bad-format");
    EXPECT_EQ(get(figure + "REG-53/history?limit=1000").status, 200);
    EXPECT_EQ(problem(figure + "REG-53/history?limit=1001"), "400 limit-bad-format");
    EXPECT_EQ(problem(figure + "REG-53/history?after=x"), "400 after-bad-format");
}

TEST_F(History, OfAPastPositionStaysWhatItWas) {
    const std::string then = at(figure + "REG-53/history", second);
    const std::string before = body(then);
    EXPECT_EQ(field(then, "rows.3"), "nothing");
    measure({actual("DEPT-22", "2023-12-31", "8")});
    EXPECT_EQ(body(then), before);
}

TEST_F(History, OfAnErasureAndItsRevival) {
    measure({actual("DEPT-35", "2023-12-31", std::nullopt)});
    measure({actual("DEPT-35", "2023-12-31", "41")});
    const std::string address = figure + "DEPT-35/history";
    EXPECT_EQ(field(address, "rows.1.current.value"), "40");
    EXPECT_EQ(field(address, "rows.2.current"), "null");
    EXPECT_EQ(field(address, "rows.3.current.value"), "41");
}

TEST_F(History, OfARedefinitionIsAVersionOfItsOwn) {
    const auto again = define_indicator("IND-001", "CH-001", houses() + R"(,"trend":"down")");
    const std::string address = figure + "DEPT-35/history";
    EXPECT_EQ(field(address, "rows.2.sequence"), std::to_string(again));
    EXPECT_EQ(field(address, "rows.1.progress.global"), "75");
    EXPECT_EQ(field(address, "rows.2.progress.global"), "100");
    EXPECT_EQ(field(address, "rows.2.cause.type"), "\"fr.barometre.indicator.defined.v1\"");
}

TEST_F(History, OfAPolicyMergesThoseOfItsIndicators) {
    define_indicator("IND-002", "CH-001", houses());
    measure({
        {.territory = "DEPT-35",
         .kind = "actual",
         .date = "2023-12-31",
         .value = "1",
         .indicator = "IND-002"}
    });
    const std::string address = "/v1/policies/CH-001/territories/DEPT-35";
    EXPECT_EQ(field(address, "today.reported"), "2");
    EXPECT_EQ(field(address + "/history", "rows.0.today"), "null");
    EXPECT_EQ(field(address + "/history", "rows.2.today.progress.global"), "75");
    EXPECT_EQ(field(address + "/history", "rows.3.today.expected"), "2");
    EXPECT_EQ(field(address + "/history", "rows.4.today.reported"), "2");
    EXPECT_EQ(problem("/v1/policies/CH-009/territories/DEPT-35"), "404 policy-unknown");
}

TEST_F(History, AuditTellsWhoWhyAndWhatMoved) {
    const std::string address = figure + "DEPT-22/audit";
    EXPECT_EQ(field(address, "rows.0.type"), "\"fr.barometre.indicator.defined.v1\"");
    EXPECT_EQ(field(address, "rows.1.sequence"), std::to_string(second));
    EXPECT_EQ(field(address, "rows.1.rows.0.value"), "5");
    EXPECT_EQ(field(address, "rows.1.rows.0.valid"), "false");
    EXPECT_EQ(field(address, "rows.1.rows.0.superseded_by"), std::to_string(corrected));
    EXPECT_EQ(field(address, "rows.1.changes.0.change"), "\"added\"");
    EXPECT_EQ(field(address, "rows.2.corrects.id"), "\"e" + std::to_string(second) + "\"");
    EXPECT_EQ(field(address, "rows.2.reason"), "\"a typing error\"");
    EXPECT_EQ(field(address, "rows.2.outcome"), "\"applied\"");
    EXPECT_EQ(field(address, "rows.2.rows.0.valid"), "true");
    EXPECT_EQ(field(address, "rows.2.changes.0"),
              R"({"after":7,"before":5,"change":"changed","kind":"actual","month":"2023-12"})");
    EXPECT_EQ(field(address, "rows.2.before.value"), "5");
    EXPECT_EQ(field(address, "rows.2.after.value"), "7");
    EXPECT_EQ(field(address, "rows.2.moved.0.territory"), "\"REG-53\"");
    EXPECT_EQ(field(address, "rows.2.moved.0.changes.0.before"), "45");
    EXPECT_EQ(field(address, "rows.2.moved.1.territory"), "\"NAT-FR\"");
    EXPECT_EQ(field(address, "rows.2.moved.1.changes.0.after"), "47");
    EXPECT_EQ(field(address, "rows.3"), "nothing");
}

TEST_F(History, AuditTellsOfConflictsRejectionsDuplicatesAndWithdrawals) {
    auto row = actual("DEPT-22", "2023-12-31", "9");
    row.expected_revision = first;
    const auto conflict = measure({row});
    support::EventText again{.type = std::string{domain::event_type::measures_reported},
                             .data = support::measures_data({actual("DEPT-22", "2023-12-31", "5")}),
                             .id = "e" + std::to_string(second),
                             .recorded = "2024-05-01T00:00:00Z",
                             .received = {}};
    const auto duplicate = append(again);
    const auto withdrawn = report(domain::event_type::measures_withdrawn,
                                  support::withdrawal_data("e" + std::to_string(corrected)));
    const std::string address = figure + "DEPT-22/audit";
    EXPECT_EQ(field(address, "rows.1.attempts.0.sequence"), std::to_string(duplicate));
    EXPECT_EQ(field(address, "rows.2.rows.0.superseded_by"), std::to_string(withdrawn));
    EXPECT_EQ(field(address, "rows.3.sequence"), std::to_string(conflict));
    EXPECT_EQ(field(address, "rows.3.outcome"), "\"conflict\"");
    EXPECT_EQ(field(address, "rows.3.code"), "\"revision-mismatch\"");
    EXPECT_EQ(field(address, "rows.3.changes"), "[]");
    EXPECT_EQ(field(address, "rows.4.sequence"), std::to_string(withdrawn));
    EXPECT_EQ(field(address, "rows.4.changes.0.after"), "5");
    EXPECT_EQ(field(address, "rows.1.rows.0.valid"), "true");
    EXPECT_EQ(field(address, "rows.5"), "nothing");
}

TEST_F(History, VintagesAreAllThatWasBelieved) {
    const std::string address = figure + "REG-53/series?vintages=all";
    EXPECT_EQ(field(address, "rows.0.month"), "\"2020-12\"");
    EXPECT_EQ(field(address, "rows.1.value"), "40");
    EXPECT_EQ(field(address, "rows.1.reported"), "1");
    EXPECT_EQ(field(address, "rows.2.value"), "45");
    EXPECT_EQ(field(address, "rows.3.value"), "47");
    EXPECT_EQ(field(address, "rows.3.cause.sequence"), std::to_string(corrected));
    EXPECT_EQ(field(address, "rows.3.origin"), "\"rolled-up\"");
    EXPECT_EQ(field(address, "rows.4.kind"), "\"target\"");
    EXPECT_EQ(field(address, "rows.5"), "nothing");
    EXPECT_EQ(field(at(address, second), "rows.3.kind"), "\"target\"");
    EXPECT_EQ(problem(figure + "REG-53/series?vintages=some"), "400 vintages-unknown");
}

TEST_F(History, LineageNamesContributorsMissingAndEvents) {
    const std::string address = figure + "REG-53/lineage";
    EXPECT_EQ(field(address, "current.value"), "47");
    EXPECT_EQ(field(address, "comparable.annual.parts.0.month"), "\"2023-12\"");
    EXPECT_EQ(field(address, "actuals.0.operation"), "\"sum\"");
    EXPECT_EQ(field(address, "actuals.0.contributors.0.territory"), "\"DEPT-22\"");
    EXPECT_EQ(field(address, "actuals.0.contributors.0.days.0.value"), "7");
    EXPECT_EQ(field(address, "actuals.0.contributors.0.days.0.event"), std::to_string(corrected));
    EXPECT_EQ(field(address, "actuals.0.contributors.1.value"), "40");
    EXPECT_EQ(field(address, "actuals.0.missing.0.territory"), "\"DEPT-29\"");
    EXPECT_EQ(field(address, "baseline_from.contributors.0.value"), "10");
    EXPECT_EQ(field(address, "target_from.value"), "50");
    EXPECT_EQ(field(address, "definition"), std::to_string(definition));
    EXPECT_EQ(field(address, "events.3.reason"), "\"a typing error\"");
    EXPECT_EQ(field(address, "events.4"), "nothing");
    EXPECT_EQ(field(at(address, second), "actuals.0.value"), "45");
    EXPECT_EQ(problem(address + "?format=csv"), "400 json-only");
}

TEST_F(History, LineageOfAPolicyHasWeightsAndRates) {
    const std::string address = "/v1/policies/CH-001/territories/DEPT-35/lineage";
    EXPECT_EQ(field(address, "today.progress.global"), "75");
    EXPECT_EQ(field(address, "indicators.0.weight"), "50");
    EXPECT_EQ(field(address, "indicators.0.real_weight"), "100");
    EXPECT_EQ(field(address, "indicators.0.today.global"), "75");
    EXPECT_EQ(field(address, "indicators.0.previous"), "null");
}

std::string rows_of(const std::string& json) {
    return text_at(support::must(domain::codec::parse_json(json)), "rows");
}

TEST_F(History, DifferenceIsNetAndNamesTheCause) {
    const std::string address =
        "/v1/diff?from=test." + std::to_string(second) + "&indicator=IND-001&territory=REG-53";
    EXPECT_EQ(field(address, "rows.0.what"), "\"value\"");
    EXPECT_EQ(field(address, "rows.0.before"), "45");
    EXPECT_EQ(field(address, "rows.0.after"), "47");
    EXPECT_EQ(field(address, "rows.0.cause.sequence"), std::to_string(corrected));
    EXPECT_EQ(field(address, "rows.1.what"), "\"figure\"");
    EXPECT_EQ(field(address, "rows.1.field"), "\"current.global\"");
    measure({actual("DEPT-22", "2023-12-31", "5")});
    const auto back = "/v1/diff?level=region&from=test." + std::to_string(second);
    EXPECT_EQ(body(back).find("\"value\",\"policy\""), std::string::npos) << body(back);
    EXPECT_EQ(body(back).find("current.value"), std::string::npos) << body(back);
}

TEST_F(History, DifferenceOfDefinitionsTellsMembersAndWeights) {
    const auto other = define_indicator("IND-002", "CH-001", houses());
    const std::string address = "/v1/diff?level=nation&from=test." + std::to_string(corrected);
    const std::string all = body(address);
    EXPECT_NE(all.find(R"("what":"definition","policy":"CH-001","indicator":"IND-002")"),
              std::string::npos);
    EXPECT_NE(all.find(R"("what":"weight","policy":"CH-001","indicator":"IND-001",)"
                       R"("territory":"NAT-FR","kind":null,"month":null,"field":"weight",)"
                       R"("change":"changed","before":100,"after":50,"cause":{"sequence":)" +
                       std::to_string(other)),
              std::string::npos)
        << all;
}

TEST_F(History, DifferencePagesJoinToTheWhole) {
    const std::string address = "/v1/diff?from=test.0&level=region&indicator=IND-001";
    const std::string whole = rows_of(body(address + "&limit=1000"));
    std::string joined;
    std::string after;
    for (int pages = 0; pages < 1000; ++pages) {
        const std::string page = body(address + "&limit=1" + after);
        const std::string rows = rows_of(page);
        if (rows != "[]") joined += (joined.empty() ? "" : ",") + rows.substr(1, rows.size() - 2);
        const std::string next = text_at(support::must(domain::codec::parse_json(page)), "next");
        if (next == "null") break;
        after = "&after=" + next.substr(1, next.size() - 2);
    }
    EXPECT_EQ("[" + joined + "]", whole);
}

TEST_F(History, DifferenceRefusesWhatItCannotCompare) {
    EXPECT_EQ(problem("/v1/diff"), "400 parameter-missing");
    EXPECT_EQ(problem("/v1/diff?from=yesterday"), "400 moment-bad-format");
    EXPECT_EQ(problem("/v1/diff?from=test.3&to=test.2"), "400 from-after-to");
    EXPECT_EQ(problem("/v1/diff?from=other.3"), "400 position-other-log");
    EXPECT_EQ(problem("/v1/diff?from=test.1&to=test.3&at=test.2"), "400 as-of-with-at");
    EXPECT_EQ(problem("/v1/diff?from=test.1&after=CH"), "400 after-bad-format");
    EXPECT_EQ(field("/v1/diff?from=2024-01-01T09:00:00Z&to=2024-01-02", "rows"), "[]");
}

}  // namespace
}  // namespace tests::query
