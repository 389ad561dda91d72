// SPDX-License-Identifier: EUPL-1.2
#include "cli/pilote_parameters.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "cli/csv_file.hpp"
#include "tests/support/must.hpp"

namespace {

using cli::parse_pilote_parameters;
using domain::Kind;
using domain::Level;
using support::must;

using Cells = std::map<std::string, std::string>;

Cells usual() {
    Cells cells{
        {"indic_id",        "IND-302"},
        {"indic_parent_ch", "CH-045" },
        {"tendance",        "HAUSSE" }
    };
    for (const std::string kind : {"vi", "va", "vc"})
        for (const auto& [level, from] : Cells{
                 {"dept", "user_input"},
                 {"reg",  "DEPT"      },
                 {"nat",  "REG"       }
        }) {
            cells[fmt::format("{}_{}_from", kind, level)] = from;
            cells[fmt::format("{}_{}_op", kind, level)] = level == "dept" ? "_" : "sum";
        }
    for (const std::string rule : {"param_vaca", "param_vacg"}) {
        cells[rule + "_decumul_from"] = "_";
        cells[rule + "_partition_date"] = "_";
        cells[rule + "_op"] = "current_value";
    }
    for (const std::string level : {"dept", "reg", "nat"})
        cells["poids_pourcent_" + level + "_declaree"] = "25";
    return cells;
}

std::string csv(const Cells& cells, char separator = ';') {
    cli::CsvRow names;
    cli::CsvRow values;
    for (const auto& [name, value] : cells) {
        names.push_back(name);
        values.push_back(value);
    }
    return cli::csv_line(names, separator) + cli::csv_line(values, separator);
}

domain::IndicatorDefinition indicator_of(const Cells& cells) {
    return must(parse_pilote_parameters(csv(cells))).indicators.at(0);
}

std::string error_of(const Cells& cells) {
    const auto read = parse_pilote_parameters(csv(cells));
    return read ? "no error" : read.error().detail;
}

TEST(PiloteParameters, ReadsThe28ColumnsAndTheIds) {
    ASSERT_EQ(usual().size(), 30U);
    const auto indicator = indicator_of(usual());
    EXPECT_EQ(indicator.id.text(), "IND-302");
    EXPECT_EQ(indicator.policy.text(), "CH-045");
    EXPECT_EQ(indicator.name, "IND-302");
    for (const Kind kind : domain::all_kinds) {
        EXPECT_EQ(indicator.rule(kind, Level::department).from, domain::Source::entered);
        EXPECT_EQ(indicator.rule(kind, Level::region).from, domain::Source::departments);
        EXPECT_EQ(indicator.rule(kind, Level::nation).from, domain::Source::regions);
        EXPECT_EQ(indicator.rule(kind, Level::nation).operation, domain::RollUpOperation::sum);
    }
    EXPECT_EQ(indicator.weights[0].text(), "25");
    EXPECT_EQ(indicator, must(parse_pilote_parameters(csv(usual(), ','))).indicators.at(0));
}

TEST(PiloteParameters, ReadsWindowsAsTheirWordsSay) {
    auto cells = usual();
    cells["param_vaca_decumul_from"] = "from_year_start";
    cells["param_vaca_partition_date"] = "from_previous_month::12";
    cells["param_vaca_op"] = "moy";
    cells["param_vacg_decumul_from"] = "from_custom_date::2019-01-01";
    cells["param_vacg_partition_date"] = "from_custom_date::2019-01-01";
    cells["param_vacg_op"] = "sum";
    const auto indicator = indicator_of(cells);
    using domain::ComparableRule;
    EXPECT_EQ(indicator.annual, (ComparableRule{domain::Decumulation::year, domain::Window::months,
                                                12, domain::ComparableOperation::mean}));
    EXPECT_EQ(indicator.global,
              (ComparableRule{domain::Decumulation::series, domain::Window::series, 0,
                              domain::ComparableOperation::sum}));
}

TEST(PiloteParameters, ReadsWhatAFileMayHaveBesides) {
    auto cells = usual();
    cells["indic_nom"] = "Maisons";
    cells["indic_unite"] = "maisons";
    cells["zone_applicable"] = "D35, R53|FRANCE";
    cells["periodicite"] = "Bi-annuelle";
    cells["delai_disponibilite"] = "3";
    cells["indic_hidden_pilote"] = "true";
    cells["indic_schema"] = "restrict-0-100.json";
    cells["indic_territorialise"] = "false";
    cells["remarque"] = "à voir";
    cells["tendance"] = "BAISSE";
    cells["poids_pourcent_dept_declaree"] = "33.30";
    const auto read = must(parse_pilote_parameters(csv(cells)));
    const auto& indicator = read.indicators.at(0);
    EXPECT_EQ(indicator.name, "Maisons");
    EXPECT_EQ(indicator.unit, "maisons");
    EXPECT_EQ(indicator.applies_to->count(), 3U);
    EXPECT_EQ(indicator.periodicity, domain::Periodicity::two_yearly);
    EXPECT_EQ(indicator.publication_delay_months, 3);
    EXPECT_TRUE(indicator.hidden);
    EXPECT_EQ(indicator.value_schema, domain::ValueSchema::percentage);
    EXPECT_FALSE(indicator.territorial);
    EXPECT_EQ(indicator.trend, domain::Trend::down);
    EXPECT_EQ(indicator.weights[2].text(), "33.3");
    EXPECT_EQ(read.unused_columns, std::vector<std::string>{"remarque"});
}

TEST(PiloteParameters, TellsEverywhereFromNowhere) {
    auto cells = usual();
    cells["zone_applicable"] = "";
    EXPECT_FALSE(indicator_of(cells).applies_to);
    cells["zone_applicable"] = "aucune";
    EXPECT_EQ(indicator_of(cells).applies_to->count(), 0U);
}

TEST(PiloteParameters, GivesAnEmptyParameterItsDefault) {
    auto cells = usual();
    for (auto& [name, value] : cells)
        if (name != "indic_id" && name != "indic_parent_ch") value.clear();
    domain::IndicatorDefinition plain{must(domain::IndicatorId::parse("IND-302")),
                                      must(domain::PolicyId::parse("CH-045"))};
    plain.name = "IND-302";
    EXPECT_EQ(indicator_of(cells), plain);
}

TEST(PiloteParameters, NamesRowAndColumnOfWhatIsWrong) {
    auto cells = usual();
    cells["va_reg_op"] = "median";
    EXPECT_EQ(error_of(cells),
              "row 2, column va_reg_op: expected one of _ sum avg moy, not \"median\"");
    cells = usual();
    cells.erase("vc_nat_from");
    EXPECT_EQ(error_of(cells), "row 2, column vc_nat_from: the column is missing");
    cells = usual();
    cells["poids_pourcent_nat_declaree"] = "101";
    EXPECT_TRUE(error_of(cells).starts_with("row 2, column poids_pourcent_nat_declaree"));
    cells = usual();
    cells["param_vaca_partition_date"] = "from_previous_month::douze";
    EXPECT_TRUE(error_of(cells).starts_with("row 2, column param_vaca_partition_date"));
    cells = usual();
    cells["indic_parent_ch"] = "45";
    EXPECT_TRUE(error_of(cells).starts_with("row 2, column indic_parent_ch"));
}

TEST(PiloteParameters, KnowsItsFilesFromJson) {
    EXPECT_TRUE(cli::is_pilote_parameters(csv(usual())));
    EXPECT_FALSE(cli::is_pilote_parameters(R"({"id":"IND-302","policy":"CH-045"})"));
}

}  // namespace
