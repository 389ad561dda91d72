// SPDX-License-Identifier: EUPL-1.2
#include "ingest/csv_import.hpp"

#include <gtest/gtest.h>

#include <string>

#include "ingest/csv.hpp"

namespace ingest {
namespace {

const std::string header = "identifiant_indic;zone_id;zone_nom;date_valeur;type_valeur;valeur\n";

// "row column code cell" of each error; "-" where there is none.
std::string errors_of(const ImportFile& file) {
    std::string text;
    for (const CellError& error : file.errors)
        text += std::to_string(error.row) + " " + error.column.value_or("-") + " " + error.code +
                " " + (error.column ? "'" + error.cell + "'" : "-") + "\n";
    return text;
}

// As many rows as asked for, all different.
std::string different_rows(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += "IND-" + std::to_string(1'000 + i) + ";D35;;2024-01-31;va;1\n";
    return text;
}

TEST(CsvImport, ReadsEverySpellingOfDateZoneAndType) {
    const auto file = read_import(header +
                                  "IND-001;D2A;Corse-du-Sud;2023-12-31;vi;1\n"
                                  "IND-001;R53;Bretagne;31/12/2023;VI;-2.5\n"
                                  "IND-0001;FRANCE;;31/12/23;va;0\n"
                                  "IND-0002;France;;12-31-23;VA;000.100\n"
                                  "IND-001;D976;;1/2/2023;vc;\n"
                                  "IND-001;D01;;2023-12-31;VC;1000000000000000\n");

    ASSERT_TRUE(file.valid());
    ASSERT_EQ(file.rows.size(), 6U);
    EXPECT_EQ(file.rows[0].measure.territory.id(), "DEPT-2A");
    EXPECT_EQ(file.rows[1].measure.territory.id(), "REG-53");
    EXPECT_EQ(file.rows[1].measure.kind, domain::Kind::baseline);
    EXPECT_EQ(file.rows[1].measure.value->text(), "-2.5");
    EXPECT_EQ(file.rows[2].measure.territory.id(), "NAT-FR");
    EXPECT_EQ(file.rows[2].measure.indicator.text(), "IND-0001");
    for (const std::size_t row : {0U, 1U, 2U, 3U})
        EXPECT_EQ(file.rows[row].measure.date.text(), "2023-12-31") << row;
    EXPECT_EQ(file.rows[3].measure.territory.id(), "NAT-FR");
    EXPECT_EQ(file.rows[4].measure.date.text(), "2023-02-01");
    EXPECT_FALSE(file.rows[4].measure.value.has_value());
    EXPECT_EQ(file.rows[5].row, 7U);
}

TEST(CsvImport, TakesColumnsInAnyOrderWithOrWithoutNamesOfZones) {
    const auto reordered = read_import(
        "valeur,type_valeur,date_valeur,zone_nom,zone_id,identifiant_indic\n"
        "5,va,2023-03-31,\"Loire, Haute\",D43,IND-009\n");
    const auto shorter = read_import(
        "identifiant_indic;zone_id;date_valeur;type_valeur;valeur\nIND-009;D12;2023-03-31;va;5\n");

    ASSERT_TRUE(reordered.valid());
    EXPECT_EQ(reordered.rows.at(0).measure.territory.id(), "DEPT-43");
    EXPECT_EQ(reordered.rows.at(0).measure.value->text(), "5");
    ASSERT_TRUE(shorter.valid());
    EXPECT_EQ(shorter.rows.at(0).measure.territory.id(), "DEPT-12");
}

TEST(CsvImport, TakesAByteOrderMarkQuotesAndCrLf) {
    const auto file = read_import(
        "\xEF\xBB\xBF\"identifiant_indic\";zone_id;date_valeur;type_valeur;valeur\r\n"
        "\"IND-009\";\"D12\";2023-03-31;va;\"5\"\r\n");

    ASSERT_TRUE(file.valid());
    EXPECT_EQ(file.rows.size(), 1U);
}

TEST(CsvImport, ListsEveryErrorWithRowColumnCodeAndCell) {
    const auto file = read_import(header +
                                  "IND-1;D35;;2024-13-01;vx;12,5\n"
                                  ";D999;;2023-06-31;va;1e5\n"
                                  ";;;;;\n"
                                  "\n"
                                  "IND-001;D35;;2024-01-01;va;1;7\n"
                                  "IND-001;DEPT-35;;1989-12-31;va;1.0123456789\n"
                                  "IND-001;D35;;01.02.2024;va;2000000000000000\n"
                                  "IND-001;D35;;2024-01-01;va;1\n"
                                  "IND-001;D35;x\"y;2024-01-01;va;1\n"
                                  "IND-001;D35;;01/01/2024;VA;2\n");

    EXPECT_EQ(errors_of(file),
              "2 identifiant_indic indicator-bad-format 'IND-1'\n"
              "2 date_valeur date-not-in-calendar '2024-13-01'\n"
              "2 type_valeur kind-unknown 'vx'\n"
              "2 valeur value-bad-format '12,5'\n"
              "3 identifiant_indic indicator-required ''\n"
              "3 zone_id territory-unknown 'D999'\n"
              "3 date_valeur date-not-in-calendar '2023-06-31'\n"
              "3 valeur value-bad-format '1e5'\n"
              "4 - row-empty -\n"
              "5 - row-empty -\n"
              "6 - row-cells -\n"
              "7 zone_id territory-unknown 'DEPT-35'\n"
              "7 date_valeur date-out-of-range '1989-12-31'\n"
              "7 valeur value-too-many-decimals '1.0123456789'\n"
              "8 date_valeur date-bad-format '01.02.2024'\n"
              "8 valeur value-out-of-range '2000000000000000'\n"
              "10 - quote-malformed -\n"
              "11 - row-repeated -\n");
    EXPECT_EQ(file.error_count, 18U);
    EXPECT_EQ(file.row_count, 10U);
    EXPECT_EQ(file.rows.size(), 1U);
}

TEST(CsvImport, NamesWhatIsWrongWithTheHeaderLine) {
    const auto errors = [](const std::string& text) { return errors_of(read_import(text)); };

    EXPECT_EQ(errors("Identifiant_indic;zone_id\n"),
              "1 Identifiant_indic header-has-capitals 'Identifiant_indic'\n");
    EXPECT_EQ(errors("identifiant_indic; zone_id\n"), "1  zone_id header-has-spaces ' zone_id'\n");
    EXPECT_EQ(errors("zone_id;zone_id\n"), "1 zone_id header-repeated 'zone_id'\n");
    EXPECT_EQ(errors("zone_id;valeur\n"),
              "1 identifiant_indic header-missing-identifiant-indic ''\n");
    EXPECT_EQ(errors("identifiant_indic;valeur\n"), "1 - header-invalid -\n");
    EXPECT_EQ(errors(header), "1 - rows-none -\n");
    EXPECT_EQ(errors(""), "1 - file-empty -\n");
    EXPECT_EQ(errors("\xEF\xBB\xBF"), "1 - file-empty -\n");
    EXPECT_EQ(errors("\"identifiant_indic\n"), "1 - quote-malformed -\n");
}

TEST(CsvImport, StopsAtTheRowThatIsOneTooMany) {
    const auto full = read_import(header + different_rows(5'000));
    const auto over = read_import(header + different_rows(5'001));

    EXPECT_TRUE(full.valid());
    EXPECT_EQ(full.rows.size(), 5'000U);
    ASSERT_TRUE(over.stopped.has_value());
    EXPECT_EQ(over.stopped->code, "rows-too-many");
    EXPECT_EQ(over.stopped->row, 5'002U);
}

TEST(CsvImport, ReadsNoMoreOfAMillionRowsThanItHasTo) {
    std::string text = header;
    for (int i = 0; i < 1'000'000; ++i) text += "\n";

    const auto file = read_import(text);

    ASSERT_TRUE(file.stopped.has_value());
    EXPECT_EQ(file.stopped->row, 5'002U);
    EXPECT_EQ(file.error_count, 5'000U);
    EXPECT_EQ(file.errors.size(), file_errors_max);
}

TEST(CsvImport, HoldsRowsToEightKibibytes) {
    const std::string before = "IND-001;D35;";
    const std::string after = ";2024-01-01;va;1";
    const std::size_t left = csv_row_bytes_max - before.size() - after.size();

    const auto fits = read_import(header + before + std::string(left, 'x') + after + "\n");
    const auto over = read_import(header + before + std::string(left + 1, 'x') + after + "\n");

    EXPECT_TRUE(fits.valid());
    ASSERT_TRUE(over.stopped.has_value());
    EXPECT_EQ(over.stopped->code, "line-too-long");
    EXPECT_EQ(over.stopped->row, 2U);
}

TEST(CsvImport, NamesTheFirstLineThatIsNotUtf8) {
    const auto latin_1 = read_import(header +
                                     "IND-001;D35;;2024-01-01;va;1\n"
                                     "IND-001;D39;Ari\xE8ge;2024-01-01;va;1\n");
    const auto utf_16 = read_import("\xFF\xFE");

    ASSERT_TRUE(latin_1.stopped.has_value());
    EXPECT_EQ(latin_1.stopped->code, "encoding-not-utf8");
    EXPECT_EQ(latin_1.stopped->row, 3U);
    ASSERT_TRUE(utf_16.stopped.has_value());
    EXPECT_EQ(utf_16.stopped->row, 1U);
}

TEST(CsvImport, KeepsCountingErrorsBeyondThoseItLists) {
    std::string text = header;
    for (int i = 0; i < 1'200; ++i) text += "IND-1;D35;;2024-01-01;va;1\n";

    const auto file = read_import(text);

    EXPECT_EQ(file.error_count, 1'200U);
    EXPECT_EQ(file.errors.size(), 1'000U);
    EXPECT_EQ(file.errors.back().row, 1'001U);
}

TEST(CsvImport, ShowsCellsWithoutWhatDeceivesAReader) {
    EXPECT_EQ(shown("D35"), "D35");
    EXPECT_EQ(shown("Ariège"), "Ariège");
    EXPECT_EQ(shown("a\xE2\x80\xAE"
                    "b"),
              "a???b");
    EXPECT_EQ(shown(std::string("a\0b", 3)), "a?b");
    EXPECT_EQ(shown(std::string(61, 'a')), std::string(60, 'a') + "…");
    EXPECT_EQ(shown(std::string(59, 'a') + "éé"), std::string(59, 'a') + "…");
}

TEST(CsvImport, MakesAnEventOfTheRowsAsWritten) {
    const std::string text =
        header + "IND-001;D35;;31/12/2023;vi;01.50\nIND-001;R53;;2024-01-01;vc;\n";

    const auto data = import_data(read_import(text), text, "corrigé");

    ASSERT_TRUE(data);
    EXPECT_EQ(domain::codec::canonical(*data, {"file_sha256"}),
              R"({"reason":"corrigé","rows":[{"date":"2023-12-31","indicator":"IND-001",)"
              R"("kind":"baseline","territory":"DEPT-35","value":"01.50"},)"
              R"({"date":"2024-01-01","indicator":"IND-001",)"
              R"("kind":"target","territory":"REG-53","value":null}]})");
    EXPECT_EQ(data->member("file_sha256")->string()->size(), 64U);
}

}  // namespace
}  // namespace ingest
