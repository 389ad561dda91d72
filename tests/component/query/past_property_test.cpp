// SPDX-License-Identifier: EUPL-1.2
// Laws of history on random logs of every kind of record; PROPERTY_SEED repeats a run.
#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/codec/definition_json.hpp"
#include "domain/codec/json.hpp"
#include "query-api/history/audit_row.hpp"
#include "query-api/history/difference.hpp"
#include "query-api/history/flat_fields.hpp"
#include "query-api/history/lineage.hpp"
#include "query-api/history/vintage_row.hpp"
#include "query-api/table.hpp"
#include "tests/component/projector/random_log.hpp"
#include "tests/support/must.hpp"
#include "tests/support/property.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::query {
namespace {

using domain::FigureId;
using domain::Territory;
using domain::codec::Json;
using ::projector::read_model::View;
using query_api::history::Flat;
using query_api::history::flat_of;

constexpr std::size_t events_of_a_log = 250;
constexpr std::size_t checks = 12;
const domain::Date today = *domain::Date::parse("2024-10-23");

class Past : public testing::Test {
protected:
    void make(std::mt19937_64& random) {
        events = projector::random_events(random, events_of_a_log);
        log = projector::make_log(folder.path() / "log", events);
        store = projector::make_store(folder.path() / "store", *log);
    }

    // A store of the records up to `position` only.
    std::unique_ptr<::projector::read_model::Store> prefix(domain::Sequence position) {
        // The same position may come again.
        const std::string name = std::to_string(++prefixes);
        const std::vector<std::string> some{events.begin(),
                                            events.begin() + static_cast<std::ptrdiff_t>(position)};
        const auto short_log = projector::make_log(folder.path() / ("log" + name), some);
        return projector::make_store(folder.path() / ("store" + name), *short_log);
    }

    domain::Sequence any_position(std::mt19937_64& random) const {
        return random() % (events.size() + 1);
    }

    support::TemporaryDirectory folder;
    int prefixes = 0;
    std::vector<std::string> events;
    std::unique_ptr<platform::event_log::EventLog> log;
    std::unique_ptr<::projector::read_model::Store> store;
};

std::vector<Territory> some_territories() {
    std::vector<Territory> territories;
    for (const char* id : {"NAT-FR", "REG-53", "REG-11", "DEPT-22", "DEPT-35", "DEPT-75"})
        territories.push_back(support::must(Territory::parse(id)));
    return territories;
}

// Everything that the history of the shown figures says, as text.
std::string history_of(View&& view) {
    std::string text;
    const query_api::Page page{0, 1'000};
    for (const auto& indicator : view.indicators()) {
        for (const Territory territory : some_territories()) {
            const FigureId figure{indicator.definition->id, territory};
            const auto shown = query_api::shown_indicator(view, figure.indicator);
            if (!shown) continue;
            using query_api::ndjson_of;
            namespace history = query_api::history;
            text += ndjson_of(history::read_history(view, figure, today, page).rows);
            text += ndjson_of(history::read_audit(view, figure, today, page).rows);
            text += ndjson_of(history::read_vintages(view, figure));
            text += history::lineage_of(view, *shown, territory, today) + "\n";
        }
    }
    return text;
}

TEST_F(Past, AtAPositionIsThatOfTheRecordsUpToIt) {
    support::for_random([this](std::mt19937_64& random) {
        make(random);
        for (int i = 0; i < 4; ++i) {
            const auto position = any_position(random);
            EXPECT_EQ(history_of(View{*store, position}), history_of(View{*prefix(position)}))
                << "at " << position;
        }
    });
}

// Everything that a difference is about, by the names that its rows have.
using Everything = std::map<std::string, std::string>;

std::string name_of(std::string_view what, const std::vector<std::string>& parts) {
    std::string name{what};
    for (const std::string& part : parts) name += "|" + part;
    return name;
}

bool is_told(const std::string& field) {
    for (const char* other : {"indicator", "policy", "territory", "name", "weight", "weights"})
        if (field == other) return false;
    return !field.starts_with("freshness.");
}

void add(Everything& all, const std::string& prefix, const Flat& flat) {
    for (const auto& [field, value] : flat)
        if (is_told(field)) all[prefix + "|" + field] = value;
}

template <class Definition>
void add_definition(Everything& all, const std::string& prefix, const Definition& definition) {
    auto flat =
        flat_of(support::must(domain::codec::parse_json(domain::codec::encode(definition))));
    flat.erase("id");
    for (const auto& [field, value] : flat) all[prefix + "|" + field] = value;
}

void add_cells(Everything& all, View& view, const FigureId& figure) {
    for (const domain::Kind kind : domain::all_kinds)
        for (const auto& row : view.cells(figure.indicator, figure.territory, kind))
            all[name_of("value", {figure.indicator.text(), std::string{figure.territory.id()},
                                  std::string{domain::name_of(kind)}, row.month.text()})] =
                row.cell.value ? row.cell.value->text() : "null";
}

Everything everything_at(View& view) {
    Everything all;
    for (const auto& group : query_api::shown_policies(view)) {
        const std::string policy = group.policy.definition->id.text();
        add_definition(all, name_of("definition", {policy, ""}), *group.policy.definition);
        for (std::uint8_t t = 0; t < Territory::count; ++t) {
            const Territory territory = Territory::from_index(t);
            const std::string id{territory.id()};
            const auto row = query_api::read_policy_row(view, group, territory, 2024);
            query_api::history::FlatFields fields;
            query_api::describe_without_gap(fields, row);
            add(all, name_of("rate", {policy, id}), fields.take());
            for (const auto& [indicator, weight] : row.weights)
                all[name_of("weight", {policy, indicator.text(), id})] = weight.text();
            for (std::size_t i = 0; i < group.indicators.size(); ++i) {
                const std::string indicator = group.indicators[i].definition->id.text();
                add(all, name_of("figure", {indicator, id}),
                    flat_of(query_api::StateReader{view, group, i, today}.read(territory)));
            }
        }
    }
    for (const auto& indicator : view.indicators()) {
        const auto& definition = *indicator.definition;
        add_definition(all, name_of("definition", {definition.policy.text(), definition.id.text()}),
                       definition);
        for (std::uint8_t t = 0; t < Territory::count; ++t)
            add_cells(all, view, {definition.id, Territory::from_index(t)});
    }
    return all;
}

void apply(const query_api::history::DifferenceRow& row, Everything& all) {
    const Flat flat = flat_of(row);
    const auto text = [&flat](const char* name) {
        const auto found = flat.find(name);
        if (found == flat.end()) return std::string{};
        const std::string& json = found->second;
        return json.starts_with('"') ? json.substr(1, json.size() - 2) : json;
    };
    const std::string what = text("what");
    std::string name;
    if (what == "value")
        name = name_of(what, {text("indicator"), text("territory"), text("kind"), text("month")});
    if (what == "figure")
        name = name_of(what, {text("indicator"), text("territory"), text("field")});
    if (what == "rate") name = name_of(what, {text("policy"), text("territory"), text("field")});
    if (what == "weight")
        name = name_of(what, {text("policy"), text("indicator"), text("territory")});
    if (what == "definition")
        name = name_of(what, {text("policy"), text("indicator"), text("field")});
    if (text("change") == "removed")
        all.erase(name);
    else
        all[name] = row.after.value_or("null");
}

TEST_F(Past, ADifferenceAppliedToTheEarlierGivesTheLater) {
    support::for_random([this](std::mt19937_64& random) {
        make(random);
        for (std::size_t i = 0; i < checks; ++i) {
            const auto a = any_position(random);
            const auto b = any_position(random);
            View from{*store, std::min(a, b)};
            View to{*store, std::max(a, b)};
            const query_api::history::DifferenceQuery all{.limit = 10'000'000};
            auto earlier = everything_at(from);
            for (const auto& row : query_api::history::difference_of(from, to, today, all).rows)
                apply(row, earlier);
            const auto later = everything_at(to);
            for (const auto& [name, value] : earlier)
                ASSERT_TRUE(later.contains(name))
                    << name << " from " << from.position() << " to " << to.position();
            for (const auto& [name, value] : later)
                ASSERT_EQ(earlier[name], value)
                    << name << " from " << from.position() << " to " << to.position();
        }
    });
}

// What follows knows nothing of the product but the JSON of a lineage.
using Exact = boost::multiprecision::cpp_rational;

Exact exact(std::string_view digits) {
    std::string whole{digits};
    boost::multiprecision::cpp_int scale = 1;
    if (const auto point = whole.find('.'); point != std::string::npos) {
        for (std::size_t i = point + 1; i < whole.size(); ++i) scale *= 10;
        whole.erase(point, 1);
    }
    const bool negative = whole.starts_with('-');
    // Leading zeros would make it an octal number.
    const auto first = whole.find_first_not_of("-0");
    const boost::multiprecision::cpp_int units{first == std::string::npos ? "0"
                                                                          : whole.substr(first)};
    return Exact{negative ? -units : units, scale};
}

std::optional<Exact> number(const Json* json) {
    if (json == nullptr || json->number() == nullptr) return std::nullopt;
    return exact(json->number()->text);
}

std::string text(const Json& json, std::string_view name) {
    const Json* member = json.member(name);
    return member != nullptr && member->string() != nullptr ? *member->string() : "";
}

const std::vector<Json>& list(const Json& json, std::string_view name) {
    static const std::vector<Json> none;
    const Json* member = json.member(name);
    return member != nullptr && member->array() != nullptr ? *member->array() : none;
}

// Numbers are written with 9 digits, after 18 inside.
bool agrees(const std::optional<Exact>& computed, const std::optional<Exact>& shown) {
    if (!computed || !shown) return computed.has_value() == shown.has_value();
    const Exact tolerance = Exact{1, 2'000'000'000} + Exact{1, 1'000'000'000'000'000};
    return abs(Exact{*computed - *shown}) <= tolerance;
}

std::optional<Exact> folded(const std::string& operation, const std::vector<Exact>& values) {
    if (values.empty()) return std::nullopt;
    Exact sum = 0;
    for (const Exact& value : values) sum += value;
    return operation == "sum" ? sum : sum / values.size();
}

// The value of the valid rows of a month: an empty day erases it, else the later event wins, and in
// one event the later day.
std::optional<Exact> of_days(const std::vector<Json>& days) {
    const Json* best = nullptr;
    std::uint64_t event = 0;
    for (const Json& day : days) {
        if (!number(day.member("value"))) return std::nullopt;
        const auto of = std::stoull(day.member("event")->number()->text);
        if (best == nullptr || of >= event) {
            best = &day;
            event = of;
        }
    }
    return best == nullptr ? std::nullopt : number(best->member("value"));
}

// Derives a cell from its contributors and checks every value on the way.
std::optional<Exact> re_added(const Json& cell) {
    std::optional<Exact> value;
    const std::string origin = text(cell, "origin");
    if (const Json* copied = cell.member("copied")) {
        value = re_added(*copied);
    } else if (origin == "entered" || origin == "rule-544") {
        value = of_days(list(cell, "days"));
    } else {
        std::vector<Exact> parts;
        for (const Json& part : list(cell, "contributors"))
            if (const auto of_part = re_added(part)) parts.push_back(*of_part);
        value = folded(text(cell, "operation"), parts);
        // PILOTE's SQL does not know this word (docs/rules.md, defect 1).
        const Exact unknown = exact("-1.212121");
        if (text(cell, "operation") == "moy" && number(cell.member("value")) == unknown)
            value = unknown;
    }
    EXPECT_TRUE(agrees(value, number(cell.member("value"))))
        << domain::codec::canonical(cell) << "\nre-adds to " << (value ? value->str() : "nothing");
    return value;
}

std::optional<Exact> comparable(const Json& rule, const std::map<std::string, Exact>& actuals) {
    std::vector<Exact> parts;
    for (const Json& part : list(rule, "parts")) {
        Exact value = actuals.at(text(part, "month"));
        if (const auto subtracted = text(part, "subtracted"); !subtracted.empty())
            value -= actuals.at(subtracted);
        parts.push_back(value);
    }
    return folded(text(rule, "operation") == "sum" ? "sum" : "mean", parts);
}

// The share of the way from the baseline to the target, in percent, cut to 0…100.
std::optional<Exact> progress(const std::string& trend, const std::optional<Exact>& baseline,
                              const std::optional<Exact>& target,
                              const std::optional<Exact>& value) {
    if (!baseline || !target || !value || trend == "none") return std::nullopt;
    const int sign = trend == "down" ? -1 : 1;
    const Exact start = sign * *baseline;
    const Exact goal = sign * *target;
    const Exact now = sign * *value;
    if (start >= goal) return now >= goal ? Exact{100} : Exact{0};
    return std::min(Exact{100}, std::max(Exact{0}, Exact{100 * (now - start) / (goal - start)}));
}

std::optional<Exact> value_of(const Json& json, std::string_view member) {
    const Json* of = json.member(member);
    return of == nullptr ? std::nullopt : number(of->member("value"));
}

void expect_rate(const Json& lineage, std::string_view name, const std::optional<Exact>& rate) {
    const auto shown = number(lineage.member("progress")->member(name));
    ASSERT_EQ(rate.has_value(), shown.has_value()) << domain::codec::canonical(lineage);
    const Exact half_unit = Exact{1, 200} + Exact{1, 10'000'000};
    if (rate) EXPECT_LE(abs(Exact{*rate - *shown}), half_unit) << name;
}

void check_lineage(const Json& lineage) {
    std::map<std::string, Exact> actuals;
    for (const Json& cell : list(lineage, "actuals"))
        if (const auto value = re_added(cell)) actuals[text(cell, "month")] = *value;
    const Json& rules = *lineage.member("comparable");
    const auto annual = comparable(*rules.member("annual"), actuals);
    const auto global = comparable(*rules.member("global"), actuals);
    EXPECT_TRUE(agrees(annual, value_of(rules, "annual")));
    EXPECT_TRUE(agrees(annual, value_of(lineage, "current")));
    EXPECT_TRUE(agrees(global, value_of(rules, "global")));
    for (const auto& [operand, from] : {
             std::pair{"baseline",      "baseline_from"     },
             std::pair{"target",        "target_from"       },
             std::pair{"annual_target", "annual_target_from"}
    }) {
        const Json* cell = lineage.member(from);
        EXPECT_TRUE(
            agrees(cell->is_null() ? std::nullopt : re_added(*cell), value_of(lineage, operand)))
            << operand << domain::codec::canonical(lineage);
    }
    const std::string trend = text(lineage, "trend");
    const auto baseline = value_of(lineage, "baseline");
    expect_rate(lineage, "annual",
                progress(trend, baseline, value_of(lineage, "annual_target"), annual));
    expect_rate(lineage, "global", progress(trend, baseline, value_of(lineage, "target"), global));
}

TEST_F(Past, ALineageReAddsToItsFigureByExactFractions) {
    support::for_random([this](std::mt19937_64& random) {
        make(random);
        std::size_t figures = 0;
        for (std::size_t i = 0; i < checks; ++i) {
            View view{*store, any_position(random)};
            for (const auto& indicator : view.indicators()) {
                const auto shown = query_api::shown_indicator(view, indicator.definition->id);
                if (!shown) continue;
                for (const Territory territory : some_territories()) {
                    const std::string json =
                        query_api::history::lineage_of(view, *shown, territory, today) + "}";
                    check_lineage(support::must(domain::codec::parse_json(json)));
                    ++figures;
                    if (HasFailure()) return;
                }
            }
        }
        EXPECT_GT(figures, 0U);
    });
}

}  // namespace
}  // namespace tests::query
