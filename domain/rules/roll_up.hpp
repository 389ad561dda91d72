// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <span>

#include "domain/definition.hpp"
#include "domain/measure.hpp"

namespace domain::rules {

// Where the cell of one (kind, territory) comes from, before replication: what was entered, or its
// children.
struct CellSource {
    Source from = Source::entered;
    RollUpOperation operation = RollUpOperation::sum;
    // Empty where it is entered.
    std::span<const Territory> children;
    // Whether the children count as entered even where they are not declared so (3.12 no 6:
    // pilote-2024, the departments of a region).
    bool children_as_entered = false;
};

// Nothing where the definition gives the territory no cell at all. Source: pilote.md §3.2.
std::optional<CellSource> cell_source(const IndicatorDefinition& definition, Kind kind,
                                      Territory territory);

// What PILOTE writes as data where the operation is one that its SQL does not know.
constexpr Decimal pilote_unknown_operation =
    Decimal::from_units(-static_cast<Int128>(1'212'121) * 1'000'000'000'000);

// One month of a roll-up from the cells of that month that exist among the children (null pointers
// are children without a row): nulls are skipped, all null gives null, no row gives no row; its
// import is the latest of all children, erased ones too; who reported is the union of theirs.
// Edge: a sum that does not fit gives a null cell marked `overflow`.
// Source: pilote.md §3.2 (2_aggregation/agg_reg.sql, agg_nat.sql); `moy` is 3.12 no 1.
std::optional<Cell> roll_up(RollUpOperation operation, RuleSet rules,
                            std::span<const Cell* const> children);

// Rule 544: whether an entered national value of `kind` stands in where the roll-up has none.
// Source: pilote.md §3.2 (agg_nat_rule544.sql); which source is tested for baselines is 3.12 no 5.
bool rule_544_admits(const IndicatorDefinition& definition, Kind kind);

// The national cell under rule 544: the roll-up where it has a value, else the entered one, which
// takes the import of a roll-up that is null.
std::optional<Cell> rule_544(const std::optional<Cell>& rolled_up,
                             const std::optional<Cell>& entered);

// Sum or mean of what is there; nothing of nothing. `overflow` is told by a false first member.
struct Folded {
    bool fits = true;
    std::optional<Decimal> value;
};
Folded fold_values(RollUpOperation operation, std::span<const Decimal> values);

}  // namespace domain::rules
