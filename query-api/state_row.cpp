// SPDX-License-Identifier: EUPL-1.2
#include "query-api/state_row.hpp"

#include <cstdio>

#include "domain/codec/definition_json.hpp"
#include "domain/codec/event_json.hpp"

namespace query_api {
namespace {

using domain::Territory;
using domain::rules::MonthValue;

std::string day_text(const std::chrono::year_month_day& day) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    return text.data();
}

void describe_month_value(Fields& fields, std::string_view name,
                          const std::optional<MonthValue>& value) {
    fields.group(name, presence_of(value), [&] {
        fields.decimal("value", value ? std::optional{value->value} : std::nullopt);
        fields.month("month", value ? std::optional{value->month} : std::nullopt);
    });
}

void describe_current(Fields& fields, const std::optional<domain::rules::ComparableRow>& last) {
    fields.group("current", presence_of(last), [&] {
        fields.decimal("value", last ? std::optional{last->annual} : std::nullopt);
        fields.decimal("global", last ? last->global : std::nullopt);
        fields.month("month", last ? std::optional{last->month} : std::nullopt);
        last ? fields.text("origin", domain::codec::name_of(last->origin)) : fields.null("origin");
    });
}

List list_of(const domain::TerritorySet& set) {
    std::vector<Territory> territories;
    for (std::uint8_t i = 0; i < Territory::count; ++i)
        if (set.test(i)) territories.push_back(Territory::from_index(i));
    const std::size_t size = territories.size();
    return {size,
            [territories](platform::JsonWriter& json, std::size_t i) {
                json.begin_object();
                json.key("territory").string(territories[i].id());
                json.key("name").string(territories[i].name());
                json.end_object();
            },
            [territories](std::size_t i) { return std::string{territories[i].id()}; }};
}

void describe_coverage(Fields& fields, const domain::rules::Coverage& coverage) {
    fields.group("coverage", Presence::present, [&] {
        fields.integer("reported", coverage.reported.count());
        fields.integer("expected", coverage.expected.count());
        fields.list("missing", list_of(coverage.missing()));
    });
}

void describe_freshness(Fields& fields, const std::optional<domain::rules::Freshness>& freshness) {
    fields.group("freshness", presence_of(freshness), [&] {
        fields.month("last", freshness ? freshness->last : std::nullopt);
        const bool due = freshness && freshness->next_update;
        due ? fields.text("next_update", day_text(*freshness->next_update))
            : fields.null("next_update");
        freshness ? fields.flag("up_to_date", freshness->up_to_date) : fields.null("up_to_date");
        due ? fields.number("days", std::to_string(*freshness->days)) : fields.null("days");
    });
}

}  // namespace

const StateRow& StateRow::blank() {
    static const StateRow row = [] {
        const domain::IndicatorDefinition definition{domain::IndicatorId::from_key("0000"),
                                                     domain::PolicyId::from_key("000")};
        StateRow made{.definition = std::make_shared<const domain::IndicatorDefinition>(definition),
                      .territory = Territory::nation()};
        return made;
    }();
    return row;
}

void describe(Fields& fields, const StateRow& row) {
    const domain::IndicatorDefinition& definition = *row.definition;
    fields.text("indicator", definition.id.text());
    fields.text("policy", definition.policy.text());
    fields.text("territory", row.territory.id());
    fields.text("name", row.territory.name());
    fields.optional_text("unit", definition.unit);
    fields.text("rules", domain::codec::name_of(definition.rules));
    fields.flag("applicable", definition.applies(row.territory));
    describe_month_value(fields, "baseline", row.state.initial);
    describe_current(fields, row.state.last);
    describe_month_value(fields, "target", row.state.global_target);
    describe_month_value(fields, "annual_target", row.annual_target);
    fields.group("progress", Presence::present, [&] {
        fields.decimal("global", row.progress.global);
        fields.decimal("annual", row.progress.annual);
    });
    describe_coverage(fields, row.coverage);
    describe_freshness(fields, row.freshness);
    fields.decimal("weight", row.weight);
    row.recorded ? fields.text("recorded", row.recorded->text()) : fields.null("recorded");
}

std::vector<domain::rules::Contribution> contributions_of(const PolicyGroup& group) {
    std::vector<domain::rules::Contribution> contributions;
    contributions.reserve(group.indicators.size());
    for (const auto& indicator : group.indicators)
        contributions.push_back({indicator.definition.get(), nullptr});
    return contributions;
}

StateReader::StateReader(projector::read_model::View& view, const PolicyGroup& group,
                         std::size_t index, domain::Date on)
    : view_(view), group_(group), index_(index), on_(on), contributions_(contributions_of(group)) {}

StateRow StateReader::read(Territory territory) {
    StateRow row{.definition = group_.indicators[index_].definition, .territory = territory};
    const int year = on_.month.year();
    if (auto stored = view_.state(row.definition->id, territory)) {
        row.state = std::move(stored->state);
        row.recorded = stored->recorded;
        row.annual_target = domain::rules::target_of_year(row.state.year_targets, year);
        if (row.state.last)
            row.progress =
                domain::rules::rates_of(*row.definition, row.state, *row.state.last, year);
    }
    row.coverage = domain::rules::coverage_of(*row.definition, territory, row.state.last);
    row.freshness = freshness(territory);
    row.weight = domain::rules::real_weights(contributions_, territory)[index_];
    return row;
}

std::optional<domain::rules::Freshness> StateReader::freshness(Territory territory) {
    const domain::IndicatorDefinition& definition = *group_.indicators[index_].definition;
    const domain::Level level = territory.level();
    const bool told =
        definition.applies(territory) &&
        domain::rules::freshness_is_told(*group_.policy.definition, definition, level);
    if (!told) return std::nullopt;
    auto& known = freshness_[static_cast<std::size_t>(level)];
    if (!known)
        known = domain::rules::freshness(definition, view_.last_month(definition.id, level), on_);
    return known;
}

}  // namespace query_api
