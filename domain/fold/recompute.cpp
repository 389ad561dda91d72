// SPDX-License-Identifier: EUPL-1.2
#include "domain/fold/recompute.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include "domain/rules/roll_up.hpp"
#include "domain/rules/targets.hpp"

namespace domain {
namespace {

// The cells of all territories and kinds, as a pass computes them.
using Table = std::array<std::array<CellSeries, kind_count>, Territory::count>;

std::size_t at(Kind kind) {
    return static_cast<std::size_t>(kind);
}

// Computes single months of one indicator from what was entered (pilote.md §3.2, before
// replication).
class MonthCells {
public:
    MonthCells(const IndicatorDefinition& definition, IndicatorColumns& columns)
        : definition_(definition), columns_(columns) {}

    std::optional<Cell> department(Kind kind, Month month, Territory territory) {
        const auto source = rules::cell_source(definition_, kind, territory);
        return source ? raw(kind, month, territory) : std::nullopt;
    }

    std::optional<Cell> region(Kind kind, Month month, Territory territory) {
        const auto source = rules::cell_source(definition_, kind, territory);
        if (!source) return std::nullopt;
        if (source->from == Source::entered) return raw(kind, month, territory);
        return rolled_up(*source, [&](Territory child) {
            return source->children_as_entered ? raw(kind, month, child)
                                               : department(kind, month, child);
        });
    }

    // `of_region` gives the region's cell of that month.
    template <class OfRegion>
    std::optional<Cell> nation(Kind kind, Month month, OfRegion of_region) {
        const auto source = rules::cell_source(definition_, kind, Territory::nation());
        const auto entered = raw(kind, month, Territory::nation());
        std::optional<Cell> cell;
        if (source && source->from == Source::entered) cell = entered;
        if (source && source->from == Source::regions) cell = rolled_up(*source, of_region);
        if (source && source->from == Source::departments)
            cell =
                rolled_up(*source, [&](Territory child) { return department(kind, month, child); });
        return rules::rule_544_admits(definition_, kind) ? rules::rule_544(cell, entered) : cell;
    }

private:
    // 3.1: rows of a hidden indicator, or of a territory it does not apply to, do not count.
    std::optional<Cell> raw(Kind kind, Month month, Territory territory) {
        if (definition_.hidden || !definition_.applies(territory)) return std::nullopt;
        return columns_.entered(territory, kind, month);
    }

    template <class CellOf>
    std::optional<Cell> rolled_up(const rules::CellSource& source, CellOf cell_of) {
        std::vector<std::optional<Cell>> cells;
        cells.reserve(source.children.size());
        std::vector<const Cell*> present;
        for (const Territory child : source.children) {
            cells.push_back(cell_of(child));
            if (cells.back()) present.push_back(&*cells.back());
        }
        return rules::roll_up(source.operation, definition_.rules, present);
    }

    const IndicatorDefinition& definition_;
    IndicatorColumns& columns_;
};

void put_cell(IndicatorColumns& columns, CellChange change, Changes& changes) {
    const Cell* before = find_cell(columns.cells(change.territory, change.kind), change.month);
    if (before != nullptr) change.before = *before;
    if (change.cell == change.before) return;
    columns.set_cell(change.territory, change.kind, change.month, change.cell);
    changes.cells.push_back(std::move(change));
}

// The initial values of one indicator (pilote.md §3.4; barometre-1: 3.12 no 3).
class InitialValues {
public:
    // `cells` gives a territory's baselines before replication.
    using Cells = std::function<const CellSeries&(Territory)>;

    InitialValues(const IndicatorDefinition& definition, IndicatorColumns& columns, Cells cells)
        : definition_(definition), columns_(columns), cells_(std::move(cells)) {}

    std::optional<rules::MonthValue> of(Territory territory) {
        const LevelRule& rule = definition_.rule(Kind::baseline, territory.level());
        std::optional<rules::MonthValue> value;
        if (rule.from == Source::departments && territory.level() == Level::nation)
            value = rolled_up(rule, territories_of(Level::department));
        else if (rule.from == Source::departments || rule.from == Source::regions)
            value = rolled_up(rule, territory.children());
        else
            return rules::initial_value(cells_(territory));
        const bool rule_544 = territory.level() == Level::nation && !value &&
                              rules::rule_544_admits(definition_, Kind::baseline);
        return rule_544 ? entered_nation() : value;
    }

private:
    std::optional<rules::MonthValue> rolled_up(const LevelRule& rule,
                                               std::span<const Territory> children) {
        const bool mean =
            rule.operation == RollUpOperation::mean || rule.operation == RollUpOperation::moy;
        if (!mean && rule.operation != RollUpOperation::sum) return std::nullopt;
        std::vector<rules::MonthValue> sources;
        for (const Territory child : children)
            if (const auto value = of(child)) sources.push_back(*value);
        return rules::rolled_up_initial_value(mean ? RollUpOperation::mean : RollUpOperation::sum,
                                              sources);
    }

    std::optional<rules::MonthValue> entered_nation() {
        if (definition_.hidden || !definition_.applies(Territory::nation())) return std::nullopt;
        CellSeries entered;
        for (const DayEntry& day : columns_.days(Territory::nation(), Kind::baseline)) {
            if (!entered.empty() && entered.back().month == day.date.month) continue;
            const Month month = day.date.month;
            if (const auto cell = columns_.entered(Territory::nation(), Kind::baseline, month))
                entered.push_back({month, *cell});
        }
        return rules::initial_value(entered);
    }

    const IndicatorDefinition& definition_;
    IndicatorColumns& columns_;
    Cells cells_;
};

void put_state(const IndicatorDefinition& definition, IndicatorColumns& columns,
               Territory territory, std::optional<rules::MonthValue> initial, Changes& changes) {
    const rules::Column column{columns.cells(territory, Kind::baseline),
                               columns.cells(territory, Kind::actual),
                               columns.cells(territory, Kind::target)};
    const auto state = rules::state_of(definition, column, initial);
    if (state == columns.state(territory)) return;
    columns.set_state(territory, state);
    changes.states.push_back({columns.id(), territory, state});
}

std::optional<Month> last_value(const CellSeries& actual) {
    for (auto row = actual.rbegin(); row != actual.rend(); ++row)
        if (row->cell.value) return row->month;
    return std::nullopt;
}

// Follows the actual cells that `changes` lists from `first_cell` on.
void put_levels(IndicatorColumns& columns, std::size_t first_cell, Changes& changes) {
    std::array<std::optional<Month>, level_count> last;
    std::array<bool, level_count> lost{};
    for (const Level level : all_levels)
        last[static_cast<std::size_t>(level)] = columns.last_month(level);
    for (std::size_t i = first_cell; i < changes.cells.size(); ++i) {
        const CellChange& change = changes.cells[i];
        if (change.kind != Kind::actual) continue;
        const auto level = static_cast<std::size_t>(change.territory.level());
        const bool has_value = change.cell && change.cell->value;
        if (has_value && (!last[level] || change.month > *last[level])) last[level] = change.month;
        if (!has_value && last[level] == change.month) lost[level] = true;
    }
    for (const Level level : all_levels) {
        auto& month = last[static_cast<std::size_t>(level)];
        if (lost[static_cast<std::size_t>(level)]) {
            month.reset();
            for (const Territory territory : territories_of(level)) {
                const auto own = last_value(columns.cells(territory, Kind::actual));
                if (own && (!month || *own > *month)) month = own;
            }
        }
        if (month == columns.last_month(level)) continue;
        columns.set_last_month(level, month);
        changes.levels.push_back({columns.id(), level, month});
    }
}

bool replicates(const PolicyDefinition& policy) {
    return policy.replicate_region || policy.replicate_nation_to.has_value();
}

// Recomputes one month of one kind: the territories in [first, last), their regions, the nation.
void recompute_month(const IndicatorDefinition& definition, IndicatorColumns& columns,
                     std::span<const TouchedMonth> touched, Changes& changes) {
    const Kind kind = touched.front().kind;
    const Month month = touched.front().month;
    MonthCells cells{definition, columns};
    const auto put = [&](Territory territory, const std::optional<Cell>& cell) {
        put_cell(columns, {columns.id(), territory, kind, month, cell, std::nullopt}, changes);
    };
    std::set<Territory> regions;
    for (const TouchedMonth& one : touched) {
        if (one.territory.level() == Level::department) {
            put(one.territory, cells.department(kind, month, one.territory));
            regions.insert(one.territory.parent());
        } else if (one.territory.level() == Level::region) {
            regions.insert(one.territory);
        }
    }
    for (const Territory region : regions) put(region, cells.region(kind, month, region));
    // Without replication, a region's stored cell is the one that a roll-up reads.
    put(Territory::nation(), cells.nation(kind, month, [&](Territory region) {
        const Cell* cell = find_cell(columns.cells(region, kind), month);
        return cell == nullptr ? std::nullopt : std::optional{*cell};
    }));
}

std::set<Month> months_entered(IndicatorColumns& columns, Kind kind) {
    std::set<Month> months;
    for (const Level level : all_levels)
        for (const Territory territory : territories_of(level))
            for (const DayEntry& day : columns.days(territory, kind)) months.insert(day.date.month);
    return months;
}

Table compute_table(const IndicatorDefinition& definition, IndicatorColumns& columns) {
    Table table;
    MonthCells cells{definition, columns};
    const auto add = [&table](Territory territory, Kind kind, Month month,
                              const std::optional<Cell>& cell) {
        if (cell) table[territory.index()][at(kind)].push_back({month, *cell});
    };
    for (const Kind kind : all_kinds) {
        for (const Month month : months_entered(columns, kind)) {
            for (const Territory department : territories_of(Level::department))
                add(department, kind, month, cells.department(kind, month, department));
            for (const Territory region : territories_of(Level::region))
                add(region, kind, month, cells.region(kind, month, region));
            add(Territory::nation(), kind, month, cells.nation(kind, month, [&](Territory region) {
                const Cell* cell = find_cell(table[region.index()][at(kind)], month);
                return cell == nullptr ? std::nullopt : std::optional{*cell};
            }));
        }
    }
    return table;
}

// By territory, the one whose rows it shows: itself, or the parent that replaces them all. Parents
// are looked at before replication, so there is no chain.
std::vector<Territory> replication_sources(const PolicyDefinition& policy, const Table& table) {
    const auto has_rows = [&table](Territory territory) {
        const auto& kinds = table[territory.index()];
        return std::any_of(kinds.begin(), kinds.end(), [](const auto& s) { return !s.empty(); });
    };
    std::vector<Territory> sources;
    for (std::uint8_t i = 0; i < Territory::count; ++i) sources.push_back(Territory::from_index(i));
    if (policy.replicate_region)
        for (const Territory department : territories_of(Level::department))
            if (has_rows(department.parent())) sources[department.index()] = department.parent();
    if (policy.replicate_nation_to && has_rows(Territory::nation()))
        for (const Territory child : territories_of(*policy.replicate_nation_to))
            sources[child.index()] = Territory::nation();
    return sources;
}

CellSeries replicated(CellSeries series, Territory from) {
    const Origin origin = from.level() == Level::region ? Origin::replicated_from_region
                                                        : Origin::replicated_from_nation;
    for (MonthCell& row : series) row.cell.origin = origin;
    return series;
}

void put_series(IndicatorColumns& columns, Territory territory, Kind kind, const CellSeries& series,
                Changes& changes) {
    std::vector<Month> gone;
    for (const MonthCell& row : columns.cells(territory, kind))
        if (find_cell(series, row.month) == nullptr) gone.push_back(row.month);
    for (const Month month : gone)
        put_cell(columns, {columns.id(), territory, kind, month, std::nullopt, std::nullopt},
                 changes);
    for (const MonthCell& row : series)
        put_cell(columns, {columns.id(), territory, kind, row.month, row.cell, std::nullopt},
                 changes);
}

}  // namespace

void recompute(const InForce& definitions, IndicatorColumns& columns,
               std::vector<TouchedMonth> touched, Changes& changes) {
    if (replicates(definitions.policy)) return recompute_all(definitions, columns, changes);
    const IndicatorDefinition& definition = definitions.indicator;
    const std::size_t first_cell = changes.cells.size();
    std::sort(touched.begin(), touched.end());
    std::set<Territory> territories;
    for (auto first = touched.begin(); first != touched.end();) {
        const auto last = std::find_if(first, touched.end(), [first](const TouchedMonth& one) {
            return one.kind != first->kind || one.month != first->month;
        });
        recompute_month(definition, columns, {first, last}, changes);
        // Under barometre-1 an initial value can move where no cell of the territory does.
        for (auto one = first; one != last; ++one) {
            territories.insert(one->territory);
            territories.insert(one->territory.parent());
            territories.insert(Territory::nation());
        }
        first = last;
    }
    for (std::size_t i = first_cell; i < changes.cells.size(); ++i)
        territories.insert(changes.cells[i].territory);

    InitialValues initial{definition, columns,
                          [&columns](Territory territory) -> const CellSeries& {
                              return columns.cells(territory, Kind::baseline);
                          }};
    for (const Territory territory : territories) {
        const auto value = definition.rules == RuleSet::barometre_1
                               ? initial.of(territory)
                               : rules::initial_value(columns.cells(territory, Kind::baseline));
        put_state(definition, columns, territory, value, changes);
    }
    put_levels(columns, first_cell, changes);
}

void recompute_all(const InForce& definitions, IndicatorColumns& columns, Changes& changes) {
    const IndicatorDefinition& definition = definitions.indicator;
    const std::size_t first_cell = changes.cells.size();
    const Table table = compute_table(definition, columns);
    const auto sources = replication_sources(definitions.policy, table);
    InitialValues initial{definition, columns, [&table](Territory territory) -> const CellSeries& {
                              return table[territory.index()][at(Kind::baseline)];
                          }};
    for (const Level level : all_levels) {
        for (const Territory territory : territories_of(level)) {
            const Territory source = sources[territory.index()];
            for (const Kind kind : all_kinds) {
                const CellSeries& series = table[source.index()][at(kind)];
                const bool own = source == territory;
                put_series(columns, territory, kind, own ? series : replicated(series, source),
                           changes);
            }
            const auto value = definition.rules == RuleSet::barometre_1
                                   ? initial.of(source)
                                   : rules::initial_value(columns.cells(territory, Kind::baseline));
            put_state(definition, columns, territory, value, changes);
        }
    }
    put_levels(columns, first_cell, changes);
}

}  // namespace domain
