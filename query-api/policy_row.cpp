// SPDX-License-Identifier: EUPL-1.2
#include "query-api/policy_row.hpp"

#include "domain/rules/statistics.hpp"
#include "query-api/state_row.hpp"

namespace query_api {
namespace {

using domain::rules::PolicyRate;
using projector::read_model::View;

std::string_view name_of(domain::rules::Movement movement) {
    switch (movement) {
        case domain::rules::Movement::up:
            return "up";
        case domain::rules::Movement::down:
            return "down";
        case domain::rules::Movement::steady:
            return "steady";
    }
    return {};
}

void describe_count(Fields& fields, std::string_view name, std::optional<int> count) {
    count ? fields.number(name, std::to_string(*count)) : fields.null(name);
}

void describe_rate(Fields& fields, std::string_view name, const std::optional<PolicyRate>& rate) {
    fields.group(name, presence_of(rate), [&] {
        fields.group("progress", Presence::present, [&] {
            fields.decimal("global", rate ? rate->rates.global : std::nullopt);
            fields.decimal("annual", rate ? rate->rates.annual : std::nullopt);
        });
        fields.month("month", rate ? rate->month : std::nullopt);
        describe_count(fields, "reported", rate ? std::optional{rate->reported} : std::nullopt);
        describe_count(fields, "expected", rate ? std::optional{rate->expected} : std::nullopt);
    });
}

// In CSV "IND-302=50 IND-303=50".
List list_of(const std::vector<std::pair<domain::IndicatorId, domain::Decimal>>& weights) {
    return {weights.size(),
            [&weights](platform::JsonWriter& json, std::size_t i) {
                json.begin_object();
                json.key("indicator").string(weights[i].first.text());
                json.key("weight").number_text(weights[i].second.text());
                json.end_object();
            },
            [&weights](std::size_t i) {
                return weights[i].first.text() + "=" + weights[i].second.text();
            }};
}

void describe_rates(Fields& fields, const PolicyRow& row) {
    fields.text("policy", row.policy->id.text());
    fields.text("territory", row.territory.id());
    fields.text("name", row.territory.name());
    fields.flag("applicable", row.policy->applies(row.territory));
    describe_rate(fields, "today", row.figure.today);
    describe_rate(fields, "previous", row.figure.previous);
    const auto movement = domain::rules::movement(row.figure);
    movement ? fields.text("trend", name_of(*movement)) : fields.null("trend");
}

}  // namespace

std::optional<domain::Decimal> PolicyRow::rate() const {
    return figure.today ? figure.today->rates.global : std::nullopt;
}

const PolicyRow& PolicyRow::blank() {
    static const PolicyRow row{.policy = std::make_shared<const domain::PolicyDefinition>(
                                   domain::PolicyId::from_key("000")),
                               .territory = domain::Territory::nation()};
    return row;
}

void describe_without_gap(Fields& fields, const PolicyRow& row) {
    describe_rates(fields, row);
    fields.list("weights", list_of(row.weights));
}

void describe(Fields& fields, const PolicyRow& row) {
    describe_rates(fields, row);
    fields.decimal("gap", row.gap);
    fields.list("weights", list_of(row.weights));
}

PolicyRow policy_row_of(const PolicyGroup& group, domain::Territory territory,
                        std::span<const domain::rules::State> states, int year) {
    auto contributions = contributions_of(group);
    for (std::size_t i = 0; i < contributions.size(); ++i) contributions[i].state = &states[i];
    PolicyRow row{.policy = group.policy.definition,
                  .territory = territory,
                  .figure = domain::rules::policy_figure(contributions, territory, year)};
    const auto weights = domain::rules::real_weights(contributions, territory);
    for (std::size_t i = 0; i < weights.size(); ++i)
        row.weights.emplace_back(contributions[i].definition->id, weights[i]);
    return row;
}

PolicyRow read_policy_row(View& view, const PolicyGroup& group, domain::Territory territory,
                          int year) {
    std::vector<domain::rules::State> states;
    for (const auto& indicator : group.indicators) {
        auto stored = view.state(indicator.definition->id, territory);
        states.push_back(stored ? std::move(stored->state) : domain::rules::State{});
    }
    return policy_row_of(group, territory, states, year);
}

PolicyLevel read_policy_level(View& view, const PolicyGroup& group, domain::Level level, int year) {
    PolicyLevel all;
    std::vector<std::optional<domain::Decimal>> rates;
    for (const domain::Territory territory : domain::territories_of(level)) {
        all.rows.push_back(read_policy_row(view, group, territory, year));
        rates.push_back(all.rows.back().rate());
    }
    all.median = domain::rules::statistics(rates).median;
    for (PolicyRow& row : all.rows) row.gap = domain::rules::gap_to_median(row.rate(), all.median);
    return all;
}

}  // namespace query_api
