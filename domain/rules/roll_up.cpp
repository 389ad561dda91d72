// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/roll_up.hpp"

#include <algorithm>
#include <vector>

namespace domain::rules {

std::optional<CellSource> cell_source(const IndicatorDefinition& definition, Kind kind,
                                      Territory territory) {
    const Level level = territory.level();
    const LevelRule& rule = definition.rule(kind, level);
    if (rule.from == Source::entered) return CellSource{};
    if (rule.from == Source::departments && level != Level::department)
        return CellSource{.from = rule.from,
                          .operation = rule.operation,
                          .children = level == Level::nation ? territories_of(Level::department)
                                                             : territory.children(),
                          .children_as_entered =
                              level == Level::region && definition.rules == RuleSet::pilote_2024};
    if (rule.from == Source::regions && level == Level::nation)
        return CellSource{.from = rule.from,
                          .operation = rule.operation,
                          .children = territories_of(Level::region)};
    return std::nullopt;
}

Folded fold_values(RollUpOperation operation, std::span<const Decimal> values) {
    if (values.empty()) return {};
    Decimal sum;
    for (const Decimal value : values) {
        const auto next = sum.plus(value);
        if (!next) return {.fits = false, .value = std::nullopt};
        sum = *next;
    }
    if (operation == RollUpOperation::sum) return {.fits = true, .value = sum};
    return {.fits = true, .value = sum.divided_by(static_cast<std::int64_t>(values.size()))};
}

std::optional<Cell> roll_up(RollUpOperation operation, RuleSet rules,
                            std::span<const Cell* const> children) {
    Cell cell;
    cell.origin = Origin::rolled_up;
    bool any = false;
    std::vector<Decimal> values;
    values.reserve(children.size());
    for (const Cell* child : children) {
        if (child == nullptr) continue;
        any = true;
        cell.import = std::max(cell.import, child->import);
        cell.reported |= child->reported;
        if (child->value) values.push_back(*child->value);
    }
    if (!any) return std::nullopt;

    const bool known = operation == RollUpOperation::sum || operation == RollUpOperation::mean ||
                       (operation == RollUpOperation::moy && rules == RuleSet::barometre_1);
    if (!known) {
        if (rules == RuleSet::pilote_2024) cell.value = pilote_unknown_operation;
        return cell;
    }
    const Folded folded = fold_values(operation, values);
    cell.value = folded.value;
    cell.overflow = !folded.fits;
    return cell;
}

bool rule_544_admits(const IndicatorDefinition& definition, Kind kind) {
    if (kind == Kind::actual) return false;
    const bool own = definition.rules == RuleSet::barometre_1;
    const Kind tested = own ? kind : Kind::target;
    return definition.rule(tested, Level::nation).from != Source::entered;
}

std::optional<Cell> rule_544(const std::optional<Cell>& rolled_up,
                             const std::optional<Cell>& entered) {
    if (!entered || (rolled_up && rolled_up->value)) return rolled_up;
    Cell cell = *entered;
    cell.origin = Origin::rule_544;
    if (rolled_up) cell.import = rolled_up->import;
    return cell;
}

}  // namespace domain::rules
