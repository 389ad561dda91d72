// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/decimal.hpp"
#include "domain/ids.hpp"
#include "domain/measure.hpp"
#include "domain/territory.hpp"

namespace domain {

// Rule sets are data and functions that never change once released (DESIGN §7, docs/rules.md).
enum class RuleSet : std::uint8_t { pilote_2024, barometre_1 };

// Where the values of a level come from (PILOTE: X_{dept,reg,nat}_from).
enum class Source : std::uint8_t { none, entered, departments, regions, sub_indicators };
// How a level is rolled up (PILOTE: X_{reg,nat}_op). `moy` is what PILOTE's form offers and its
// SQL does not know; docs/rules.md, defect 1.
enum class RollUpOperation : std::uint8_t { none, sum, mean, moy };

struct LevelRule {
    Source from = Source::none;
    RollUpOperation operation = RollUpOperation::none;

    friend bool operator==(const LevelRule&, const LevelRule&) = default;
};

// How entered values are made comparable (PILOTE: param_vaca_*, param_vacg_*).
enum class Decumulation : std::uint8_t { none, year, series };
enum class Window : std::uint8_t { none, year, series, months };
enum class ComparableOperation : std::uint8_t { current, sum, mean };

struct ComparableRule {
    Decumulation decumulate = Decumulation::none;
    Window window = Window::none;
    // Length of Window::months; PILOTE knows 3, 6, 12 and 48, any other gives no value.
    std::uint16_t months = 0;
    ComparableOperation operation = ComparableOperation::current;

    friend bool operator==(const ComparableRule&, const ComparableRule&) = default;
};

// The direction that is progress (PILOTE: tendance HAUSSE, BAISSE, STABLE, or NULL: there is no
// rate).
enum class Trend : std::uint8_t { up, down, stable, none };

// What may be entered live (PILOTE: indic_schema). No matter of the fold.
enum class ValueSchema : std::uint8_t { any, percentage, departments_only, regions_only };

enum class Periodicity : std::uint8_t {
    monthly,
    quarterly,
    half_yearly,
    yearly,
    two_yearly,
    three_yearly,
    six_yearly,
    other
};

struct IndicatorDefinition {
    IndicatorDefinition(IndicatorId id_, PolicyId policy_) : id(id_), policy(policy_) {}

    IndicatorId id;
    PolicyId policy;
    std::string name;
    std::optional<std::string> unit;
    Trend trend = Trend::up;
    bool hidden = false;
    // Nothing: everywhere. An empty set: nowhere.
    std::optional<TerritorySet> applies_to;
    ValueSchema value_schema = ValueSchema::any;
    bool territorial = true;
    // By kind, then level.
    std::array<std::array<LevelRule, level_count>, kind_count> roll_up{};
    ComparableRule annual;
    ComparableRule global;
    // Declared weight in the policy's rate, percent 0..100 with at most 2 decimals, by level.
    std::array<Decimal, level_count> weights{};
    std::optional<Periodicity> periodicity;
    std::uint16_t publication_delay_months = 0;
    RuleSet rules = RuleSet::pilote_2024;

    const LevelRule& rule(Kind kind, Level level) const {
        return roll_up[static_cast<std::size_t>(kind)][static_cast<std::size_t>(level)];
    }
    // Whether it can be entered and weighs there. Source: pilote.md §3.9.
    bool applies(Territory territory) const {
        return !applies_to || applies_to->test(territory.index());
    }

    friend bool operator==(const IndicatorDefinition&, const IndicatorDefinition&) = default;
};

// Whether cells computed under `a` and under `b` can differ: sources, operations, applicability,
// hidden, windows or rule set. Other fields act at read.
bool computes_alike(const IndicatorDefinition& a, const IndicatorDefinition& b);

enum class PolicyStatus : std::uint8_t { draft, published, archived };

struct PolicyDefinition {
    explicit PolicyDefinition(PolicyId id_) : id(id_) {}

    PolicyId id;
    std::string title;
    std::optional<std::string> axis;
    std::optional<std::string> ministry;
    PolicyStatus status = PolicyStatus::published;
    bool territorial = true;
    Level piloting_level = Level::department;
    // Where the policy is led. Nothing: everywhere, at every level (the nation only if it is not
    // territorial). Shown; it changes no figure (pilote.md §3.6, §3.9).
    std::optional<TerritorySet> applies_to_territories;
    std::optional<std::array<bool, level_count>> applies_to_levels;
    // Regions' rows replace those of their departments.
    bool replicate_region = false;
    // The nation's rows replace those of this level.
    std::optional<Level> replicate_nation_to;

    bool applies(Territory territory) const;

    friend bool operator==(const PolicyDefinition&, const PolicyDefinition&) = default;
};

}  // namespace domain
