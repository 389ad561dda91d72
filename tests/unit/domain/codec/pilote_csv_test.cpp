// SPDX-License-Identifier: EUPL-1.2
#include "domain/codec/pilote_csv.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "tests/support/values.hpp"

namespace {

namespace codec = domain::codec;

TEST(CsvHeader, HasItsColumnsInAnyOrder) {
    const std::vector<std::string_view> usual{"identifiant_indic", "zone_id",     "zone_nom",
                                              "date_valeur",       "type_valeur", "valeur"};
    EXPECT_EQ(support::must(codec::parse_csv_header(usual)),
              (codec::CsvColumns{
                  .indicator = 0, .territory = 1, .date = 3, .kind = 4, .value = 5, .count = 6}));
    const std::vector<std::string_view> other{"valeur", "type_valeur", "date_valeur", "zone_id",
                                              "identifiant_indic"};
    EXPECT_EQ(support::must(codec::parse_csv_header(other)),
              (codec::CsvColumns{
                  .indicator = 4, .territory = 3, .date = 2, .kind = 1, .value = 0, .count = 5}));
}

TEST(CsvHeader, IsRefusedWithTheIndexOfTheCell) {
    struct Row {
        std::vector<std::string_view> cells;
        const char* code;
        const char* pointer;
    };
    const Row rows[] = {
        Row({"identifiant_indic", "zone_id", "date_valeur", "type_valeur", "valeur   "},
            "header-has-spaces", "/4"),
        Row({"identifiant_indic", "zone id", "date_valeur", "type_valeur", "valeur"},
            "header-has-spaces", "/1"),
        Row({"identifiant_indic", "zone_id", "date_valeur", "type_valeur", "Valeur"},
            "header-has-capitals", "/4"),
        Row({"identifiant_indic", "zone_id", "date_valeur", "type_valeur", "valeur", "valeur"},
            "header-repeated", "/5"),
        Row({"id_indic", "zone_id", "date_valeur", "type_valeur", "valeur"},
            "header-missing-identifiant-indic", ""),
        Row({"identifiant_indic", "zone_id", "date_valeur", "type_valeur"}, "header-invalid", ""),
        Row({"identifiant_indic", "zone_id", "date_valeur", "type_valeur", "valeur", "note"},
            "header-invalid", ""),
        Row({"identifiant_indic", "zone_id", "date_valeur", "type_valeur", "valeur", ""},
            "header-invalid", ""),
        Row({}, "header-missing-identifiant-indic", ""),
        Row({"identifiant_indic;zone_id;date_valeur;type_valeur;valeur"},
            "header-missing-identifiant-indic", ""),
    };
    for (const auto& row : rows) {
        const auto header = codec::parse_csv_header(row.cells);
        ASSERT_FALSE(header) << row.code;
        EXPECT_EQ(header.error().code, row.code);
        EXPECT_EQ(header.error().pointer, row.pointer);
    }
}

TEST(CsvIndicator, IsThereAndWellFormed) {
    EXPECT_EQ(support::must(codec::parse_csv_indicator("IND-0123")).text(), "IND-0123");
    EXPECT_EQ(codec::parse_csv_indicator("").error().code, "indicator-required");
    EXPECT_EQ(codec::parse_csv_indicator("ind-001").error().code, "indicator-bad-format");
}

TEST(CsvZone, IsOneOfThe120ZoneIds) {
    for (std::uint8_t i = 0; i < domain::Territory::count; ++i) {
        const auto territory = domain::Territory::from_index(i);
        EXPECT_EQ(support::must(codec::parse_csv_zone(territory.zone())), territory);
        EXPECT_FALSE(codec::parse_csv_zone(territory.id())) << territory.id();
    }
    EXPECT_EQ(support::must(codec::parse_csv_zone("France")), domain::Territory::nation());
    for (const char* cell :
         {"", "france", "D2a", "d35", "D20", "D96", "D975", "R05", "D1", " D35"}) {
        const auto zone = codec::parse_csv_zone(cell);
        ASSERT_FALSE(zone) << cell;
        EXPECT_EQ(zone.error().code, "territory-unknown");
    }
}

TEST(CsvDate, IsReadInFourSpellings) {
    const struct {
        const char* cell;
        const char* date;
    } rows[] = {
        {"2022-06-12", "2022-06-12"},
        {"12/06/2023", "2023-06-12"},
        {"2/06/2023",  "2023-06-02"},
        {"12/6/2023",  "2023-06-12"},
        {"2/6/2023",   "2023-06-02"},
        {"2/6/23",     "2023-06-02"},
        {"31/12/99",   "2099-12-31"},
        {"12-31-23",   "2023-12-31"},
        {"3-31-23",    "2023-03-31"},
        {"12-1-23",    "2023-12-01"},
        {"2-1-23",     "2023-02-01"},
        {"29/02/2024", "2024-02-29"},
    };
    for (const auto& row : rows)
        EXPECT_EQ(support::must(codec::parse_csv_date(row.cell)).text(), row.date) << row.cell;
}

TEST(CsvDate, IsStrict) {
    const struct {
        const char* cell;
        const char* code;
    } rows[] = {
        {"",             "date-bad-format"     },
        {"2023-1-5",     "date-bad-format"     },
        {"2023/01/05",   "date-bad-format"     },
        {"12-31-2023",   "date-bad-format"     },
        {"12/06/023",    "date-bad-format"     },
        {"123/06/2023",  "date-bad-format"     },
        {"12/006/2023",  "date-bad-format"     },
        {"12/06",        "date-bad-format"     },
        {"12/06/2023/1", "date-bad-format"     },
        {"12/06/2023 ",  "date-bad-format"     },
        {"12/06-2023",   "date-bad-format"     },
        {"1é/06/2023",   "date-bad-format"     },
        {"2023-06-31",   "date-not-in-calendar"},
        {"31/06/2023",   "date-not-in-calendar"},
        {"6-31-23",      "date-not-in-calendar"},
        {"31-12-23",     "date-not-in-calendar"},
        {"12/31/2023",   "date-not-in-calendar"},
        {"2023-13-01",   "date-not-in-calendar"},
        {"0/1/2023",     "date-not-in-calendar"},
        {"31/12/1989",   "date-out-of-range"   },
        {"1/1/2100",     "date-out-of-range"   },
    };
    for (const auto& row : rows) {
        const auto date = codec::parse_csv_date(row.cell);
        ASSERT_FALSE(date) << row.cell;
        EXPECT_EQ(date.error().code, row.code) << row.cell;
    }
}

TEST(CsvKind, IsOneOfSixSpellings) {
    for (const char* cell : {"vi", "VI"})
        EXPECT_EQ(support::must(codec::parse_csv_kind(cell)), domain::Kind::baseline);
    for (const char* cell : {"va", "VA"})
        EXPECT_EQ(support::must(codec::parse_csv_kind(cell)), domain::Kind::actual);
    for (const char* cell : {"vc", "VC"})
        EXPECT_EQ(support::must(codec::parse_csv_kind(cell)), domain::Kind::target);
    for (const char* cell : {"", "Va", "vA", "actual", "va "})
        EXPECT_EQ(codec::parse_csv_kind(cell).error().code, "kind-unknown") << cell;
}

TEST(CsvValue, ErasesOnlyWhenEmpty) {
    EXPECT_FALSE(support::must(codec::parse_csv_value("")));
    EXPECT_EQ(support::must(codec::parse_csv_value("-12.50")), support::decimal("-12.5"));
    for (const char* cell : {" ", "null", "undefined", "1,5", "1 000", "12%", "NaN", "1e3"})
        EXPECT_EQ(codec::parse_csv_value(cell).error().code, "value-bad-format") << cell;
    EXPECT_EQ(codec::parse_csv_value("0.1234567891").error().code, "value-too-many-decimals");
    EXPECT_EQ(codec::parse_csv_value("1e15").error().code, "value-bad-format");
    EXPECT_EQ(codec::parse_csv_value("1000000000000001").error().code, "value-out-of-range");
}

TEST(PublishedValue, IsRoundedToNineDecimals) {
    const struct {
        const char* cell;
        const char* value;
    } rows[] = {
        {"64301.579999999994",          "64301.58"        },
        {"64301.58",                    "64301.58"        },
        {"128.0",                       "128"             },
        {"0.12345678949999",            "0.123456789"     },
        {"0.1234567895",                "0.12345679"      },
        {"-0.1234567895",               "-0.12345679"     },
        {"9.9999999995",                "10"              },
        {"-99.99999999999999",          "-100"            },
        {"0.0000000004",                "0"               },
        {"1000000000000000.0000000004", "1000000000000000"},
    };
    for (const auto& row : rows)
        EXPECT_EQ(support::must(codec::parse_published_value(row.cell)).text(), row.value)
            << row.cell;
    for (const char* cell : {"", "x", "1.2.3", "1.12345678901x", "1.1234567890-5", "1.1234567890.5",
                             "-", ".5", "1.", "1e-9"})
        EXPECT_EQ(codec::parse_published_value(cell).error().code, "value-bad-format") << cell;
    EXPECT_EQ(codec::parse_published_value("1000000000000000.0000000005").error().code,
              "value-out-of-range");
}

}  // namespace
