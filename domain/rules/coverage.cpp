// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/coverage.hpp"

namespace domain::rules {
namespace {

bool is_entered(const IndicatorDefinition& definition, Level level) {
    return definition.rule(Kind::actual, level).from == Source::entered;
}

TerritorySet only(std::span<const Territory> territories) {
    TerritorySet set;
    for (const Territory territory : territories) set.set(territory.index());
    return set;
}

TerritorySet leaves_of_region(const IndicatorDefinition& definition, Territory region) {
    if (is_entered(definition, Level::region)) return only({&region, 1});
    if (definition.rule(Kind::actual, Level::region).from != Source::departments) return {};
    const bool declared_only = definition.rules == RuleSet::barometre_1;
    if (declared_only && !is_entered(definition, Level::department)) return {};
    return only(region.children());
}

TerritorySet leaves_of_nation(const IndicatorDefinition& definition) {
    const Territory nation = Territory::nation();
    if (is_entered(definition, Level::nation)) return only({&nation, 1});
    const Source from = definition.rule(Kind::actual, Level::nation).from;
    TerritorySet leaves;
    if (from == Source::departments && is_entered(definition, Level::department))
        leaves = only(territories_of(Level::department));
    if (from == Source::regions)
        for (const Territory region : territories_of(Level::region))
            leaves |= leaves_of_region(definition, region);
    return leaves;
}

TerritorySet leaves_of(const IndicatorDefinition& definition, Territory territory) {
    switch (territory.level()) {
        case Level::nation:
            return leaves_of_nation(definition);
        case Level::region:
            return leaves_of_region(definition, territory);
        case Level::department:
            break;
    }
    return is_entered(definition, Level::department) ? only({&territory, 1}) : TerritorySet{};
}

Territory source_of(Origin origin, Territory territory) {
    if (origin == Origin::replicated_from_nation) return Territory::nation();
    if (origin == Origin::replicated_from_region) return territory.parent();
    return territory;
}

}  // namespace

TerritorySet expected_leaves(const IndicatorDefinition& definition, Territory territory) {
    TerritorySet leaves = leaves_of(definition, territory);
    return definition.applies_to ? leaves & *definition.applies_to : leaves;
}

Coverage coverage_of(const IndicatorDefinition& definition, Territory territory,
                     const std::optional<ComparableRow>& shown) {
    if (!shown) return {.reported = {}, .expected = expected_leaves(definition, territory)};
    const TerritorySet expected = expected_leaves(definition, source_of(shown->origin, territory));
    return {.reported = shown->reported & expected, .expected = expected};
}

}  // namespace domain::rules
