// SPDX-License-Identifier: EUPL-1.2
#include "cli/opendata.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "cli/opendata_difference.hpp"
#include "cli/opendata_verify.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

namespace fs = std::filesystem;
using domain::Kind;
using support::must;

constexpr std::string_view columns =
    "indic_id,enforce_zone_id,metric_enforce_date,maille,indic_vi,indic_va,indic_vc,indic_ta\n";

// A small folder as DITP publishes it.
class Folder {
public:
    Folder() {
        fs::create_directories(folder_.path() / "data");
        fs::create_directories(folder_.path() / "metadata");
        write(
            "metadata/meta_engagement.csv",
            "engagement_id,engagement_short,engagement_name\n1,EMPLOI,Atteindre le plein emploi\n");
        write("metadata/meta_chantiers.csv",
              "chantier_id,ch_nom,engagement_short\nCH-001,\"Un, deux\",EMPLOI\n");
        write("metadata/meta_indicateurs.csv",
              "indic_id,indic_parent_ch,indic_nom,indic_nom_baro,indic_descr,indic_descr_baro,"
              "tendance,indic_categorie_evolution\n"
              "IND-200,CH-001,,Taux,,\"Deux\nlignes\",baisse,random\n");
        write("units.csv",
              "indic_id,thematique,unite,unite_courte,pourcentage,mailles_dispo\n"
              "IND-200,Culture,% de jeunes ayant le Pass,% de jeunes,true,\"[\"\"DEPT\"\"]\"\n");
    }

    void write(const std::string& name, std::string_view text) const {
        std::ofstream{folder_ / name} << text;
    }
    void write_rows(const std::string& rows) const {
        write("data/ind-200.csv", std::string{columns} + rows);
    }
    platform::Result<cli::OpenData> read() const { return cli::read_opendata(folder_ / ""); }

private:
    support::TemporaryDirectory folder_;
};

cli::PublishedPlace place(std::string_view territory, Kind kind, std::string_view day) {
    return {must(domain::Territory::parse(territory)), kind, must(domain::Date::parse(day)).month};
}

domain::IndicatorId indicator_200() {
    return must(domain::IndicatorId::parse("IND-200"));
}

TEST(OpenData, DefinesIndicatorsAndPoliciesFromTheMetadata) {
    const Folder folder;
    folder.write_rows("IND-200,D01,2023-01-01,DEPT,,79.58,,\n");
    const auto data = must(folder.read());
    ASSERT_EQ(data.definitions.policies.size(), 1U);
    EXPECT_EQ(data.definitions.policies[0].title, "Un, deux");
    EXPECT_EQ(data.definitions.policies[0].axis, "Atteindre le plein emploi");
    ASSERT_EQ(data.definitions.indicators.size(), 1U);
    const auto& indicator = data.definitions.indicators[0];
    EXPECT_EQ(indicator.name, "Taux");
    EXPECT_EQ(indicator.unit, "% de jeunes");
    EXPECT_EQ(indicator.trend, domain::Trend::down);
    for (const Kind kind : domain::all_kinds)
        for (const auto level : domain::all_levels)
            EXPECT_EQ(indicator.rule(kind, level).from, domain::Source::entered);
    for (const auto& weight : indicator.weights) EXPECT_EQ(weight.text(), "100");
}

TEST(OpenData, ReadsValuesRoundedAndPassesOverEmptyRows) {
    const Folder folder;
    folder.write_rows(
        "IND-200,D01,2022-12-01,DEPT,12,64301.579999999994,,\n"
        "IND-200,D02,,DEPT,,,,\n"
        "IND-200,FRANCE,2026-12-01,NAT,,,0.1234567895,\n");
    const auto data = must(folder.read());
    EXPECT_EQ(data.value_count(), 3U);
    const auto& values = data.indicators.at(indicator_200()).values;
    EXPECT_EQ(values.at(place("D01", Kind::baseline, "2022-12-01")).text(), "12");
    EXPECT_EQ(values.at(place("D01", Kind::actual, "2022-12-01")).text(), "64301.58");
    EXPECT_EQ(values.at(place("FRANCE", Kind::target, "2026-12-01")).text(), "0.12345679");
}

TEST(OpenData, TakesTheRateOfTheLatestValue) {
    const Folder folder;
    folder.write_rows(
        "IND-200,D01,2023-06-01,DEPT,,5,,50.0\n"
        "IND-200,D01,2023-01-01,DEPT,,4,,40.0\n"
        "IND-200,D02,2023-01-01,DEPT,,4,,12.5\n");
    const auto data = must(folder.read());
    const auto& rates = data.indicators.at(indicator_200()).rates;
    EXPECT_EQ(rates.at(must(domain::Territory::parse("D01"))).text(), "50");
    EXPECT_EQ(rates.at(must(domain::Territory::parse("D02"))).text(), "12.5");
}

TEST(OpenData, DefinesWhatHasFiguresAndNoMetadata) {
    const Folder folder;
    folder.write_rows("IND-298,D01,2023-01-01,DEPT,,1,,\n");
    const auto data = must(folder.read());
    ASSERT_EQ(data.definitions.indicators.size(), 2U);
    EXPECT_EQ(data.definitions.indicators[1].policy.text(), cli::policy_of_orphans);
    EXPECT_EQ(data.definitions.indicators[1].trend, domain::Trend::up);
    EXPECT_EQ(data.definitions.policies.back().id.text(), cli::policy_of_orphans);
}

TEST(OpenData, RefusesTwoValuesForOnePlaceAndNamesTheRow) {
    const Folder folder;
    folder.write_rows(
        "IND-200,D01,2023-01-01,DEPT,,4,,\n"
        "IND-200,D01,2023-01-01,DEPT,,4.0,,\n");
    EXPECT_EQ(must(folder.read()).value_count(), 1U) << "the same value twice is one value";
    folder.write_rows(
        "IND-200,D01,2023-01-01,DEPT,,4,,\n"
        "IND-200,D01,2023-01-01,DEPT,,5,,\n");
    EXPECT_NE(folder.read().error().detail.find("row 3: value-repeated"), std::string::npos);
    folder.write_rows("IND-200,D20,2023-01-01,DEPT,,4,,\n");
    EXPECT_NE(folder.read().error().detail.find("row 2: territory-unknown"), std::string::npos);
    folder.write_rows("IND-200,D01,2023-01-01,DEPT,,quatre,,\n");
    EXPECT_NE(folder.read().error().detail.find("row 2: value-bad-format"), std::string::npos);
    folder.write("data/ind-200.csv", "indic_id\nIND-200\n");
    EXPECT_NE(folder.read().error().detail.find("no column enforce_zone_id"), std::string::npos);
}

TEST(OpenData, HasAllValuesOfThePublishedFolder) {
    const std::string folder = std::string{BAROMETRE_SHARED_DIR} + "/data/ditp-barometre-resultats";
    if (!fs::exists(folder)) GTEST_SKIP() << "the published data are not here";
    const auto data = must(cli::read_opendata(folder));
    EXPECT_EQ(data.value_count(), 77'128U);
    EXPECT_EQ(data.indicators.size(), 106U);
    EXPECT_EQ(data.definitions.indicators.size(), 106U);
    std::size_t rates = 0;
    for (const auto& [id, published] : data.indicators) rates += published.rates.size();
    EXPECT_EQ(rates, 6'980U);
}

domain::codec::Json json(std::string_view text) {
    return must(domain::codec::parse_json(text));
}

TEST(OpenDataDifference, SendsOnlyWhatDiffersWithItsRevision) {
    cli::ServerValues server;
    ASSERT_TRUE(cli::add_series(
        json(R"({"rows":[{"territory":"DEPT-01","month":"2023-01","baseline":null,"actual":4.5,
                 "target":7,"revision":{"baseline":3,"actual":12,"target":13}}]})"),
        server));
    cli::PublishedIndicator published;
    const auto publish = [&](Kind kind, std::string_view day, std::string_view value) {
        published.values.emplace(place("D01", kind, day), must(domain::Decimal::parse(value)));
    };
    publish(Kind::actual, "2023-01-01", "4.50");
    EXPECT_TRUE(cli::rows_to_send(indicator_200(), published, server).empty());

    publish(Kind::target, "2023-01-01", "8");
    publish(Kind::baseline, "2023-01-01", "1");
    publish(Kind::actual, "2023-02-01", "5");
    const auto rows = cli::rows_to_send(indicator_200(), published, server);
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].kind, Kind::baseline) << "an erased month differs; baselines come first";
    EXPECT_EQ(rows[0].expected_revision, 3U);
    EXPECT_EQ(rows[1].date.text(), "2023-02-01");
    EXPECT_EQ(rows[1].expected_revision, 0U);
    EXPECT_EQ(rows[2].value->text(), "8");
    EXPECT_EQ(rows[2].expected_revision, 13U);
}

TEST(OpenDataDifference, RefusesAnAnswerThatIsNone) {
    cli::ServerValues server;
    EXPECT_FALSE(cli::add_series(json(R"({"title":"no"})"), server));
    EXPECT_FALSE(cli::add_series(json(R"({"rows":[{"territory":"DEPT-01"}]})"), server));
}

TEST(OpenDataDifference, CutsRowsAtTheLimitOfAnEvent) {
    const auto day = must(domain::Date::parse("2023-01-01"));
    const domain::MeasureRow row{indicator_200(), domain::Territory::nation(),
                                 Kind::actual,    day,
                                 std::nullopt,    std::nullopt};
    EXPECT_TRUE(cli::cut_rows({}).empty());
    EXPECT_EQ(cli::cut_rows(std::vector(domain::rows_max, row)).size(), 1U);
    const auto events = cli::cut_rows(std::vector(domain::rows_max + 1, row));
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[1].size(), 1U);
}

TEST(OpenDataDifference, WritesTheDataOfAnEvent) {
    const domain::MeasureRow row{indicator_200(),
                                 domain::Territory::nation(),
                                 Kind::actual,
                                 must(domain::Date::parse("2023-01-01")),
                                 domain::Decimal::from_integer(5),
                                 7};
    EXPECT_EQ(cli::measures_data({row}, "publié"),
              R"({"rows":[{"indicator":"IND-200","territory":"NAT-FR","kind":"actual",)"
              R"("date":"2023-01-01","value":"5","expected_revision":7}],"reason":"publié"})");
}

TEST(OpenDataVerify, SortsRatesByHowFarTheyAre) {
    cli::ServerRates server;
    ASSERT_TRUE(cli::add_rates(
        json(R"({"rows":[{"territory":"DEPT-01","progress":{"global":50,"annual":null}},
                         {"territory":"DEPT-02","progress":{"global":50.5}},
                         {"territory":"DEPT-03","progress":{"global":50.51}},
                         {"territory":"DEPT-04","progress":{"global":null}}]})"),
        server));
    cli::PublishedIndicator published;
    for (const std::string_view id : {"DEPT-01", "DEPT-02", "DEPT-03", "DEPT-04"})
        published.rates.emplace(must(domain::Territory::parse(id)),
                                domain::Decimal::from_integer(50));
    cli::RateComparison comparison;
    cli::compare(indicator_200(), published, server, comparison);
    EXPECT_EQ(comparison.equal, 1U);
    EXPECT_EQ(comparison.within_tolerance, 1U) << "half a point is within";
    ASSERT_EQ(comparison.others.size(), 2U);
    EXPECT_EQ(comparison.others[0].computed->text(), "50.51");
    EXPECT_FALSE(comparison.others[1].computed);
    EXPECT_EQ(comparison.count(), 4U);
    EXPECT_FALSE(cli::add_rates(json("{}"), server));
}

}  // namespace
