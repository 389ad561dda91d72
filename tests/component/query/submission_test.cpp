// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/query/test_api.hpp"

namespace tests::query {
namespace {

const std::string list = "/v1/submissions";

support::RowText actual(std::string_view territory, std::string_view value) {
    return {.territory = std::string{territory},
            .kind = "actual",
            .date = "2023-12-31",
            .value = std::string{value},
            .expected_revision = {}};
}

// Two departments of Bretagne; the first corrected by a file, the second taken back.
class Submissions : public TestApi {
protected:
    Submissions() {
        define_policy("CH-001");
        define_indicator("IND-001", "CH-001", houses());
        first = measure({actual("DEPT-35", "40"), actual("DEPT-22", "5")});
        corrected = report(domain::event_type::measures_reported,
                           R"({"rows":[{"indicator":"IND-001","territory":"DEPT-35",)"
                           R"("kind":"actual","date":"2023-12-31","value":"41"}],)"
                           R"("reason":"a typing error","file_sha256":")" +
                               std::string(64, 'a') + R"("})");
        withdrawn = report(domain::event_type::measures_withdrawn,
                           support::withdrawal_data("e" + std::to_string(first)));
    }

    static std::string one(domain::Sequence sequence) {
        return list + "/" + std::to_string(sequence);
    }

    domain::Sequence first = 0;
    domain::Sequence corrected = 0;
    domain::Sequence withdrawn = 0;
};

TEST_F(Submissions, AreTheEventsOfMeasuresInTheOrderOfTheLog) {
    EXPECT_EQ(field(list, "rows.0.sequence"), std::to_string(first));
    EXPECT_EQ(field(list, "rows.0.row_count"), "2");
    EXPECT_EQ(field(list, "rows.1.reason"), "\"a typing error\"");
    EXPECT_EQ(field(list, "rows.1.file_sha256"), "\"" + std::string(64, 'a') + "\"");
    EXPECT_EQ(field(list, "rows.1.outcome"), "\"applied\"");
    EXPECT_EQ(field(list, "rows.2.type"), "\"fr.barometre.measures.withdrawn.v1\"");
    EXPECT_EQ(field(list, "rows.2.row_count"), "null");
    EXPECT_EQ(field(list, "rows.3"), "nothing");
    EXPECT_EQ(field(list, "next"), "null");
}

TEST_F(Submissions, AreFoundByWhatTheyAreAbout) {
    EXPECT_EQ(field(list + "?territory=DEPT-22", "rows.0.sequence"), std::to_string(first));
    EXPECT_EQ(field(list + "?territory=DEPT-22", "rows.1.sequence"), std::to_string(withdrawn));
    EXPECT_EQ(field(list + "?type=measures.withdrawn.v1", "rows.0.sequence"),
              std::to_string(withdrawn));
    EXPECT_EQ(field(list + "?type=policy.defined.v1", "rows"), "[]");
    EXPECT_EQ(field(list + "?source=urn:nobody", "rows"), "[]");
    EXPECT_EQ(problem(list + "?indicator=X"), "400 filter-bad-format");
}

TEST_F(Submissions, WithAnOutcomeAreFoundByIt) {
    auto row = actual("DEPT-35", "42");
    row.expected_revision = first;
    const auto conflict = measure({row});
    EXPECT_EQ(field(list + "?outcome=conflict", "rows.0.sequence"), std::to_string(conflict));
    EXPECT_EQ(field(list + "?outcome=conflict", "rows.0.code"), "\"revision-mismatch\"");
    EXPECT_EQ(field(list + "?outcome=applied", "rows.3"), "nothing");
    EXPECT_EQ(field(one(conflict), "rows.0.valid"), "false");
    EXPECT_EQ(field(one(conflict), "moved"), "[]");
}

TEST_F(Submissions, ComePageByPage) {
    EXPECT_EQ(field(list + "?limit=1", "rows.1"), "nothing");
    std::string after = "0";
    std::vector<std::string> seen;
    while (after != "null") {
        const std::string page = list + "?limit=1&after=" + after;
        if (field(page, "rows") != "[]") seen.push_back(field(page, "rows.0.sequence"));
        after = field(page, "next");
        ASSERT_LE(seen.size(), 3U);
    }
    EXPECT_EQ(seen, (std::vector<std::string>{std::to_string(first), std::to_string(corrected),
                                              std::to_string(withdrawn)}));
}

TEST_F(Submissions, TellWhatTheySaidAndMovedAtAllLevels) {
    EXPECT_EQ(field(one(corrected), "rows.0"),
              R"({"date":"2023-12-31","indicator":"IND-001","kind":"actual","row":0,)"
              R"("superseded_by":null,"territory":"DEPT-35","valid":true,"value":41})");
    EXPECT_EQ(field(one(corrected), "moved.0.territory"), "\"NAT-FR\"");
    EXPECT_EQ(field(one(corrected), "moved.1.territory"), "\"REG-53\"");
    EXPECT_EQ(field(one(corrected), "moved.1.changes.0.before"), "45");
    EXPECT_EQ(field(one(corrected), "moved.1.changes.0.after"), "46");
    EXPECT_EQ(field(one(corrected), "moved.2.territory"), "\"DEPT-35\"");
    EXPECT_EQ(field(one(corrected), "moved.3"), "nothing");
}

TEST_F(Submissions, ThatTakeRowsBackTellWhatThatMoved) {
    EXPECT_EQ(field(one(withdrawn), "rows"), "[]");
    EXPECT_EQ(field(one(withdrawn), "moved.0.territory"), "\"NAT-FR\"");
    EXPECT_EQ(field(one(withdrawn), "moved.0.changes.0.before"), "46");
    EXPECT_EQ(field(one(withdrawn), "moved.0.changes.0.after"), "41");
    EXPECT_EQ(field(one(withdrawn), "moved.2.territory"), "\"DEPT-22\"");
    EXPECT_EQ(field(one(withdrawn), "moved.2.changes.0.change"), "\"removed\"");
    EXPECT_EQ(field(one(first), "rows.1.superseded_by"), std::to_string(withdrawn));
}

TEST_F(Submissions, AreNoOtherRecords) {
    EXPECT_EQ(problem(one(0)), "404 submission-unknown");
    EXPECT_EQ(problem(one(1)), "404 submission-unknown");
    EXPECT_EQ(problem(one(withdrawn + 1)), "404 submission-unknown");
    EXPECT_EQ(problem(list + "/x"), "404 submission-unknown");
    EXPECT_EQ(problem(one(withdrawn) + "?at=test." + std::to_string(first)),
              "404 submission-unknown");
}

TEST_F(Submissions, StandInCsvToo) {
    EXPECT_TRUE(body(list + "?format=csv").starts_with("sequence,recorded,source,id,type,actor,"));
    EXPECT_NE(body(one(corrected) + "?format=csv").find("IND-001/DEPT-35/actual:2023-12-31=41"),
              std::string::npos);
}

}  // namespace
}  // namespace tests::query
