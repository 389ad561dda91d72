// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/roll_up.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <vector>

#include "tests/support/values.hpp"

namespace {

using domain::Cell;
using domain::Kind;
using domain::Level;
using domain::RollUpOperation;
using domain::RuleSet;
using domain::Source;
namespace rules = domain::rules;

// Children for a roll-up; "none" is a child without a row, "null" one with an erased month.
class Children {
public:
    explicit Children(std::initializer_list<const char*> values) {
        std::uint8_t index = 20;
        for (const std::string_view value : values) {
            pointers_.push_back(nullptr);
            if (value == "none") continue;
            Cell cell;
            cell.import = index;
            if (value != "null") {
                cell.value = support::decimal(value);
                cell.reported.set(index);
            }
            cells_.push_back(cell);
            pointers_.back() = &cells_.back();
            ++index;
        }
    }
    std::span<const Cell* const> cells() const { return pointers_; }

private:
    std::deque<Cell> cells_;
    std::vector<const Cell*> pointers_;
};

TEST(RollUp, AddsOrAveragesTheValuesThatAreThere) {
    const struct {
        const char* what;
        std::initializer_list<const char*> children;
        const char* sum;
        const char* mean;
    } rows[] = {
        {"all",                {"10", "25", "4"},            "39",   "13"         },
        {"some without a row", {"10", "none", "25"},         "35",   "17.5"       },
        {"some erased",        {"10", "null", "none", "25"}, "35",   "17.5"       },
        {"all erased",         {"null", "none", "null"},     "null", "null"       },
        {"zero counts",        {"0", "10"},                  "10",   "5"          },
        {"exactly",            {"0.1", "0.2"},               "0.3",  "0.15"       },
        {"thirds",             {"1", "0", "0"},              "1",    "0.333333333"},
    };
    for (const auto& row : rows) {
        const Children children{row.children};
        const auto sum =
            rules::roll_up(RollUpOperation::sum, RuleSet::pilote_2024, children.cells());
        const auto mean =
            rules::roll_up(RollUpOperation::mean, RuleSet::pilote_2024, children.cells());
        ASSERT_TRUE(sum && mean) << row.what;
        EXPECT_EQ(support::text_of(sum->value), row.sum) << row.what;
        EXPECT_EQ(support::text_of(mean->value), row.mean) << row.what;
        EXPECT_EQ(sum->origin, domain::Origin::rolled_up);
    }
}

TEST(RollUp, HasNoRowWhereNoChildHasOne) {
    for (const auto operation : {RollUpOperation::sum, RollUpOperation::mean, RollUpOperation::moy})
        for (const auto rule_set : {RuleSet::pilote_2024, RuleSet::barometre_1}) {
            EXPECT_FALSE(rules::roll_up(operation, rule_set, {}));
            EXPECT_FALSE(rules::roll_up(operation, rule_set, Children{"none", "none"}.cells()));
        }
}

TEST(RollUp, HasTheLatestImportOfAllChildrenAndTheUnionOfWhoReported) {
    // The last child is erased: its import counts, it did not report.
    const Children children{"1", "none", "2", "null"};
    const auto cell = rules::roll_up(RollUpOperation::sum, RuleSet::pilote_2024, children.cells());
    EXPECT_EQ(cell->import, 22U);
    EXPECT_EQ(cell->reported.count(), 2U);
    EXPECT_TRUE(cell->reported.test(20));
    EXPECT_TRUE(cell->reported.test(21));
}

TEST(RollUp, IsNullWithAFlagWhereTheSumDoesNotFit) {
    constexpr auto greatest = ~(static_cast<domain::Int128>(1) << 127);
    Cell large;
    large.value = domain::Decimal::from_units(greatest);
    Cell one;
    one.value = domain::Decimal::from_units(1);
    const std::vector<const Cell*> too_much{&large, &one};
    const std::vector<const Cell*> enough{&large};
    for (const auto operation : {RollUpOperation::sum, RollUpOperation::mean}) {
        const auto overflow = rules::roll_up(operation, RuleSet::pilote_2024, too_much);
        EXPECT_FALSE(overflow->value);
        EXPECT_TRUE(overflow->overflow);
        EXPECT_FALSE(rules::roll_up(operation, RuleSet::pilote_2024, enough)->overflow);
    }
}

// Defect 1.
TEST(RollUp, ByMoyIsPilotesConstantOrUnderBarometre1TheMean) {
    const Children children{"10", "20"};
    const Children erased{"null"};
    const auto by = [](RollUpOperation operation, RuleSet rule_set, const Children& of) {
        return support::text_of(rules::roll_up(operation, rule_set, of.cells())->value);
    };
    EXPECT_EQ(by(RollUpOperation::moy, RuleSet::pilote_2024, children), "-1.212121");
    EXPECT_EQ(by(RollUpOperation::moy, RuleSet::barometre_1, children), "15");
    EXPECT_EQ(by(RollUpOperation::moy, RuleSet::pilote_2024, erased), "-1.212121");
    EXPECT_EQ(by(RollUpOperation::moy, RuleSet::barometre_1, erased), "null");
    // Any operation that is none of the two, too: without one there is nothing to compute.
    EXPECT_EQ(by(RollUpOperation::none, RuleSet::pilote_2024, children), "-1.212121");
    EXPECT_EQ(by(RollUpOperation::none, RuleSet::barometre_1, children), "null");
}

domain::IndicatorDefinition with_nation_from(Source baseline, Source target, RuleSet rule_set) {
    domain::IndicatorDefinition definition{support::must(domain::IndicatorId::parse("IND-001")),
                                           support::must(domain::PolicyId::parse("CH-001"))};
    const auto nation = static_cast<std::size_t>(Level::nation);
    definition.roll_up[static_cast<std::size_t>(Kind::baseline)][nation].from = baseline;
    definition.roll_up[static_cast<std::size_t>(Kind::target)][nation].from = target;
    definition.rules = rule_set;
    return definition;
}

// Defect 5.
TEST(Rule544, TestsTheSourceOfTargetsForBaselinesTooUnlessUnderBarometre1) {
    const struct {
        Source baseline;
        Source target;
        bool admits_baseline_pilote;
        bool admits_baseline_barometre;
        bool admits_target;
    } rows[] = {
        {Source::regions,     Source::regions,        true,  true,  true },
        {Source::regions,     Source::entered,        false, true,  false},
        {Source::entered,     Source::regions,        true,  false, true },
        {Source::entered,     Source::entered,        false, false, false},
        {Source::none,        Source::none,           true,  true,  true },
        {Source::departments, Source::sub_indicators, true,  true,  true },
    };
    for (const auto& row : rows) {
        const auto pilote = with_nation_from(row.baseline, row.target, RuleSet::pilote_2024);
        const auto mended = with_nation_from(row.baseline, row.target, RuleSet::barometre_1);
        EXPECT_EQ(rules::rule_544_admits(pilote, Kind::baseline), row.admits_baseline_pilote);
        EXPECT_EQ(rules::rule_544_admits(mended, Kind::baseline), row.admits_baseline_barometre);
        EXPECT_EQ(rules::rule_544_admits(pilote, Kind::target), row.admits_target);
        EXPECT_EQ(rules::rule_544_admits(mended, Kind::target), row.admits_target);
        EXPECT_FALSE(rules::rule_544_admits(pilote, Kind::actual));
        EXPECT_FALSE(rules::rule_544_admits(mended, Kind::actual));
    }
}

TEST(Rule544, LetsTheEnteredValueStandInWhereTheRollUpHasNone) {
    Cell rolled_up;
    rolled_up.value = support::decimal("10");
    rolled_up.import = 7;
    rolled_up.origin = domain::Origin::rolled_up;
    Cell erased = rolled_up;
    erased.value.reset();
    Cell entered;
    entered.value = support::decimal("999");
    entered.import = 3;

    EXPECT_EQ(rules::rule_544(rolled_up, entered), rolled_up);
    EXPECT_EQ(rules::rule_544(erased, std::nullopt), erased);
    EXPECT_FALSE(rules::rule_544(std::nullopt, std::nullopt));

    const auto alone = rules::rule_544(std::nullopt, entered);
    ASSERT_TRUE(alone);
    EXPECT_EQ(alone->value, entered.value);
    EXPECT_EQ(alone->import, 3U);
    EXPECT_EQ(alone->origin, domain::Origin::rule_544);

    // In place of a null row, with the import of that row.
    const auto in_place = rules::rule_544(erased, entered);
    EXPECT_EQ(in_place->value, entered.value);
    EXPECT_EQ(in_place->import, 7U);
}

}  // namespace
