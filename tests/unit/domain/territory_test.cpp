// SPDX-License-Identifier: EUPL-1.2
#include "domain/territory.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "domain/sha256.hpp"
#include "tests/support/values.hpp"

namespace {

using domain::Level;
using domain::Territory;
using support::territory;

TEST(Territory, Are101DepartmentsIn18RegionsOfOneNation) {
    EXPECT_EQ(domain::territories_of(Level::nation).size(), 1U);
    EXPECT_EQ(domain::territories_of(Level::region).size(), 18U);
    EXPECT_EQ(domain::territories_of(Level::department).size(), 101U);
}

TEST(Territory, AreOrderedByLevelThenCode) {
    std::uint8_t index = 0;
    for (const Level level : domain::all_levels) {
        std::string_view before;
        for (const Territory one : domain::territories_of(level)) {
            EXPECT_EQ(one.index(), index++);
            EXPECT_EQ(one.level(), level);
            EXPECT_LT(before, one.code());
            before = one.code();
        }
    }
    EXPECT_EQ(index, Territory::count);
}

TEST(Territory, AreTheChildrenOfTheirParents) {
    std::size_t departments = 0;
    for (const Territory region : domain::territories_of(Level::region)) {
        EXPECT_EQ(region.parent(), Territory::nation());
        EXPECT_FALSE(region.children().empty()) << region.id();
        departments += region.children().size();
        for (const Territory child : region.children()) {
            EXPECT_EQ(child.parent(), region);
            EXPECT_EQ(child.level(), Level::department);
            EXPECT_TRUE(child.children().empty());
        }
    }
    EXPECT_EQ(departments, 101U);
    EXPECT_EQ(Territory::nation().children().size(), 18U);
    EXPECT_EQ(Territory::nation().parent(), Territory::nation());
}

TEST(Territory, HaveTheParentsThatTheLawGivesThem) {
    const struct {
        const char* department;
        const char* region;
    } rows[] = {
        {"D01",  "REG-84"},
        {"D2A",  "REG-94"},
        {"D2B",  "REG-94"},
        {"D35",  "REG-53"},
        {"D44",  "REG-52"},
        {"D75",  "REG-11"},
        {"D971", "REG-01"},
        {"D972", "REG-02"},
        {"D973", "REG-03"},
        {"D974", "REG-04"},
        {"D976", "REG-06"},
        {"D59",  "REG-32"},
    };
    for (const auto& row : rows)
        EXPECT_EQ(territory(row.department).parent().id(), row.region) << row.department;
    EXPECT_EQ(territory("REG-84").children().size(), 12U);
    EXPECT_EQ(territory("REG-94").children().size(), 2U);
    EXPECT_EQ(territory("REG-06").children().size(), 1U);
}

TEST(Territory, AreReadByIdAndByZone) {
    for (std::uint8_t i = 0; i < Territory::count; ++i) {
        const auto one = Territory::from_index(i);
        EXPECT_EQ(territory(one.id()), one);
        EXPECT_EQ(territory(one.zone()), one);
    }
    EXPECT_EQ(territory("FRANCE"), Territory::nation());
    EXPECT_EQ(territory("R53").id(), "REG-53");
    EXPECT_EQ(territory("D2A").id(), "DEPT-2A");
    EXPECT_EQ(territory("DEPT-01").code(), "01");
    // A region code can equal a department code: the level is part of the id.
    EXPECT_NE(territory("REG-01"), territory("DEPT-01"));
}

TEST(Territory, RefusesWhatIsNoTerritory) {
    for (const char* text :
         {"", "35", "DEPT-35 ", "dept-35", "DEPT-2a", "D1", "DEPT-1", "DEPT-20", "D20", "DEPT-975",
          "D96", "REG-05", "R05", "REG-99", "NAT", "NAT-DE", "France", "france", "DEPT-977"}) {
        const auto parsed = Territory::parse(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, "territory-unknown");
    }
}

TEST(Territory, HaveFrenchNamesWithTheirAccents) {
    EXPECT_EQ(territory("D22").name(), "Côtes-d'Armor");
    EXPECT_EQ(territory("REG-11").name(), "Île-de-France");
    EXPECT_EQ(territory("D974").name(), "La Réunion");
    EXPECT_EQ(territory("D2A").name(), "Corse-du-Sud");
    EXPECT_EQ(territory("NAT-FR").name(), "France");
}

TEST(Territory, ListIsTheOneOfEngine1) {
    const std::string text = domain::territories_text();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 120);
    EXPECT_TRUE(text.starts_with("NAT-FR;NAT-FR;France\nREG-01;NAT-FR;Guadeloupe\n"));
    // Logs are opened with this digest: it never changes within engine 1.
    EXPECT_EQ(domain::hex(domain::sha256(text)),
              "12d0cd0960a79d3385eb33c070ce15204aa4d7fbdbc6a04dff16b8210f8694db");
    std::set<std::string_view> names;
    for (std::uint8_t i = 0; i < Territory::count; ++i) names.insert(Territory::from_index(i).id());
    EXPECT_EQ(names.size(), Territory::count);
}

TEST(Level, HasANameThatIsReadBack) {
    for (const Level level : domain::all_levels)
        EXPECT_EQ(support::must(domain::parse_level(domain::name_of(level))), level);
    ASSERT_FALSE(domain::parse_level("Region"));
    EXPECT_EQ(domain::parse_level("").error().code, "level-unknown");
}

}  // namespace
