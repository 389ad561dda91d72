// SPDX-License-Identifier: EUPL-1.2
// The command as its users meet it: programs, files, exit codes, and a site of its own.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/component/cli/program.hpp"

namespace {

using cli_tests::Ran;
using cli_tests::run;
using cli_tests::Site;

constexpr int ok = 0;
constexpr int failed = 1;
constexpr int usage = 2;
constexpr int unreachable = 3;

const std::string header = "identifiant_indic;zone_id;zone_nom;date_valeur;type_valeur;valeur\n";

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

class Files {
public:
    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream{folder_ / name} << text;
        return folder_ / name;
    }
    std::string path(const std::string& name) const { return folder_ / name; }

private:
    support::TemporaryDirectory folder_;
};

// A policy and an indicator that departments enter and that adds up.
std::string define_houses(const Site& site, const Files& files) {
    const std::string rule = R"({"department":{"from":"entered"},)"
                             R"("region":{"from":"departments","operation":"sum"},)"
                             R"("nation":{"from":"regions","operation":"sum"}})";
    const auto file =
        files.write("houses.json",
                    R"([{"id":"CH-045","title":"Services"},)"
                    R"({"id":"IND-302","policy":"CH-045","name":"Maisons","roll_up":{"baseline":)" +
                        rule + R"(,"actual":)" + rule + R"(,"target":)" + rule + "}}]");
    const auto defined = site.run({"define", file});
    EXPECT_EQ(defined.code, ok) << defined.out << defined.err;
    return file;
}

TEST(Program, SaysWhatItTakesAndWithWhichCodesItEnds) {
    const auto help = run({"--help"});
    EXPECT_EQ(help.code, ok);
    for (const std::string_view part :
         {"Exit codes", "serve", "import", "import-opendata", "define", "get", "audit", "history",
          "diff", "rebuild", "digest", "backup", "restore", "log", "topics"})
        EXPECT_TRUE(contains(help.out, part)) << part;
    EXPECT_EQ(run({"import", "--help"}).code, ok);
    EXPECT_EQ(run({}).code, usage);
    EXPECT_EQ(run({"import"}).code, usage);
    EXPECT_EQ(run({"get", "indicator", "IND-302", "--level", "town"}).code, usage);
}

TEST(Program, ReadsItsSettingsFromAFile) {
    const Files files;
    const auto nowhere = files.path("nowhere");
    const auto settings = files.write("settings.ini", "[digest]\ndata=" + nowhere + "\n");
    const auto digest = run({"--config", settings, "digest"});
    EXPECT_EQ(digest.code, failed);
    EXPECT_TRUE(contains(digest.err, nowhere)) << digest.err;
    const auto wrong = files.write("wrong.ini", "[digest]\ndta=" + nowhere + "\n");
    EXPECT_EQ(run({"--config", wrong, "digest"}).code, usage);
}

TEST(Program, ServesOnLoopbackOnly) {
    const Files files;
    const auto served =
        run({"serve", "--data", files.path("site"), "--address", "0.0.0.0", "--port", "0"});
    EXPECT_EQ(served.code, failed);
    EXPECT_TRUE(contains(served.err, "loopback")) << served.err;
}

TEST(Program, TellsThatNoServerAnswers) {
    const std::string nobody = "http://127.0.0.1:1";
    EXPECT_EQ(run({"get", "territory", "REG-53", "--url", nobody}).code, unreachable);
    EXPECT_EQ(run(
                  {
                      "get", "territory", "REG-53"
    },
                  {{"BAROMETRE_URL", nobody}})
                  .code,
              unreachable);
    EXPECT_EQ(run({"get", "territory", "REG-53", "--url", "nobody"}).code, failed);
}

TEST(Program, ImportsAFileOnceHoweverOftenItIsSent) {
    const Site site;
    const Files files;
    define_houses(site, files);
    const auto file = files.write("a.csv", header +
                                               "IND-302;D35;;2024-09-30;va;49\n"
                                               "IND-302;D22;;2024-09-30;va;17\n");
    const auto checked = site.run({"import", file, "--check"});
    EXPECT_EQ(checked.code, ok) << checked.out << checked.err;
    EXPECT_FALSE(contains(site.run({"get", "series", "IND-302", "D35"}).out, "2024-09"));

    const auto first = site.run({"import", file, "--reason", "relevé"});
    EXPECT_EQ(first.code, ok) << first.out << first.err;
    EXPECT_TRUE(contains(first.out, "applied, 2 rows"));
    const auto again = site.run({"import", file, "--reason", "relevé"});
    EXPECT_EQ(again.code, ok);
    EXPECT_TRUE(contains(again.out, "no second effect")) << again.out;
    const auto other = site.run({"import", file, "--reason", "autre"});
    EXPECT_EQ(other.code, failed) << "the same id with other content";
    EXPECT_TRUE(contains(site.run({"get", "indicator", "IND-302"}).out, "66"));
}

TEST(Program, ShowsWhatIsWrongWithAFileInTheLanguageOfItsUser) {
    const Site site;
    const Files files;
    define_houses(site, files);
    const auto file = files.write("b.csv", header +
                                               "IND-302;D35;;2024-09-30;va;49\n"
                                               "IND-302;D20;;2024-09-30;va;1,7\n");
    const auto english = site.run({"import", file});
    EXPECT_EQ(english.code, failed);
    EXPECT_TRUE(contains(english.out, "  3  zone_id  territory-unknown")) << english.out;
    EXPECT_TRUE(contains(english.out, "value-bad-format"));
    const auto french = run(
        {
            "import", file
    },
        {{"BAROMETRE_URL", site.url()}, {"LANG", "fr_FR.UTF-8"}});
    EXPECT_TRUE(contains(french.out, "ligne")) << french.out;
    EXPECT_NE(french.out, english.out);
    const auto json = site.run({"import", file, "--json"});
    EXPECT_EQ(json.code, failed);
    EXPECT_TRUE(contains(json.out, R"("http_status":422)")) << json.out;
}

TEST(Program, CutsALargeFileAndChecksAllOfItFirst) {
    const Site site;
    const Files files;
    define_houses(site, files);
    std::string rows;
    for (const std::string_view zone : {"D22", "D29", "D35", "D44", "D56"})
        for (int year = 1990; year < 2099; ++year)
            for (int month = 1; month <= 10; ++month)
                rows += "IND-302;" + std::string{zone} + ";;" + std::to_string(year) +
                        (month < 10 ? "-0" : "-") + std::to_string(month) + "-01;va;1\n";
    const auto bad =
        site.run({"import", files.write("bad.csv", header + rows + "IND-302;D01;;x;va;1\n")});
    EXPECT_EQ(bad.code, failed);
    EXPECT_TRUE(contains(bad.out, "5452  date_valeur")) << bad.out;
    EXPECT_FALSE(contains(site.run({"get", "series", "IND-302", "D22"}).out, "1990-01"))
        << "nothing takes effect where a part is wrong";

    const auto file = files.write("large.csv", header + rows);
    const auto sent = site.run({"import", file});
    EXPECT_EQ(sent.code, ok) << sent.out << sent.err;
    EXPECT_TRUE(contains(sent.err, "each of which takes effect by itself")) << sent.err;
    EXPECT_TRUE(contains(sent.out, "part 2 of 2: applied"));
    const auto again = site.run({"import", file});
    EXPECT_TRUE(contains(again.out, "part 2 of 2: applied")) << again.out;
    EXPECT_TRUE(contains(again.out, "no second effect"));
}

TEST(Program, DefinesOnlyWhatIsNotInForce) {
    const Site site;
    const Files files;
    const auto file = define_houses(site, files);
    const auto again = site.run({"define", file});
    EXPECT_TRUE(contains(again.out, "definitions sent 0, applied 0, unchanged 2")) << again.out;

    const auto write = [&files](const std::string& name, const std::string& more) {
        return files.write(name, R"({"id":"IND-302","policy":"CH-045")" + more + "}");
    };
    const auto plain = write("plain.json", "");
    const auto hidden = write("hidden.json", R"(,"hidden":true)");
    for (const auto& each : {plain, hidden, plain, file}) {
        const auto defined = site.run({"define", each});
        EXPECT_TRUE(contains(defined.out, "sent 1, applied 1")) << each << defined.out;
        const bool is_hidden = each == hidden;
        EXPECT_EQ(site.run({"get", "indicator", "IND-302"}).code, is_hidden ? failed : ok) << each;
    }
}

TEST(Program, DefinesUnknownPoliciesByTheirIdsOrTitles) {
    const Site site;
    const Files files;
    const auto file = files.write("i.ndjson", R"({"id":"IND-001","policy":"CH-001"})"
                                              "\n"
                                              R"({"id":"IND-002","policy":"CH-002"})");
    const auto titles = files.write("titles.csv", "id;title\nCH-002;Deux\n");
    EXPECT_EQ(site.run({"define", file, "--policies", titles}).code, ok);
    EXPECT_EQ(site.run({"get", "policy", "CH-001"}).code, ok);
    const auto json = site.run({"define", file, "--json"});
    EXPECT_TRUE(contains(json.out, R"("unchanged":2)")) << json.out;
}

TEST(Program, PrintsAnswersForPeopleAndForPrograms) {
    const Site site;
    const Files files;
    define_houses(site, files);
    const auto file = files.write("a.csv", header + "IND-302;D35;;2024-09-30;va;49\n");
    ASSERT_EQ(site.run({"import", file}).code, ok);
    const auto territory = site.run({"get", "territory", "REG-53"});
    EXPECT_TRUE(contains(territory.out, "REG-53 Bretagne")) << territory.out;
    EXPECT_TRUE(contains(territory.out, "Maisons"));
    EXPECT_TRUE(contains(site.run({"get", "policy", "CH-045", "--level", "nation"}).out, "France"));
    EXPECT_TRUE(contains(site.run({"get", "series", "IND-302", "D35", "--csv"}).out,
                         "month,baseline,actual"));
    EXPECT_TRUE(site.run({"get", "series", "IND-302", "D35", "--json"}).out.starts_with("{"));
    const auto before = site.run({"get", "indicator", "IND-302", "--as-of", "2020-01-01"});
    EXPECT_EQ(before.code, failed);
    EXPECT_FALSE(before.err.empty());
}

TEST(Program, SavesRestoresAndRebuildsAStoppedSite) {
    Site site;
    const Files files;
    define_houses(site, files);
    const auto file = files.write("a.csv", header + "IND-302;D35;;2024-09-30;va;49\n");
    ASSERT_EQ(site.run({"import", file}).code, ok);

    for (const std::string command : {"rebuild", "digest"}) {
        const auto refused = run({command, "--data", site.data()});
        EXPECT_EQ(refused.code, failed);
        EXPECT_TRUE(contains(refused.err, "open in another process")) << refused.err;
    }
    EXPECT_EQ(site.stop(), ok);

    const auto digest = run({"digest", "--data", site.data()});
    EXPECT_EQ(digest.code, ok) << digest.err;
    const auto backup = files.path("backup");
    EXPECT_EQ(run({"backup", backup, "--data", site.data()}).code, ok);
    EXPECT_EQ(run({"backup", backup, "--data", site.data()}).code, failed) << "it exists";
    EXPECT_EQ(run({"restore", backup, "--data", site.data()}).code, failed) << "there is a log";

    const auto copy = files.path("copy");
    const auto restored = run({"restore", backup, "--data", copy});
    EXPECT_EQ(restored.code, ok) << restored.err;
    const auto rebuilt = run({"rebuild", "--data", copy, "--batch", "1", "--parsers", "2"});
    EXPECT_EQ(rebuilt.code, ok) << rebuilt.err;
    EXPECT_TRUE(contains(rebuilt.out, "rows     1\n")) << rebuilt.out;
    EXPECT_TRUE(contains(rebuilt.out, digest.out)) << rebuilt.out << digest.out;
    EXPECT_EQ(run({"digest", "--data", copy}).out, digest.out);
}

TEST(Program, RefusesABackupThatIsNone) {
    const Files files;
    EXPECT_EQ(run({"restore", files.path("none"), "--data", files.path("data")}).code, failed);
    std::filesystem::create_directory(files.path("broken"));
    files.write("broken/CURRENT", "MANIFEST-000001\n");
    const auto broken = run({"restore", files.path("broken"), "--data", files.path("data")});
    EXPECT_EQ(broken.code, failed);
    EXPECT_FALSE(std::filesystem::exists(files.path("data/log")));
    EXPECT_FALSE(std::filesystem::exists(files.path("data/log.restoring")));
    EXPECT_EQ(run({"rebuild", "--data", files.path("data")}).code, failed);
}

TEST(Program, ImportsOpenDataAndThenOnlyWhatChanged) {
    const Site site;
    const Files files;
    std::filesystem::create_directories(files.path("od/data"));
    std::filesystem::create_directories(files.path("od/metadata"));
    files.write("od/metadata/meta_engagement.csv",
                "engagement_id,engagement_short,engagement_name\n");
    files.write("od/metadata/meta_chantiers.csv", "chantier_id,ch_nom,engagement_short\n");
    files.write("od/metadata/meta_indicateurs.csv",
                "indic_id,indic_parent_ch,indic_nom,indic_nom_baro,tendance\n"
                "IND-200,CH-001,Taux,,hausse\n");
    files.write("od/units.csv", "indic_id,unite_courte\nIND-200,%\n");
    const auto publish = [&files](const std::string& value) {
        files.write("od/data/ind-200.csv",
                    "indic_id,enforce_zone_id,metric_enforce_date,maille,indic_vi,indic_va,"
                    "indic_vc,indic_ta\n"
                    "IND-200,D35,2022-12-01,DEPT,10,,,\n"
                    "IND-200,D35,2024-06-01,DEPT,," +
                        value +
                        ",,50.0\n"
                        "IND-200,D35,2026-12-01,DEPT,,,20,\n");
    };
    const auto import = [&] { return site.run({"import-opendata", files.path("od"), "--verify"}); };
    publish("15.000000000000001");
    const auto first = import();
    EXPECT_EQ(first.code, ok) << first.out << first.err;
    EXPECT_TRUE(contains(first.out, "1 indicators, 3 values")) << first.out;
    EXPECT_TRUE(contains(first.out, "events sent 1, values sent 3, unchanged 0")) << first.out;
    EXPECT_TRUE(contains(first.out, "1 equal, 0 within 0.5, 0 others")) << first.out;
    EXPECT_TRUE(contains(import().out, "events sent 0, values sent 0, unchanged 3"));
    // There and back again: an earlier state is a new change.
    for (const std::string value : {"16", "15", "16"}) {
        publish(value);
        const auto changed = import();
        EXPECT_TRUE(contains(changed.out, "events sent 1, values sent 1, unchanged 2"))
            << changed.out << changed.err;
    }
}

TEST(Program, TellsThePastOfAFigure) {
    const Site site;
    const Files files;
    define_houses(site, files);
    for (const char* value : {"5", "7"}) {
        const auto file = files.write(
            "m.csv", header + "IND-302;D35;;2024-09-30;va;" + std::string{value} + "\n");
        ASSERT_EQ(site.run({"import", file, "--reason", "why-" + std::string{value}}).code, ok);
    }
    const auto audit = site.run({"audit", "IND-302", "DEPT-35"});
    EXPECT_EQ(audit.code, ok) << audit.err;
    for (const char* part : {"why-5", "why-7", "actual 2024-09: 5 to 7", "figure    5 to 7",
                             "REG-53 actual 2024-09: 5 to 7", "NAT-FR actual 2024-09: 5 to 7",
                             "until record", "as of "})
        EXPECT_TRUE(contains(audit.out, part)) << part << "\n" << audit.out;
    const auto history = site.run({"history", "IND-302", "REG-53"});
    EXPECT_EQ(history.code, ok) << history.err;
    EXPECT_TRUE(contains(history.out, "why-7")) << history.out;
    const auto diff = site.run({"diff", "--from", "2020-01-01", "--level", "region"});
    EXPECT_EQ(diff.code, ok) << diff.err;
    EXPECT_TRUE(contains(diff.out, "actual 2024-09")) << diff.out;
    EXPECT_TRUE(site.run({"audit", "IND-302", "DEPT-35", "--json"}).out.starts_with("{"));
    EXPECT_EQ(site.run({"audit", "IND-999", "DEPT-35"}).code, failed);
    EXPECT_EQ(site.run({"diff", "--from", "yesterday"}).code, failed);
    EXPECT_EQ(site.run({"diff"}).code, usage);
}

}  // namespace
