// SPDX-License-Identifier: EUPL-1.2
#include "query-api/history/lineage.hpp"

#include <algorithm>
#include <set>

#include "domain/codec/definition_json.hpp"
#include "domain/codec/event_json.hpp"
#include "domain/rules/comparable_value.hpp"
#include "query-api/history/cause.hpp"
#include "query-api/history/cell_tree.hpp"
#include "query-api/table.hpp"

namespace query_api::history {
namespace {

using domain::Kind;
using domain::Month;
using domain::Sequence;
using domain::Territory;
using domain::rules::MonthValue;
using platform::JsonWriter;
using projector::read_model::View;

void write_decimal(JsonWriter& json, std::string_view name,
                   const std::optional<domain::Decimal>& value) {
    json.key(name);
    value ? json.number_text(value->text()) : json.null();
}

void write_territories(JsonWriter& json, std::string_view name,
                       const std::vector<Territory>& territories) {
    json.key(name).begin_array();
    for (const Territory territory : territories) {
        json.begin_object();
        json.key("territory").string(territory.id());
        json.key("name").string(territory.name());
        json.end_object();
    }
    json.end_array();
}

// Writes the parts of a lineage; events are named by their sequences and listed at the end.
class Writer {
public:
    Writer(View& view, JsonWriter& json) : view_(view), json_(json) {}

    void event(std::string_view name, Sequence sequence) {
        events_.insert(sequence);
        json_.key(name).unsigned_integer(sequence);
    }

    void events() {
        Causes causes{view_};
        json_.key("events").begin_array();
        for (const Sequence sequence : events_) append_object(json_, causes.at(sequence));
        json_.end_array();
    }

    void cell(const CellTree& tree) {
        json_.begin_object();
        json_.key("territory").string(tree.territory.id());
        json_.key("name").string(tree.territory.name());
        json_.key("kind").string(domain::name_of(tree.kind));
        json_.key("month").string(tree.month.text());
        write_decimal(json_, "value", tree.cell ? tree.cell->value : std::nullopt);
        json_.key("origin");
        tree.cell ? json_.string(domain::codec::name_of(tree.cell->origin)) : json_.null();
        if (!tree.copied.empty()) {
            json_.key("copied");
            cell(tree.copied.front());
        }
        if (!tree.days.empty()) days(tree.days);
        if (tree.source && !tree.source->children.empty()) roll_up(*tree.source, tree);
        json_.end_object();
    }

    void initial(const InitialTree& tree) {
        if (!tree.cell.empty()) return cell(tree.cell.front());
        json_.begin_object();
        json_.key("territory").string(tree.territory.id());
        json_.key("name").string(tree.territory.name());
        json_.key("kind").string(domain::name_of(Kind::baseline));
        json_.key("month");
        tree.value ? json_.string(tree.value->month.text()) : json_.null();
        write_decimal(json_, "value", tree.value ? std::optional{tree.value->value} : std::nullopt);
        json_.key("operation").string(domain::codec::name_of(tree.source->operation));
        json_.key("contributors").begin_array();
        for (const InitialTree& part : tree.contributors) initial(part);
        json_.end_array();
        json_.end_object();
    }

private:
    void days(const std::vector<domain::DayEntry>& entries) {
        json_.key("days").begin_array();
        for (const domain::DayEntry& day : entries) {
            if (!day.present) continue;
            json_.begin_object();
            json_.key("date").string(day.date.text());
            write_decimal(json_, "value", day.value);
            event("event", day.entered);
            json_.key("row").unsigned_integer(day.row);
            json_.end_object();
        }
        json_.end_array();
    }

    void roll_up(const domain::rules::CellSource& source, const CellTree& tree) {
        json_.key("from").string(domain::codec::name_of(source.from));
        json_.key("operation").string(domain::codec::name_of(source.operation));
        json_.key("contributors").begin_array();
        for (const CellTree& part : tree.contributors) cell(part);
        json_.end_array();
        write_territories(json_, "missing", tree.missing);
    }

    View& view_;
    JsonWriter& json_;
    std::set<Sequence> events_;
};

using Parts = std::vector<domain::rules::ComparablePart>;

// The parts of both comparable values of the month that a state shows.
struct ComparableLineage {
    Parts annual;
    Parts global;

    std::set<Month> months() const {
        std::set<Month> months;
        for (const Parts* parts : {&annual, &global}) {
            for (const auto& part : *parts) {
                months.insert(part.month);
                if (part.subtracted) months.insert(part.subtracted->month);
            }
        }
        return months;
    }
};

ComparableLineage comparable_lineage(View& view, const domain::IndicatorDefinition& definition,
                                     const StateRow& state) {
    ComparableLineage lineage;
    if (!state.state.last) return lineage;
    const auto cells = [&](Kind kind) { return view.cells(definition.id, state.territory, kind); };
    const auto months = domain::rules::series_months(cells(Kind::baseline), cells(Kind::actual),
                                                     cells(Kind::target));
    const auto shown = std::find_if(months.begin(), months.end(), [&](const auto& row) {
        return row.month == state.state.last->month;
    });
    if (shown == months.end()) return lineage;
    const auto index = static_cast<std::size_t>(shown - months.begin());
    const auto parts = [&](const domain::ComparableRule& rule) {
        return domain::rules::comparable_parts(rule, definition.rules, months, index);
    };
    return {parts(definition.annual), parts(definition.global)};
}

void write_comparable(JsonWriter& json, std::string_view name, const domain::ComparableRule& rule,
                      const std::optional<domain::Decimal>& value, const Parts& parts) {
    json.key(name).begin_object();
    write_decimal(json, "value", value);
    json.key("operation").string(domain::codec::name_of(rule.operation));
    json.key("window").string(domain::codec::name_of(rule.window));
    json.key("months");
    rule.window == domain::Window::months ? json.unsigned_integer(rule.months) : json.null();
    json.key("decumulate").string(domain::codec::name_of(rule.decumulate));
    json.key("parts").begin_array();
    for (const auto& part : parts) {
        json.begin_object();
        json.key("month").string(part.month.text());
        json.key("subtracted");
        part.subtracted ? json.string(part.subtracted->month.text()) : json.null();
        json.end_object();
    }
    json.end_array();
    json.end_object();
}

void write_cells(Writer& writer, JsonWriter& json, CellTrees& trees, const StateRow& state,
                 const ComparableLineage& comparable) {
    const Territory territory = state.territory;
    json.key("actuals").begin_array();
    for (const Month month : comparable.months())
        writer.cell(trees.stored(territory, Kind::actual, month));
    json.end_array();
    json.key("baseline_from");
    const auto initial = trees.initial(territory, state.state.initial);
    initial ? writer.initial(*initial) : static_cast<void>(json.null());
    const auto target = [&](std::string_view name, const std::optional<MonthValue>& value) {
        json.key(name);
        if (value)
            writer.cell(trees.stored(territory, Kind::target, value->month));
        else
            json.null();
    };
    target("target_from", state.state.global_target);
    target("annual_target_from", state.annual_target);
}

// An indicator in a policy's figure.
void write_weight(Writer& writer, JsonWriter& json,
                  const projector::read_model::IndicatorVersion& indicator,
                  const domain::rules::State& state, Territory territory, domain::Decimal real) {
    const domain::IndicatorDefinition& definition = *indicator.definition;
    json.key("indicator").string(definition.id.text());
    json.key("name").string(definition.name);
    json.key("rules").string(domain::codec::name_of(definition.rules));
    writer.event("definition", indicator.since);
    write_decimal(json, "weight", domain::rules::applied_weight(definition, territory));
    write_decimal(json, "real_weight", real);
    json.key("reported").boolean(state.last.has_value());
}

void write_used(JsonWriter& json, std::string_view name,
                const domain::IndicatorDefinition& definition, const domain::rules::State& state,
                std::optional<Month> month, int year) {
    const auto* row = month ? domain::rules::row_at(&state, *month) : nullptr;
    json.key(name);
    if (row == nullptr) {
        json.null();
        return;
    }
    const auto rates = domain::rules::rates_of(definition, state, *row, year);
    json.begin_object();
    json.key("month").string(row->month.text());
    write_decimal(json, "global", rates.global);
    write_decimal(json, "annual", rates.annual);
    json.end_object();
}

}  // namespace

std::string lineage_of(View& view, const ShownIndicator& shown, Territory territory,
                       domain::Date on) {
    const domain::IndicatorDefinition& definition = *shown.version().definition;
    const StateRow state = StateReader{view, shown.group, shown.index, on}.read(territory);
    const ComparableLineage comparable = comparable_lineage(view, definition, state);
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    JsonFields fields{json};
    describe(fields, state);
    json.key("engine").unsigned_integer(view.published().head.engine);
    json.key("trend").string(domain::codec::name_of(definition.trend));
    Writer writer{view, json};
    writer.event("definition", shown.version().since);
    writer.event("policy_definition", shown.group.policy.since);
    const auto& last = state.state.last;
    json.key("comparable").begin_object();
    json.key("month");
    last ? json.string(last->month.text()) : json.null();
    write_comparable(json, "annual", definition.annual,
                     last ? std::optional{last->annual} : std::nullopt, comparable.annual);
    write_comparable(json, "global", definition.global, last ? last->global : std::nullopt,
                     comparable.global);
    json.end_object();
    CellTrees trees{view, definition};
    write_cells(writer, json, trees, state, comparable);
    writer.events();
    return out;
}

std::string lineage_of(View& view, const PolicyGroup& group, Territory territory, domain::Date on) {
    std::vector<domain::rules::State> states;
    auto contributions = contributions_of(group);
    for (const auto& indicator : group.indicators) {
        auto stored = view.state(indicator.definition->id, territory);
        states.push_back(stored ? std::move(stored->state) : domain::rules::State{});
    }
    for (std::size_t i = 0; i < states.size(); ++i) contributions[i].state = &states[i];
    const int year = on.month.year();
    const auto [today, previous] = domain::rules::last_months(contributions);
    const auto weights = domain::rules::real_weights(contributions, territory);

    std::string out;
    JsonWriter json{out};
    json.begin_object();
    JsonFields fields{json};
    describe_without_gap(fields, policy_row_of(group, territory, states, year));
    json.key("engine").unsigned_integer(view.published().head.engine);
    Writer writer{view, json};
    writer.event("definition", group.policy.since);
    json.key("indicators").begin_array();
    for (std::size_t i = 0; i < states.size(); ++i) {
        json.begin_object();
        write_weight(writer, json, group.indicators[i], states[i], territory, weights[i]);
        const auto& definition = *group.indicators[i].definition;
        write_used(json, "today", definition, states[i], today, year);
        write_used(json, "previous", definition, states[i], previous, year);
        json.end_object();
    }
    json.end_array();
    writer.events();
    return out;
}

}  // namespace query_api::history
