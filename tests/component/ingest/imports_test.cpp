// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <string>

#include "projector/read_model/view.hpp"
#include "tests/component/http/raw_connection.hpp"
#include "tests/component/ingest/site.hpp"

namespace tests::ingest_site {
namespace {

const std::string header = "identifiant_indic;zone_id;zone_nom;date_valeur;type_valeur;valeur\n";

std::string good_file() {
    return header +
           "IND-001;D35;Ille-et-Vilaine;2024-09-30;va;49\n"
           "IND-001;D22;Côtes-d'Armor;30/09/2024;VA;\n";
}

std::string rows_of_months(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += "IND-001;D" + std::to_string(10 + i % 10) + ";;" +
                std::to_string(1990 + i / 1'000) + "-0" + std::to_string(1 + i / 10 % 9) + "-" +
                std::to_string(101 + i / 90 % 28).substr(1) + ";" +
                (i % 1'000 < 900 ? "va" : "vc") + ";1\n";
    return text;
}

TEST(PostImport, IsOneEventOfAllRows) {
    Site site;
    site.define();

    const auto answer =
        site.post_csv("/v1/imports?source=urn:prefecture:35&reason=relev%C3%A9", good_file(),
                      {
                          {"idempotency-key", "\"2024-10\""}
    });

    EXPECT_EQ(answer.status, 200) << answer.raw.body;
    EXPECT_EQ(answer.text("status"), "applied");
    EXPECT_EQ(answer.text("source"), "urn:prefecture:35");
    EXPECT_EQ(answer.text("id"), "2024-10");
    EXPECT_EQ(answer.text("position"), "test.3");
    const std::string stored = site.stored().at(2);
    EXPECT_NE(stored.find(R"("reason":"relevé","rows":[{"date":"2024-09-30")"), std::string::npos)
        << stored;
    EXPECT_NE(stored.find(R"("file_sha256":")"), std::string::npos);
    projector::read_model::View view{site.store()};
    const auto state =
        view.state(*domain::IndicatorId::parse("IND-001"), *domain::Territory::parse("REG-53"));
    ASSERT_TRUE(state.has_value());
    EXPECT_EQ(site.record(3).key, "CH-001");
}

TEST(PostImport, NeedsNothingButTheFile) {
    Site site;
    site.define();

    const auto first = site.post_csv("/v1/imports", good_file());
    const auto anew = site.post_csv("/v1/imports", good_file());

    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(first.text("source"), "urn:barometre:imports");
    EXPECT_EQ(anew.status, 200);
    EXPECT_NE(first.text("id"), anew.text("id"));
    EXPECT_EQ(site.log().end(), 5U);
}

TEST(PostImport, CountsOnceUnderItsKey) {
    Site site;
    site.define();
    const Headers key{
        {"idempotency-key", "1"}
    };
    const auto first = site.post_csv("/v1/imports", good_file(), key);

    const auto again = site.post_csv("/v1/imports", good_file(), key);
    const auto other =
        site.post_csv("/v1/imports", good_file() + "IND-001;D56;;2024-09-30;va;1\n", key);

    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.body.at("duplicate"), true);
    EXPECT_EQ(again.text("position"), first.text("position"));
    EXPECT_EQ(other.status, 409);
    EXPECT_EQ(other.code(), "identity-reused");
    EXPECT_EQ(site.log().end(), 4U);
}

TEST(PostImport, AnswersARepetitionThoughItsPolicyIsArchivedSince) {
    Site site;
    site.define();
    const Headers key{
        {"idempotency-key", "1"}
    };
    site.post_csv("/v1/imports", good_file(), key);
    site.post("/v1/policies",
              {
                  {"content-type", "application/json"}
    },
              R"({"id":"CH-001","status":"archived"})");

    EXPECT_EQ(site.post_csv("/v1/imports", good_file(), key).status, 200);
    EXPECT_EQ(site.post_csv("/v1/imports", good_file()).status, 422);
}

TEST(PostImport, ReportsEveryErrorOfAFileAndKeepsNothing) {
    Site site;
    site.define("CH-001", "IND-001", {}, R"("applies_to":["DEPT-35"],"value_schema":"0-100")");
    const std::string bad = header +
                            "IND-001;D35;;2024-09-30;va;12\n"
                            "IND-001;D22;;2024-09-30;va;101\n"
                            "IND-001;D35;;2023-06-31;va;12\n"
                            "IND-777;D35;;2024-09-30;va;12\n"
                            ";;;;;\n";

    const auto answer = site.post_csv("/v1/imports", bad,
                                      {
                                          {"accept-language", "fr"}
    });

    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.raw.header("content-type"), "application/problem+json");
    EXPECT_EQ(answer.code(), "import-invalid");
    EXPECT_EQ(answer.text("detail"), "5 erreur(s) pour 5 ligne(s) ; rien n'est conservé");
    EXPECT_EQ(answer.body.at("error_count"), 5);
    EXPECT_EQ(
        boost::json::serialize(answer.body.at("errors")),
        R"([{"row":3,"column":"zone_id","code":"territory-not-applicable",)"
        R"("message_fr":"L'indicateur ne s'applique pas à la zone 'D22'.",)"
        R"("message_en":"The indicator does not apply to the zone 'D22'.","cell":"D22"},)"
        R"({"row":3,"column":"valeur","code":"value-not-percentage",)"
        R"("message_fr":"La valeur doit être comprise entre 0 et 100. Vous avez renseigné '101'.",)"
        R"("message_en":"The value must be between 0 and 100; '101' is not.","cell":"101"},)"
        R"({"row":4,"column":"date_valeur","code":"date-not-in-calendar",)"
        R"("message_fr":"La date '2023-06-31' n'est pas une date valide.",)"
        R"("message_en":"The date '2023-06-31' is not in the calendar.","cell":"2023-06-31"},)"
        R"({"row":5,"column":"identifiant_indic","code":"indicator-unknown",)"
        R"("message_fr":"L'indicateur 'IND-777' n'est pas défini.",)"
        R"("message_en":"The indicator 'IND-777' is not defined.","cell":"IND-777"},)"
        R"({"row":6,"column":null,"code":"row-empty",)"
        R"("message_fr":"Toutes les cellules de la ligne 6 sont vides.",)"
        R"("message_en":"All cells of row 6 are empty.","cell":null}])");
    EXPECT_EQ(site.log().end(), 3U);
}

TEST(PostImport, ReportsWhatOnlyTheCatalogueFindsInTheSameForm) {
    Site site;
    site.define("CH-001", "IND-001", R"("status":"archived")");

    const auto answer = site.post_csv("/v1/imports", good_file());

    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.code(), "import-invalid");
    EXPECT_EQ(answer.body.at("error_count"), 2);
    EXPECT_EQ(answer.body.at("errors").at(1).at("row"), 3);
    EXPECT_EQ(answer.body.at("errors").at(1).at("code"), "policy-archived");
    EXPECT_EQ(answer.body.at("errors").at(1).at("cell"), "IND-001");
    EXPECT_EQ(site.log().end(), 3U);
}

TEST(PostImport, OnlyChecksWhenItIsAsked) {
    Site site;
    site.define("CH-001", "IND-001", {}, R"("hidden":true)");

    const auto good = site.post_csv("/v1/imports?check=1", good_file());
    const auto bad =
        site.post_csv("/v1/imports?check=1", header + "IND-001;D99;;2024-09-30;va;1\n");
    const auto unknown =
        site.post_csv("/v1/imports?check=1", header + "IND-009;D35;;2024-09-30;va;1\n");

    EXPECT_EQ(good.status, 200);
    EXPECT_EQ(good.raw.body,
              R"({"status":"checked","rows":2,"warnings":[{"code":"indicator-hidden",)"
              R"("message":"This indicator is hidden: its figures are kept and not shown: )"
              R"(IND-001"}]})");
    EXPECT_EQ(bad.status, 422);
    EXPECT_EQ(unknown.status, 422);
    EXPECT_EQ(unknown.body.at("errors").at(0).at("code"), "indicator-unknown");
    EXPECT_EQ(site.log().end(), 3U);
}

TEST(PostImport, RefusesWhatItIsNotAskedProperly) {
    Site site;
    const auto refused = [](const Answer& answer) {
        return std::to_string(answer.status) + " " + answer.code();
    };

    EXPECT_EQ(refused(site.post_csv("/v1/imports?cheque=1", good_file())), "400 parameter-unknown");
    EXPECT_EQ(refused(site.post_csv("/v1/imports?check=yes", good_file())),
              "400 parameter-invalid");
    EXPECT_EQ(refused(site.post_csv("/v1/imports?reason=%E2%80%AE", good_file())),
              "400 text-forbidden-character");
    EXPECT_EQ(refused(site.post_csv("/v1/imports?reason=" + std::string(501, 'x'), good_file())),
              "422 text-too-long");
    EXPECT_EQ(refused(site.post_csv("/v1/imports", good_file(),
                                    {
                                        {"idempotency-key", "\""}
    })),
              "400 idempotency-key-malformed");
    EXPECT_EQ(refused(site.post("/v1/imports",
                                {
                                    {"content-type", "text/csv; charset=latin1"}
    },
                                "")),
              "415 media-type-unsupported");
    EXPECT_EQ(refused(site.post("/v1/imports",
                                {
                                    {"content-type", "application/json"}
    },
                                "{}")),
              "415 media-type-unsupported");
    EXPECT_EQ(site.log().end(), 1U);
}

TEST(PostImport, HasFiveThousandRowsAtMost) {
    Site site;
    site.define();

    const auto over = site.post_csv("/v1/imports", header + rows_of_months(5'001));
    const auto full = site.post_csv("/v1/imports", header + rows_of_months(5'000));

    EXPECT_EQ(over.status, 413);
    EXPECT_EQ(over.code(), "rows-too-many");
    EXPECT_EQ(over.text("detail"), "Row 5002 is one too many: a file has at most 5,000 rows.");
    EXPECT_EQ(full.status, 200) << full.raw.body.substr(0, 500);
    EXPECT_EQ(site.log().end(), 4U);
}

TEST(PostImport, SurvivesFilesOfUnreasonableSize) {
    Site site;
    site.define();
    std::string million = header;
    for (int i = 0; i < 1'000'000; ++i) million += "\n";
    std::string long_line = header + std::string(100'000, 'x');

    const auto many = site.post_csv("/v1/imports", million);
    const auto line = site.post_csv("/v1/imports", long_line);
    const auto body = site.post_csv("/v1/imports", std::string(2 * 1024 * 1024 + 1, 'x'));

    EXPECT_EQ(many.status, 413);
    EXPECT_EQ(many.code(), "rows-too-many");
    EXPECT_EQ(line.status, 413);
    EXPECT_EQ(line.code(), "line-too-long");
    EXPECT_EQ(body.status, 413);
    EXPECT_EQ(body.code(), "body-too-large");
    EXPECT_EQ(site.log().end(), 3U);
}

TEST(PostImport, RefusesAHundredMegabytesBeforeTheyAreSent) {
    Site site;
    RawConnection connection{site.port()};

    connection.send(
        "POST /v1/imports HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n"
        "Content-Length: 104857600\r\n\r\n" +
        std::string(100'000, 'x'));

    EXPECT_EQ(connection.answer().status, 413);
}

TEST(PostImport, TellsHowToSaveAFileThatIsNotUtf8) {
    Site site;

    const auto answer =
        site.post_csv("/v1/imports", header + "IND-001;D09;Ari\xE8ge;2024-09-30;va;1\n",
                      {
                          {"accept-language", "fr"}
    });

    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.code(), "encoding-not-utf8");
    EXPECT_EQ(answer.text("detail"),
              "La ligne 2 n'est pas en UTF-8. Enregistrez le fichier en « CSV UTF-8 » ou "
              "convertissez-le depuis Windows-1252 (Latin-1).");
}

TEST(PostImport, KeepsNothingOfAFileThatStopsHalfWay) {
    Site site;
    site.define();
    {
        RawConnection connection{site.port()};
        connection.send(
            "POST /v1/imports HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n"
            "Content-Length: 1000\r\n\r\n" +
            good_file());
    }

    EXPECT_EQ(site.post_csv("/v1/imports", good_file()).text("position"), "test.3");
}

}  // namespace
}  // namespace tests::ingest_site
