// SPDX-License-Identifier: EUPL-1.2
#include "domain/codec/edition_json.hpp"
#include "domain/sha256.hpp"
#include "tests/component/query/test_api.hpp"
#include "tests/support/must.hpp"

namespace tests::query {
namespace {

const std::string list = "/v1/editions";

support::RowText actual(std::string_view date, std::string_view value) {
    return {.territory = "DEPT-35",
            .kind = "actual",
            .date = std::string{date},
            .value = std::string{value},
            .expected_revision = {}};
}

// A department of Bretagne with a baseline, two months and a target.
class Editions : public TestApi {
protected:
    Editions() {
        define_policy("CH-001");
        define_indicator("IND-001", "CH-001", houses());
        measure(figures("DEPT-35", "10", "40", "50"));
        measure({actual("2024-01-31", "44.125")});
    }

    // Publishes what `draft` says, changed by `change`.
    domain::Sequence publish(const std::string& draft, const std::string& from = {},
                             const std::string& to = {}) {
        std::string manifest = field(draft, "manifest");
        if (!from.empty()) manifest.replace(manifest.find(from), from.size(), to);
        return report(domain::event_type::edition_published, manifest);
    }

    static std::string one(domain::Sequence sequence) {
        return list + "/" + std::to_string(sequence);
    }
    static std::string table(domain::Sequence sequence) {
        return one(sequence) + "/tables/IND-001";
    }
    std::string outcome(domain::Sequence sequence) {
        return field("/v1/event?source=urn:test&id=e" + std::to_string(sequence), "outcome");
    }
};

const std::string draft = "/v1/edition-draft?on=2024-10-23";

TEST_F(Editions, HaveTheTableOfThePublicSite) {
    const auto edition = publish(draft);
    EXPECT_EQ(outcome(edition), "\"applied\"");
    const auto response = get(table(edition));
    EXPECT_EQ(response.status, 200);
    EXPECT_TRUE(response.header("content-type").starts_with("text/csv"));
    EXPECT_TRUE(response.body.starts_with(
        "indic_id,enforce_zone_id,metric_enforce_date,maille,indic_vi,indic_va,indic_vc,indic_ta\n"
        "IND-001,D01,,DEPT,,,,\n"))
        << response.body.substr(0, 200);
    for (const std::string zone : {"D35", "R53", "FRANCE"}) {
        const std::string maille = zone == "D35" ? "DEPT" : zone == "R53" ? "REG" : "NAT";
        const std::string begin = "\nIND-001," + zone + ",";
        EXPECT_NE(
            response.body.find(begin + "2020-12-01," + maille + ",10.0,,," + begin + "2023-12-01," +
                               maille + ",,40.0,," + begin + "2024-01-01," + maille +
                               ",,44.13,,85.31" + begin + "2026-12-01," + maille + ",,,50.0,\n"),
            std::string::npos)
            << response.body;
    }
}

TEST_F(Editions, StayWhatTheyWere) {
    const auto first = publish(draft);
    const std::string before = body(table(first));
    measure({actual("2024-01-31", "45")});
    define_indicator("IND-001", "CH-001", houses() + R"(,"hidden":true)");
    EXPECT_EQ(body(table(first)), before);
    define_indicator("IND-001", "CH-001", houses());
    const auto second = publish(draft);
    EXPECT_EQ(body(table(first)), before);
    EXPECT_NE(body(table(second)).find("2024-01-01,DEPT,,45.0,,87.5\n"), std::string::npos);
    EXPECT_EQ(field(list, "rows.0.sequence"), std::to_string(first));
    EXPECT_EQ(field(list, "rows.1.sequence"), std::to_string(second));
    EXPECT_EQ(field(list, "rows.2"), "nothing");
    const std::string difference = "/v1/diff?from=test." + std::to_string(first - 1) + "&to=test." +
                                   std::to_string(second - 1) +
                                   "&territory=DEPT-35&indicator=IND-001";
    EXPECT_EQ(field(difference, "rows.0.before"), "44.125");
    EXPECT_EQ(field(difference, "rows.0.after"), "45");
}

TEST_F(Editions, TellTheirManifest) {
    const auto edition = publish(draft, R"("name":"draft")", R"("name":"2024-t3")");
    EXPECT_EQ(field(one(edition), "name"), "\"2024-t3\"");
    EXPECT_EQ(field(one(edition), "frozen"), "\"test." + std::to_string(edition - 1) + "\"");
    EXPECT_EQ(field(one(edition), "published_on"), "\"2024-10-23\"");
    EXPECT_EQ(field(one(edition), "engine"), "1");
    EXPECT_EQ(field(one(edition), "tables.0.indicator"), "\"IND-001\"");
    EXPECT_EQ(field(one(edition), "tables.0.sha256"),
              "\"" + domain::hex(domain::sha256(body(table(edition)))) + "\"");
    EXPECT_EQ(field(list, "rows.0.table_count"), "1");
    EXPECT_EQ(field(one(edition), "actor"), "null");
}

TEST_F(Editions, LeaveOutWhatIsExcluded) {
    const auto edition = publish(draft + "&exclude=IND-001/DEPT-35");
    EXPECT_EQ(body(table(edition)).find(",D35,"), std::string::npos);
    EXPECT_NE(body(table(edition)).find(",R53,"), std::string::npos);
    EXPECT_EQ(field(one(edition), "exclusions.0.territory"), "\"DEPT-35\"");
    const auto without = publish(draft + "&exclude=IND-001");
    EXPECT_EQ(field(one(without), "tables"), "[]");
    EXPECT_EQ(problem(table(without)), "404 edition-table-unknown");
    EXPECT_EQ(problem(draft + "&exclude=IND-001/X"), "400 exclude-bad-format");
}

TEST_F(Editions, ThatDoNotFitTheLogAreNotGiven) {
    const std::string digest = field(draft, "manifest.tables.0.sha256");
    const auto edition = publish(draft, digest, "\"" + std::string(64, '0') + "\"");
    EXPECT_EQ(outcome(edition), "\"applied\"");
    EXPECT_EQ(problem(table(edition)), "500 edition-differs");
}

TEST_F(Editions, AreRejectedWhereTheyCannotStand) {
    const auto ahead = publish(draft, R"("position":4)", R"("position":5)");
    EXPECT_EQ(outcome(ahead), "\"rejected\"");
    EXPECT_EQ(problem(one(ahead)), "404 edition-unknown");
    const auto engine = publish(draft, R"("engine":1)", R"("engine":2)");
    EXPECT_EQ(outcome(engine), "\"rejected\"");
    EXPECT_EQ(field(list, "rows"), "[]");
    EXPECT_EQ(problem(one(1)), "404 edition-unknown");
    EXPECT_EQ(problem(list + "/x"), "404 edition-unknown");
}

TEST_F(Editions, HaveTablesInCsvOnly) {
    const auto edition = publish(draft);
    EXPECT_EQ(problem(table(edition) + "?format=json"), "400 format-unknown");
    EXPECT_EQ(body(table(edition) + "?format=csv"), body(table(edition)));
    EXPECT_EQ(problem(one(edition) + "/tables/IND-009"), "404 edition-table-unknown");
}

}  // namespace
}  // namespace tests::query
