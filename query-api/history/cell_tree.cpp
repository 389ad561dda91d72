// SPDX-License-Identifier: EUPL-1.2
#include "query-api/history/cell_tree.hpp"

#include "domain/rules/month_value.hpp"

namespace query_api::history {
namespace {

using domain::Kind;
using domain::Level;
using domain::Month;
using domain::Origin;
using domain::Source;
using domain::Territory;

std::optional<Territory> copied_from(Territory territory, Origin origin) {
    if (origin == Origin::replicated_from_region) return territory.parent();
    if (origin == Origin::replicated_from_nation) return Territory::nation();
    return std::nullopt;
}

}  // namespace

// Source: pilote.md §3.1.
bool CellTrees::counts(Territory territory) const {
    return !definition_.hidden && definition_.applies(territory);
}

CellTree CellTrees::stored(Territory territory, Kind kind, Month month) {
    const auto cells = view_.cells(definition_.id, territory, kind);
    const domain::Cell* cell = domain::find_cell(cells, month);
    const auto from = cell == nullptr ? std::nullopt : copied_from(territory, cell->origin);
    if (!from) return before_replication(territory, kind, month);
    CellTree tree{.territory = territory, .kind = kind, .month = month, .cell = *cell};
    tree.copied.push_back(before_replication(*from, kind, month));
    return tree;
}

CellTree CellTrees::before_replication(Territory territory, Kind kind, Month month) {
    const auto source = domain::rules::cell_source(definition_, kind, territory);
    if (source && source->from == Source::entered) return entered(territory, kind, month);
    CellTree tree{.territory = territory, .kind = kind, .month = month, .source = source};
    if (source) roll_up(tree);
    const bool nation = territory.level() == Level::nation;
    if (nation && domain::rules::rule_544_admits(definition_, kind)) {
        const CellTree own = entered(territory, kind, month);
        tree.cell = domain::rules::rule_544(tree.cell, own.cell);
        if (tree.cell && tree.cell->origin == Origin::rule_544) tree.days = own.days;
    }
    return tree;
}

CellTree CellTrees::entered(Territory territory, Kind kind, Month month) {
    CellTree tree{.territory = territory,
                  .kind = kind,
                  .month = month,
                  .source = domain::rules::CellSource{}};
    if (!counts(territory)) return tree;
    tree.days = view_.days({definition_.id, territory}, kind, month);
    tree.cell = domain::rules::month_value(tree.days, territory);
    return tree;
}

void CellTrees::roll_up(CellTree& tree) {
    std::vector<const domain::Cell*> cells;
    for (const Territory child : tree.source->children) {
        CellTree part = tree.source->children_as_entered
                            ? entered(child, tree.kind, tree.month)
                            : before_replication(child, tree.kind, tree.month);
        if (part.cell)
            tree.contributors.push_back(std::move(part));
        else if (counts(child))
            tree.missing.push_back(child);
    }
    for (const CellTree& part : tree.contributors) cells.push_back(&*part.cell);
    tree.cell = domain::rules::roll_up(tree.source->operation, definition_.rules, cells);
}

std::optional<InitialTree> CellTrees::initial(
    Territory territory, const std::optional<domain::rules::MonthValue>& value) {
    if (!value) return std::nullopt;
    if (definition_.rules == domain::RuleSet::barometre_1) {
        InitialTree tree = rolled_up_initial(shown_rows_of(territory));
        if (tree.value) return tree;
    }
    InitialTree tree{.territory = territory, .value = value};
    tree.cell.push_back(stored(territory, Kind::baseline, value->month));
    return tree;
}

// Replication replaces all rows of a territory, of every kind.
Territory CellTrees::shown_rows_of(Territory territory) {
    for (const Kind kind : domain::all_kinds) {
        const auto cells = view_.cells(definition_.id, territory, kind);
        if (!cells.empty())
            return copied_from(territory, cells.front().cell.origin).value_or(territory);
    }
    return territory;
}

InitialTree CellTrees::entered_initial(Territory territory) {
    InitialTree tree{.territory = territory};
    if (!counts(territory)) return tree;
    domain::CellSeries months;
    for (const auto& day : view_.days(definition_.id, territory, Kind::baseline))
        if (months.empty() || months.back().month != day.date.month) {
            const CellTree own = entered(territory, Kind::baseline, day.date.month);
            if (own.cell) months.push_back({day.date.month, *own.cell});
        }
    tree.value = domain::rules::initial_value(months);
    if (tree.value) tree.cell.push_back(entered(territory, Kind::baseline, tree.value->month));
    return tree;
}

InitialTree CellTrees::rolled_up_initial(Territory territory) {
    const auto source = domain::rules::cell_source(definition_, Kind::baseline, territory);
    if (!source || source->from == Source::entered)
        return source ? entered_initial(territory) : InitialTree{.territory = territory};
    InitialTree tree{.territory = territory, .source = source};
    std::vector<domain::rules::MonthValue> values;
    for (const Territory child : source->children) {
        InitialTree part = rolled_up_initial(child);
        if (!part.value) continue;
        values.push_back(*part.value);
        tree.contributors.push_back(std::move(part));
    }
    const bool mean = source->operation != domain::RollUpOperation::sum;
    tree.value = domain::rules::rolled_up_initial_value(
        mean ? domain::RollUpOperation::mean : domain::RollUpOperation::sum, values);
    return tree;
}

}  // namespace query_api::history
