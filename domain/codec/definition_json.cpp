// SPDX-License-Identifier: EUPL-1.2
#include "domain/codec/definition_json.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "domain/codec/reader.hpp"

namespace domain::codec {
namespace {

constexpr std::size_t text_characters_max = 5'000;
constexpr std::size_t delay_months_max = 120;
constexpr std::size_t window_months_max = 1'320;

constexpr std::array<Word<RuleSet>, 2> rule_sets{
    {{"pilote-2024", RuleSet::pilote_2024}, {"barometre-1", RuleSet::barometre_1}}
};
constexpr std::array<Word<Source>, 5> sources{
    {{"none", Source::none},
     {"entered", Source::entered},
     {"departments", Source::departments},
     {"regions", Source::regions},
     {"sub-indicators", Source::sub_indicators}}
};
constexpr std::array<Word<RollUpOperation>, 4> roll_up_operations{
    {{"none", RollUpOperation::none},
     {"sum", RollUpOperation::sum},
     {"mean", RollUpOperation::mean},
     {"moy", RollUpOperation::moy}}
};
constexpr std::array<Word<Decumulation>, 3> decumulations{
    {{"none", Decumulation::none}, {"year", Decumulation::year}, {"series", Decumulation::series}}
};
constexpr std::array<Word<Window>, 4> windows{
    {{"none", Window::none},
     {"year", Window::year},
     {"series", Window::series},
     {"months", Window::months}}
};
constexpr std::array<Word<ComparableOperation>, 3> comparable_operations{
    {{"current", ComparableOperation::current},
     {"sum", ComparableOperation::sum},
     {"mean", ComparableOperation::mean}}
};
constexpr std::array<Word<Trend>, 4> trends{
    {{"up", Trend::up}, {"down", Trend::down}, {"stable", Trend::stable}, {"none", Trend::none}}
};
constexpr std::array<Word<ValueSchema>, 4> value_schemas{
    {{"any", ValueSchema::any},
     {"0-100", ValueSchema::percentage},
     {"departments", ValueSchema::departments_only},
     {"regions", ValueSchema::regions_only}}
};
constexpr std::array<Word<Periodicity>, 8> periodicities{
    {{"monthly", Periodicity::monthly},
     {"quarterly", Periodicity::quarterly},
     {"half-yearly", Periodicity::half_yearly},
     {"yearly", Periodicity::yearly},
     {"two-yearly", Periodicity::two_yearly},
     {"three-yearly", Periodicity::three_yearly},
     {"six-yearly", Periodicity::six_yearly},
     {"other", Periodicity::other}}
};
constexpr std::array<Word<PolicyStatus>, 3> statuses{
    {{"draft", PolicyStatus::draft},
     {"published", PolicyStatus::published},
     {"archived", PolicyStatus::archived}}
};
constexpr std::array<Word<Level>, 3> levels{
    {{"nation", Level::nation}, {"region", Level::region}, {"department", Level::department}}
};

template <class T, std::size_t n>
std::string_view word_for(const std::array<Word<T>, n>& words, T meaning) {
    for (const auto& [word, of] : words)
        if (of == meaning) return word;
    return {};
}

template <class T, std::size_t n>
T choice_or(Reader& reader, std::string_view name, const std::array<Word<T>, n>& words,
            T fallback) {
    return reader.choice<T>(name, std::span<const Word<T>>{words}).value_or(fallback);
}

std::optional<TerritorySet> read_territories(Reader& reader, std::string_view name) {
    const Json* found = reader.take(name);
    if (found == nullptr) return std::nullopt;
    TerritorySet set;
    if (found->array() == nullptr) {
        reader.wrong(name, "expected a list of territories");
        return set;
    }
    for (const Json& element : *found->array()) {
        const auto territory = reader.parsed(element, name, &Territory::parse);
        if (territory) set.set(territory->index());
    }
    return set;
}

LevelRule read_level_rule(const Json& value, std::string pointer, Problem& problem) {
    Reader reader{value, std::move(pointer), problem};
    LevelRule rule;
    rule.from = choice_or(reader, "from", sources, rule.from);
    rule.operation = choice_or(reader, "operation", roll_up_operations, rule.operation);
    reader.finish();
    return rule;
}

// The sources that a level can have: a level never rolls up itself or what is above.
bool possible(Level level, Source from) {
    if (from == Source::departments) return level != Level::department;
    return from != Source::regions || level == Level::nation;
}

void read_kind(Reader& parent, Kind kind, IndicatorDefinition& into, Problem& problem) {
    const Json* found = parent.take(name_of(kind));
    if (found == nullptr) return;
    Reader reader{*found, parent.pointer_to(name_of(kind)), problem};
    for (const Level level : all_levels) {
        const Json* rule = reader.take(name_of(level));
        if (rule == nullptr) continue;
        auto& slot = into.roll_up[static_cast<std::size_t>(kind)][static_cast<std::size_t>(level)];
        slot = read_level_rule(*rule, reader.pointer_to(name_of(level)), problem);
        if (!possible(level, slot.from))
            reader.wrong(name_of(level), "this level has no such source");
    }
    reader.finish();
}

void read_roll_up(Reader& parent, IndicatorDefinition& into, Problem& problem) {
    const Json* found = parent.take("roll_up");
    if (found == nullptr) return;
    Reader reader{*found, parent.pointer_to("roll_up"), problem};
    for (const Kind kind : all_kinds) read_kind(reader, kind, into, problem);
    reader.finish();
}

ComparableRule read_comparable_rule(Reader& parent, std::string_view name, Problem& problem) {
    ComparableRule rule;
    const Json* found = parent.take(name);
    if (found == nullptr) return rule;
    Reader reader{*found, parent.pointer_to(name), problem};
    rule.decumulate = choice_or(reader, "decumulate", decumulations, rule.decumulate);
    rule.window = choice_or(reader, "window", windows, rule.window);
    rule.months =
        static_cast<std::uint16_t>(reader.integer("months", window_months_max).value_or(0));
    rule.operation = choice_or(reader, "operation", comparable_operations, rule.operation);
    reader.finish();
    return rule;
}

void read_comparable(Reader& parent, IndicatorDefinition& into, Problem& problem) {
    const Json* found = parent.take("comparable");
    if (found == nullptr) return;
    Reader reader{*found, parent.pointer_to("comparable"), problem};
    into.annual = read_comparable_rule(reader, "annual", problem);
    into.global = read_comparable_rule(reader, "global", problem);
    reader.finish();
}

void read_weights(Reader& parent, IndicatorDefinition& into, Problem& problem) {
    const Json* found = parent.take("weights");
    if (found == nullptr) return;
    Reader reader{*found, parent.pointer_to("weights"), problem};
    for (const Level level : all_levels) {
        const Json* weight = reader.take(name_of(level));
        if (weight == nullptr) continue;
        const auto parsed = reader.parsed(*weight, name_of(level), &parse_weight);
        if (parsed) into.weights[static_cast<std::size_t>(level)] = *parsed;
    }
    reader.finish();
}

void read_applies_to(Reader& parent, PolicyDefinition& into, Problem& problem) {
    const Json* found = parent.take("applies_to");
    if (found == nullptr) return;
    Reader reader{*found, parent.pointer_to("applies_to"), problem};
    into.applies_to_territories = read_territories(reader, "territories");
    if (const Json* of_levels = reader.take("levels"); of_levels != nullptr) {
        into.applies_to_levels.emplace();
        if (of_levels->array() == nullptr) reader.wrong("levels", "expected a list of levels");
        for (const Json& element : of_levels->array() ? *of_levels->array() : JsonArray{}) {
            const auto level = reader.parsed(element, "levels", &parse_level);
            if (level) (*into.applies_to_levels)[static_cast<std::size_t>(*level)] = true;
        }
    }
    reader.finish();
}

class Writer {
public:
    void text(std::string_view name, std::string_view value) {
        key(name);
        append_quoted(out_, value);
    }
    void text_or_null(std::string_view name, const std::optional<std::string>& value) {
        value ? text(name, *value) : raw(name, "null");
    }
    void flag(std::string_view name, bool value) { raw(name, value ? "true" : "false"); }
    void raw(std::string_view name, std::string_view value) {
        key(name);
        out_.append(value);
    }
    std::string object() && { return out_.empty() ? "{}" : "{" + out_.substr(1) + "}"; }

private:
    void key(std::string_view name) {
        out_.push_back(',');
        append_quoted(out_, name);
        out_.push_back(':');
    }

    std::string out_;
};

std::string list_of(const std::optional<TerritorySet>& set) {
    if (!set) return "null";
    std::string out;
    for (std::uint8_t i = 0; i < Territory::count; ++i) {
        if (!set->test(i)) continue;
        out.push_back(out.empty() ? '[' : ',');
        append_quoted(out, Territory::from_index(i).id());
    }
    return out.empty() ? "[]" : out + "]";
}

std::string roll_up_of(const IndicatorDefinition& indicator) {
    Writer kinds;
    for (const Kind kind : all_kinds) {
        Writer of_kind;
        for (const Level level : {Level::department, Level::nation, Level::region}) {
            const LevelRule& rule = indicator.rule(kind, level);
            Writer of_level;
            of_level.text("from", word_for(sources, rule.from));
            of_level.text("operation", word_for(roll_up_operations, rule.operation));
            of_kind.raw(name_of(level), std::move(of_level).object());
        }
        kinds.raw(name_of(kind), std::move(of_kind).object());
    }
    // "actual" sorts before "baseline" in canonical text; order of members carries no meaning.
    return std::move(kinds).object();
}

std::string comparable_of(const ComparableRule& rule) {
    Writer writer;
    writer.text("decumulate", word_for(decumulations, rule.decumulate));
    writer.raw("months", std::to_string(rule.months));
    writer.text("operation", word_for(comparable_operations, rule.operation));
    writer.text("window", word_for(windows, rule.window));
    return std::move(writer).object();
}

std::string weights_of(const IndicatorDefinition& indicator) {
    Writer writer;
    for (const Level level : {Level::department, Level::nation, Level::region})
        writer.text(name_of(level), indicator.weights[static_cast<std::size_t>(level)].text());
    return std::move(writer).object();
}

}  // namespace

Result<Decimal> parse_weight(std::string_view text) {
    const Error bad{"weight-bad-format", "", "expected 0 to 100, at most 2 decimals"};
    const auto point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const bool short_enough = whole.size() <= 2 || whole == "100";
    if (!short_enough || text.starts_with('-')) return bad;
    if (point != std::string_view::npos && text.size() - point - 1 > 2) return bad;
    const auto weight = Decimal::parse(text);
    constexpr Decimal greatest = Decimal::from_integer(100);
    if (!weight || *weight > greatest) return bad;
    return *weight;
}

std::string_view name_of(Source source) {
    return word_for(sources, source);
}
std::string_view name_of(RollUpOperation operation) {
    return word_for(roll_up_operations, operation);
}
std::string_view name_of(Decumulation decumulation) {
    return word_for(decumulations, decumulation);
}
std::string_view name_of(Window window) {
    return word_for(windows, window);
}
std::string_view name_of(ComparableOperation operation) {
    return word_for(comparable_operations, operation);
}
std::string_view name_of(Trend trend) {
    return word_for(trends, trend);
}
std::string_view name_of(RuleSet rules) {
    return word_for(rule_sets, rules);
}
std::string_view name_of(PolicyStatus status) {
    return word_for(statuses, status);
}

Result<PolicyDefinition> decode_policy(const Json& data, const std::string& pointer) {
    Problem problem;
    Reader reader{data, pointer, problem};
    const auto id = reader.required("id", &PolicyId::parse);
    PolicyDefinition policy{id.value_or(PolicyId::from_key("000"))};
    policy.title = reader.optional_string("title", text_characters_max).value_or(policy.id.text());
    policy.axis = reader.optional_string("axis", text_characters_max);
    policy.ministry = reader.optional_string("ministry", text_characters_max);
    policy.status = choice_or(reader, "status", statuses, policy.status);
    policy.territorial = reader.boolean("territorial", true);
    policy.piloting_level = choice_or(reader, "piloting_level", levels, policy.piloting_level);
    read_applies_to(reader, policy, problem);

    const auto from_region = reader.choice<Level>("replicate_region_to", std::span{levels}.last(1));
    policy.replicate_region = from_region.has_value();
    policy.replicate_nation_to =
        reader.choice<Level>("replicate_nation_to", std::span{levels}.last(2));
    if (policy.replicate_region && policy.replicate_nation_to == Level::department)
        problem.found(Error{"replication-two-parents", pointer + "/replicate_nation_to",
                            "departments would have rows of the region and of the nation"});
    reader.finish();
    if (problem.any()) return problem.first();
    return policy;
}

Result<IndicatorDefinition> decode_indicator(const Json& data, const std::string& pointer) {
    Problem problem;
    Reader reader{data, pointer, problem};
    const auto id = reader.required("id", &IndicatorId::parse);
    const auto policy = reader.required("policy", &PolicyId::parse);
    if (!id || !policy) return problem.first();

    IndicatorDefinition indicator{*id, *policy};
    indicator.name = reader.optional_string("name", text_characters_max).value_or(id->text());
    indicator.unit = reader.optional_string("unit", text_characters_max);
    indicator.trend = choice_or(reader, "trend", trends, indicator.trend);
    indicator.hidden = reader.boolean("hidden", false);
    indicator.applies_to = read_territories(reader, "applies_to");
    indicator.value_schema = choice_or(reader, "value_schema", value_schemas, ValueSchema::any);
    indicator.territorial = reader.boolean("territorial", true);
    read_roll_up(reader, indicator, problem);
    read_comparable(reader, indicator, problem);
    read_weights(reader, indicator, problem);
    indicator.periodicity = reader.choice<Periodicity>("periodicity", std::span{periodicities});
    indicator.publication_delay_months = static_cast<std::uint16_t>(
        reader.integer("publication_delay", delay_months_max).value_or(0));
    indicator.rules = choice_or(reader, "rules", rule_sets, indicator.rules);
    reader.finish();
    if (problem.any()) return problem.first();
    return indicator;
}

std::string encode(const PolicyDefinition& policy) {
    std::string of_levels = "null";
    if (policy.applies_to_levels) {
        of_levels.clear();
        for (const Level level : all_levels) {
            if (!(*policy.applies_to_levels)[static_cast<std::size_t>(level)]) continue;
            of_levels.push_back(of_levels.empty() ? '[' : ',');
            append_quoted(of_levels, name_of(level));
        }
        of_levels = of_levels.empty() ? "[]" : of_levels + "]";
    }
    Writer applies_to;
    applies_to.raw("levels", of_levels);
    applies_to.raw("territories", list_of(policy.applies_to_territories));

    Writer writer;
    writer.text("id", policy.id.text());
    writer.text("title", policy.title);
    writer.text_or_null("axis", policy.axis);
    writer.text_or_null("ministry", policy.ministry);
    writer.text("status", name_of(policy.status));
    writer.flag("territorial", policy.territorial);
    writer.text("piloting_level", name_of(policy.piloting_level));
    writer.raw("applies_to", std::move(applies_to).object());
    writer.raw("replicate_region_to", policy.replicate_region ? "\"department\"" : "null");
    if (policy.replicate_nation_to)
        writer.text("replicate_nation_to", name_of(*policy.replicate_nation_to));
    else
        writer.raw("replicate_nation_to", "null");
    return std::move(writer).object();
}

std::string encode(const IndicatorDefinition& indicator) {
    Writer comparable;
    comparable.raw("annual", comparable_of(indicator.annual));
    comparable.raw("global", comparable_of(indicator.global));

    Writer writer;
    writer.text("id", indicator.id.text());
    writer.text("policy", indicator.policy.text());
    writer.text("name", indicator.name);
    writer.text_or_null("unit", indicator.unit);
    writer.text("trend", word_for(trends, indicator.trend));
    writer.flag("hidden", indicator.hidden);
    writer.raw("applies_to", list_of(indicator.applies_to));
    writer.text("value_schema", word_for(value_schemas, indicator.value_schema));
    writer.flag("territorial", indicator.territorial);
    writer.raw("roll_up", roll_up_of(indicator));
    writer.raw("comparable", std::move(comparable).object());
    writer.raw("weights", weights_of(indicator));
    if (indicator.periodicity)
        writer.text("periodicity", word_for(periodicities, *indicator.periodicity));
    else
        writer.raw("periodicity", "null");
    writer.raw("publication_delay", std::to_string(indicator.publication_delay_months));
    writer.text("rules", name_of(indicator.rules));
    return std::move(writer).object();
}

}  // namespace domain::codec
