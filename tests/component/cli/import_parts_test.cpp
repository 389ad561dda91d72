// SPDX-License-Identifier: EUPL-1.2
#include "cli/import_parts.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "cli/csv_file.hpp"
#include "tests/support/must.hpp"

namespace {

using cli::cut_import;
using cli::ImportPart;
using support::must;

const std::string header = "identifiant_indic;zone_id;zone_nom;date_valeur;type_valeur;valeur\n";

std::string rows(std::size_t count, const std::string& indicator, const std::string& kind,
                 const std::string& zone = "D35") {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += cli::csv_line({indicator, zone, "", std::to_string(i), kind, "1"}, ';');
    return text;
}

std::set<std::string> values(const ImportPart& part, std::size_t column) {
    std::set<std::string> all;
    for (const auto& row : must(cli::parse_csv(part.body, ';')).rows)
        all.insert(std::string{cli::cell(row, column)});
    return all;
}

// Every row of the file is in one part, under its own number.
void expect_whole(const std::vector<ImportPart>& parts, const std::string& file) {
    const auto table = must(cli::parse_csv(file, ';'));
    std::map<std::size_t, std::string> found;
    for (const auto& part : parts) {
        EXPECT_LE(part.body.size(), cli::import_bytes_max);
        EXPECT_LE(part.rows.size(), cli::import_rows_max);
        const auto of_part = must(cli::parse_csv(part.body, ';'));
        EXPECT_EQ(of_part.header, table.header);
        ASSERT_EQ(of_part.rows.size(), part.rows.size());
        for (std::size_t i = 0; i < part.rows.size(); ++i)
            found.emplace(part.row_in_file(i + 2), cli::csv_line(of_part.rows[i], ';'));
    }
    ASSERT_EQ(found.size(), table.rows.size());
    for (const auto& [number, line] : found)
        EXPECT_EQ(line, cli::csv_line(table.rows[number - 2], ';'));
}

TEST(CutImport, LeavesAFileThatFitsByteForByte) {
    const std::string file = header + rows(cli::import_rows_max, "IND-001", "va");
    const auto parts = must(cut_import(file));
    ASSERT_EQ(parts.size(), 1U);
    EXPECT_EQ(parts.front().body, file);
    const std::string wrong = "no header\n\"open";
    EXPECT_EQ(must(cut_import(wrong)).front().body, wrong) << "the server says what is wrong";
}

TEST(CutImport, CutsOneRowTooManyBetweenIndicators) {
    const std::string file = header + rows(3'000, "IND-001", "va") + rows(2'001, "IND-002", "va");
    const auto parts = must(cut_import(file));
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(values(parts[0], 0), (std::set<std::string>{"IND-001"}));
    EXPECT_EQ(values(parts[1], 0), (std::set<std::string>{"IND-002"}));
    EXPECT_EQ(parts[1].row_in_file(2), 3'002U);
    expect_whole(parts, file);
}

TEST(CutImport, LetsNeighboursShareAPart) {
    std::string file = header;
    for (int i = 100; i < 160; ++i) file += rows(100, "IND-" + std::to_string(i), "va");
    const auto parts = must(cut_import(file));
    EXPECT_EQ(parts.size(), 2U);
    expect_whole(parts, file);
}

TEST(CutImport, CutsAnIndicatorByKindFirst) {
    const std::string file = header + rows(2'000, "IND-001", "VA") + rows(2'000, "IND-001", "vc") +
                             rows(2'000, "IND-001", "vi");
    const auto parts = must(cut_import(file));
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(values(parts[0], 4), (std::set<std::string>{"VA", "vc"}));
    EXPECT_EQ(values(parts[1], 4), (std::set<std::string>{"vi"}));
    expect_whole(parts, file);
}

TEST(CutImport, CutsActualValuesByTerritoryAndKeepsBaselinesTogether) {
    std::string file = header;
    for (const std::string zone : {"D22", "D29", "D35"}) {
        file += rows(2'000, "IND-001", "va", zone);
        file += rows(1'500, "IND-001", "vi", zone);
    }
    const auto parts = must(cut_import(file));
    std::size_t with_baselines = 0;
    std::map<std::string, std::size_t> parts_of_zone;
    for (const auto& part : parts) {
        with_baselines += values(part, 4).contains("vi") ? 1 : 0;
        if (values(part, 4).contains("va"))
            for (const auto& zone : values(part, 1)) ++parts_of_zone[zone];
    }
    EXPECT_EQ(with_baselines, 1U);
    for (const auto& [zone, count] : parts_of_zone) EXPECT_EQ(count, 1U) << zone;
    expect_whole(parts, file);
}

TEST(CutImport, CutsAFileOfTooManyBytes) {
    const std::string name(3'000, 'x');
    std::string file = header;
    for (int i = 100; i < 900; ++i)
        file += "IND-" + std::to_string(i) + ";D35;\"" + name + "\";2024-01-01;va;1\n";
    ASSERT_GT(file.size(), cli::import_bytes_max);
    const auto parts = must(cut_import(file));
    EXPECT_EQ(parts.size(), 2U);
    expect_whole(parts, file);
}

TEST(CutImport, RefusesWhatMustStayTogetherAndDoesNotFit) {
    EXPECT_TRUE(cut_import(header + rows(5'000, "IND-001", "vi") + rows(1, "IND-002", "vi")));
    const auto baselines = cut_import(header + rows(5'001, "IND-001", "vi"));
    ASSERT_FALSE(baselines);
    EXPECT_NE(baselines.error().detail.find("5001 rows vi of IND-001"), std::string::npos);
    EXPECT_FALSE(cut_import(header + rows(5'001, "IND-001", "va")));
    EXPECT_FALSE(cut_import("a;b\n" + rows(5'001, "IND-001", "va"))) << "no columns to cut by";
}

}  // namespace
