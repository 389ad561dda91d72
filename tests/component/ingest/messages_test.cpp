// SPDX-License-Identifier: EUPL-1.2
#include "ingest/messages.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "ingest/finding.hpp"

namespace ingest {
namespace {

using platform::http::Language;

// Words with a hyphen in domain/ and ingest/ that are no codes.
const std::set<std::string> words{
    "0-100",
    "pilote-2024",
    "barometre-1",
    "half-yearly",
    "two-yearly",
    "three-yearly",
    "six-yearly",
    "sub-indicators",
    "rolled-up",
    "rule-544",
    "replicated-from-region",
    "replicated-from-nation",
    "insee-cog-2026-120",
    "utf-8",
    "us-ascii",
    "respond-async",
    "content-type",
    "idempotency-key",
    "accept-language",
    "ce-specversion",
    "2023-06-31",
    "xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx",
    // Of the program and its admin port.
    "admin-port",
    "history-load",
    "query-key-file",
    "query-url",
    "no-store",
    "not-ready",
};

// Every text in quotes in the sources of `folder` that is written as codes are; what judges proofs
// and not events is left out: no receipt tells its codes.
std::set<std::string> words_of(const std::string& folder) {
    static const std::regex hyphenated{"\"([a-z0-9]+(?:-[a-z0-9]+)+)\""};
    std::set<std::string> found;
    const std::filesystem::path root{SOURCE_DIR};
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
        const auto name = entry.path().filename();
        if (entry.path().parent_path().filename() == "merkle") continue;
        if (entry.path().extension() != ".cpp" || name == "messages.cpp" || name == "territory.cpp")
            continue;
        std::ifstream file{entry.path()};
        const std::string text{std::istreambuf_iterator<char>{file}, {}};
        for (auto match = std::sregex_iterator(text.begin(), text.end(), hyphenated);
             match != std::sregex_iterator(); ++match)
            found.insert((*match)[1]);
    }
    return found;
}

TEST(Messages, ExistForEveryCodeOfTheSources) {
    std::size_t codes = 0;
    for (const std::string folder : {"domain", "ingest"}) {
        for (const std::string& word : words_of(folder)) {
            if (words.contains(word)) continue;
            EXPECT_TRUE(is_known_code(word)) << word << " in " << folder;
            ++codes;
        }
    }
    constexpr std::size_t codes_at_least = 70;
    EXPECT_GT(codes, codes_at_least);
}

TEST(Messages, AreInBothLanguagesAndOfAnErrorStatus) {
    for (const std::string folder : {"domain", "ingest"}) {
        for (const std::string& word : words_of(folder)) {
            if (!is_known_code(word)) continue;
            const auto kind = kind_of(word);
            EXPECT_FALSE(kind.title_en.empty()) << word;
            EXPECT_FALSE(kind.title_fr.empty()) << word;
            EXPECT_NE(kind.title_en, kind.title_fr) << word;
            EXPECT_NE(csv_message(word, Language::english, {2, "x"}),
                      csv_message(word, Language::french, {2, "x"}))
                << word;
        }
    }
}

TEST(Messages, FillInRowAndCell) {
    EXPECT_EQ(csv_message("row-empty", Language::french, {4, ""}),
              "Toutes les cellules de la ligne 4 sont vides.");
    EXPECT_EQ(csv_message("indicator-required", Language::french, {12, ""}),
              "Un indicateur ne peut être vide. C'est le cas à la ligne 12.");
    EXPECT_EQ(csv_message("date-not-in-calendar", Language::french, {2, "2023-06-31"}),
              "La date '2023-06-31' n'est pas une date valide.");
    EXPECT_EQ(csv_message("kind-unknown", Language::english, {2, "{row}"}),
              "The type of value must be vi (baseline), va (actual value) or vc (target); '{row}' "
              "is none.");
    EXPECT_EQ(csv_message("text-too-long", Language::english, {2, ""}), "A text is too long.");
}

TEST(Messages, SayWhatAFindingIsAbout) {
    const auto finding = finding_about("indicator-unknown", "/data/rows/0/indicator", "IND-123");
    EXPECT_EQ(message(finding, Language::english), "This indicator is not defined: IND-123");
    EXPECT_EQ(message(finding, Language::french), "Cet indicateur n'est pas défini : IND-123");

    const auto mismatch = finding_of(
        {"revision-mismatch", "", "/data/rows/0 is at revision 7; /data/rows/1 is at revision 0"});
    EXPECT_EQ(message(mismatch, Language::french),
              "Une ligne n'est pas à la révision attendue : /data/rows/0 est à la révision 7; "
              "/data/rows/1 est à la révision 0");
}

TEST(Messages, ListAtMostAHundredErrorsOfAnEventAndCountTheRest) {
    Fault fault;
    for (int i = 0; i < 150; ++i)
        fault.findings.push_back(finding_about("indicator-unknown", "/x", "IND-001"));
    fault.count = 5'000;

    const auto response = problem_of(fault, Language::english);

    EXPECT_EQ(response.status, 422);
    EXPECT_NE(response.body.find("(and 4999 more)"), std::string::npos);
    const std::string member = "\"pointer\":";
    std::size_t listed = 0;
    for (auto at = response.body.find(member); at != std::string::npos;
         at = response.body.find(member, at + 1))
        ++listed;
    EXPECT_EQ(listed, errors_listed_max);
}

}  // namespace
}  // namespace ingest
