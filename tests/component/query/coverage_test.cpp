// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/coverage.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

#include "tests/support/must.hpp"

namespace tests::query {
namespace {

using domain::IndicatorDefinition;
using domain::Kind;
using domain::Level;
using domain::Origin;
using domain::RuleSet;
using domain::Source;
using domain::Territory;
using domain::TerritorySet;
using domain::rules::coverage_of;
using domain::rules::expected_leaves;

Territory territory(std::string_view id) {
    return support::must(Territory::parse(id));
}

TerritorySet set_of(std::initializer_list<std::string_view> ids) {
    TerritorySet set;
    for (const auto id : ids) set.set(territory(id).index());
    return set;
}

// An indicator whose actual values come from these sources.
IndicatorDefinition from(Source department, Source region, Source nation) {
    IndicatorDefinition definition{support::must(domain::IndicatorId::parse("IND-001")),
                                   support::must(domain::PolicyId::parse("CH-001"))};
    auto& actual = definition.roll_up[static_cast<std::size_t>(Kind::actual)];
    actual[static_cast<std::size_t>(Level::department)].from = department;
    actual[static_cast<std::size_t>(Level::region)].from = region;
    actual[static_cast<std::size_t>(Level::nation)].from = nation;
    return definition;
}

domain::rules::ComparableRow shown(TerritorySet reported, Origin origin) {
    return {.month = *domain::Month::of(2024, 1),
            .annual = domain::Decimal::from_integer(1),
            .global = {},
            .reported = reported,
            .origin = origin};
}

const TerritorySet bretagne = set_of({"DEPT-22", "DEPT-29", "DEPT-35", "DEPT-56"});

TEST(ExpectedLeaves, AreTheTerritoryItselfWhereItIsEntered) {
    const auto all_entered = from(Source::entered, Source::entered, Source::entered);
    for (const auto id : {"DEPT-35", "REG-53", "NAT-FR"})
        EXPECT_EQ(expected_leaves(all_entered, territory(id)), set_of({id})) << id;
    const auto nothing = from(Source::none, Source::none, Source::sub_indicators);
    for (const auto id : {"DEPT-35", "REG-53", "NAT-FR"})
        EXPECT_TRUE(expected_leaves(nothing, territory(id)).none()) << id;
}

TEST(ExpectedLeaves, AreTheDepartmentsOfARolledUpRegion) {
    auto definition = from(Source::entered, Source::departments, Source::regions);
    EXPECT_EQ(expected_leaves(definition, territory("REG-53")), bretagne);
    EXPECT_EQ(expected_leaves(definition, territory("NAT-FR")).count(), 101U);

    definition.applies_to = set_of({"DEPT-35", "DEPT-2A", "REG-53"});
    EXPECT_EQ(expected_leaves(definition, territory("REG-53")), set_of({"DEPT-35"}));
    EXPECT_EQ(expected_leaves(definition, territory("NAT-FR")), set_of({"DEPT-35", "DEPT-2A"}));
}

TEST(ExpectedLeaves, OfARegionNeedDeclaredDepartmentsUnderBarometre1Only) {
    auto definition = from(Source::none, Source::departments, Source::departments);
    EXPECT_EQ(expected_leaves(definition, territory("REG-53")), bretagne);
    EXPECT_TRUE(expected_leaves(definition, territory("NAT-FR")).none());
    definition.rules = RuleSet::barometre_1;
    EXPECT_TRUE(expected_leaves(definition, territory("REG-53")).none());
}

TEST(ExpectedLeaves, OfTheNationAreTheRegionsThatAreEntered) {
    EXPECT_EQ(
        expected_leaves(from(Source::none, Source::entered, Source::regions), territory("NAT-FR"))
            .count(),
        18U);
    EXPECT_EQ(expected_leaves(from(Source::entered, Source::none, Source::departments),
                              territory("NAT-FR"))
                  .count(),
              101U);
}

TEST(Coverage, TellsWhoIsMissing) {
    const auto definition = from(Source::entered, Source::departments, Source::regions);
    const auto of_region = coverage_of(definition, territory("REG-53"),
                                       shown(set_of({"DEPT-29", "DEPT-35"}), Origin::rolled_up));
    EXPECT_EQ(of_region.reported.count(), 2U);
    EXPECT_EQ(of_region.missing(), set_of({"DEPT-22", "DEPT-56"}));

    const auto of_nothing = coverage_of(definition, territory("REG-53"), std::nullopt);
    EXPECT_EQ(of_nothing.reported.count(), 0U);
    EXPECT_EQ(of_nothing.missing(), bretagne);
}

TEST(Coverage, OfAReplicatedValueIsThatOfItsSource) {
    const auto definition = from(Source::entered, Source::departments, Source::regions);
    const auto reported = set_of({"DEPT-29", "DEPT-35"});
    const auto of_region = coverage_of(definition, territory("DEPT-22"),
                                       shown(reported, Origin::replicated_from_region));
    EXPECT_EQ(of_region.reported, reported);
    EXPECT_EQ(of_region.expected, bretagne);
    const auto of_nation = coverage_of(definition, territory("DEPT-22"),
                                       shown(reported, Origin::replicated_from_nation));
    EXPECT_EQ(of_nation.expected.count(), 101U);
}

}  // namespace
}  // namespace tests::query
