// SPDX-License-Identifier: EUPL-1.2
#include "domain/definition.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "tests/support/values.hpp"

namespace {

using domain::IndicatorDefinition;
using domain::Level;
using domain::PolicyDefinition;
using support::territory;

IndicatorDefinition indicator() {
    return {support::must(domain::IndicatorId::parse("IND-001")),
            support::must(domain::PolicyId::parse("CH-001"))};
}

PolicyDefinition policy() {
    return PolicyDefinition{support::must(domain::PolicyId::parse("CH-001"))};
}

TEST(IndicatorDefinition, AppliesEverywhereNowhereOrWhereItSays) {
    auto definition = indicator();
    EXPECT_TRUE(definition.applies(territory("D35")));
    definition.applies_to.emplace();
    EXPECT_FALSE(definition.applies(territory("D35")));
    definition.applies_to->set(territory("D35").index());
    EXPECT_TRUE(definition.applies(territory("D35")));
    EXPECT_FALSE(definition.applies(territory("REG-53")));
}

TEST(IndicatorDefinition, ComputesAlikeUnlessAFieldOfTheComputationDiffers) {
    const auto differs = [](const std::function<void(IndicatorDefinition&)>& change) {
        auto changed = indicator();
        change(changed);
        EXPECT_NE(changed, indicator());
        return !domain::computes_alike(indicator(), changed);
    };
    EXPECT_TRUE(differs([](auto& d) { d.hidden = true; }));
    EXPECT_TRUE(differs([](auto& d) { d.applies_to.emplace(); }));
    EXPECT_TRUE(differs([](auto& d) { d.roll_up[1][2].from = domain::Source::entered; }));
    EXPECT_TRUE(differs([](auto& d) { d.roll_up[0][0].operation = domain::RollUpOperation::sum; }));
    EXPECT_TRUE(differs([](auto& d) { d.annual.decumulate = domain::Decumulation::year; }));
    EXPECT_TRUE(differs([](auto& d) { d.global.months = 3; }));
    EXPECT_TRUE(differs([](auto& d) { d.rules = domain::RuleSet::barometre_1; }));

    EXPECT_FALSE(differs([](auto& d) { d.name = "other"; }));
    EXPECT_FALSE(differs([](auto& d) { d.unit = "m"; }));
    EXPECT_FALSE(differs([](auto& d) { d.trend = domain::Trend::down; }));
    EXPECT_FALSE(differs([](auto& d) { d.value_schema = domain::ValueSchema::percentage; }));
    EXPECT_FALSE(differs([](auto& d) { d.territorial = false; }));
    EXPECT_FALSE(differs([](auto& d) { d.weights[0] = support::decimal("1"); }));
    EXPECT_FALSE(differs([](auto& d) { d.periodicity = domain::Periodicity::monthly; }));
    EXPECT_FALSE(differs([](auto& d) { d.publication_delay_months = 1; }));
}

TEST(PolicyDefinition, AppliesToEveryLevelOrToTheNationAloneByDefault) {
    auto of = policy();
    EXPECT_TRUE(of.applies(territory("D35")));
    of.territorial = false;
    EXPECT_FALSE(of.applies(territory("D35")));
    EXPECT_FALSE(of.applies(territory("REG-53")));
    EXPECT_TRUE(of.applies(territory("NAT-FR")));
}

TEST(PolicyDefinition, AppliesWhereBothItsListsSay) {
    auto of = policy();
    of.applies_to_levels = {false, true, true};
    EXPECT_FALSE(of.applies(territory("NAT-FR")));
    EXPECT_TRUE(of.applies(territory("REG-53")));
    of.applies_to_territories.emplace();
    EXPECT_FALSE(of.applies(territory("REG-53")));
    of.applies_to_territories->set(territory("REG-53").index());
    of.applies_to_territories->set(territory("NAT-FR").index());
    EXPECT_TRUE(of.applies(territory("REG-53")));
    EXPECT_FALSE(of.applies(territory("NAT-FR")));
    // The levels given count more than whether it is territorial.
    of.territorial = false;
    EXPECT_TRUE(of.applies(territory("REG-53")));
}

}  // namespace
