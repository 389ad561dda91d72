// SPDX-License-Identifier: EUPL-1.2
#include "ingest/courtesy.hpp"

#include "domain/rules/value_schema.hpp"

namespace ingest {
namespace {

using domain::IndicatorDefinition;
using domain::MeasureRow;
using domain::ValueSchema;
using projector::read_model::Published;

std::string row_pointer(RowPlace place) {
    return "/data/rows/" + std::to_string(place.row) + "/" + std::string{name_of(place.field)};
}

// The event has the day as it was sent; the fold stores it as the 30th.
constexpr std::string_view june_31 = "2023-06-31";

bool says_june_31(const domain::codec::Json& row) {
    const auto* date = row.member("date");
    return date != nullptr && date->string() != nullptr && *date->string() == june_31;
}

Courtesy check_rows(const Draft& draft, const domain::MeasuresReported& reported,
                    const Published& published) {
    RowCheck check{published};
    const auto& sent = *draft.envelope.data.member("rows")->array();
    for (std::size_t i = 0; i < reported.rows.size(); ++i) {
        check.add(reported.rows[i], i);
        if (says_june_31(sent[i]))
            check.found("date-not-in-calendar", {i, RowField::date}, std::string{june_31});
    }
    return std::move(check).take();
}

Courtesy check_indicator(const IndicatorDefinition& indicator, const Published& published) {
    Courtesy courtesy;
    const auto position = published.position();
    const auto known = published.catalogue->indicator(indicator.id, position);
    if (known.definition && known.definition->policy != indicator.policy) {
        courtesy.errors.push_back(finding_about("indicator-changes-policy", "/data/policy",
                                                known.definition->policy.text()));
        courtesy.error_count = 1;
    }
    if (!published.catalogue->policy(indicator.policy, position).definition) {
        courtesy.unknown.insert(indicator.policy.text());
        courtesy.warnings.push_back(
            finding_about("policy-unknown", "/data/policy", indicator.policy.text()));
    }
    return courtesy;
}

}  // namespace

void RowCheck::add(const MeasureRow& row, std::size_t index) {
    const Known& of_row = known(row.indicator);
    if (!of_row.indicator || !of_row.policy) {
        courtesy_.unknown.insert(of_row.indicator ? of_row.indicator->policy.text()
                                                  : row.indicator.text());
        found(of_row.indicator ? "policy-unknown" : "indicator-unknown",
              {index, RowField::indicator}, row.indicator.text());
        return;
    }
    if (of_row.policy->status == domain::PolicyStatus::archived)
        found("policy-archived", {index, RowField::indicator}, of_row.policy->id.text());
    if (!of_row.indicator->applies(row.territory))
        found("territory-not-applicable", {index, RowField::territory},
              std::string{row.territory.id()});
    check_value(row, *of_row.indicator, index);
    warn(row, *of_row.indicator, index);
}

void RowCheck::found(std::string_view code, RowPlace place, const std::string& culprit) {
    ++courtesy_.error_count;
    if (courtesy_.errors.size() == courtesy_errors_max) return;
    courtesy_.errors.push_back(finding_about(code, row_pointer(place), culprit));
    courtesy_.errors.back().place = place;
}

const RowCheck::Known& RowCheck::known(domain::IndicatorId id) {
    const auto [at, inserted] = known_.try_emplace(id);
    if (!inserted) return at->second;
    const auto position = published_.position();
    at->second.indicator = published_.catalogue->indicator(id, position).definition;
    if (at->second.indicator)
        at->second.policy =
            published_.catalogue->policy(at->second.indicator->policy, position).definition;
    return at->second;
}

void RowCheck::check_value(const MeasureRow& row, const IndicatorDefinition& indicator,
                           std::size_t index) {
    if (domain::rules::admits(indicator.value_schema, row.territory, row.value)) return;
    switch (indicator.value_schema) {
        case ValueSchema::any:
            return;
        case ValueSchema::percentage:
            return found("value-not-percentage", {index, RowField::value}, row.value->text());
        case ValueSchema::departments_only:
            return found("territory-not-department", {index, RowField::territory},
                         std::string{row.territory.id()});
        case ValueSchema::regions_only:
            return found("territory-not-region", {index, RowField::territory},
                         std::string{row.territory.id()});
    }
}

void RowCheck::warn(const MeasureRow& row, const IndicatorDefinition& indicator,
                    std::size_t index) {
    const std::string id = indicator.id.text();
    if (indicator.hidden && warned_hidden_.insert(indicator.id).second)
        add_warning(
            finding_about("indicator-hidden", row_pointer({index, RowField::indicator}), id));
    const domain::Level level = row.territory.level();
    if (indicator.rule(row.kind, level).from == domain::Source::entered) return;
    if (!warned_source_.insert({indicator.id, row.kind, level}).second) return;
    add_warning(finding_about("source-not-entered", row_pointer({index, RowField::territory}),
                              id + ", " + std::string{domain::name_of(row.kind)} + ", " +
                                  std::string{domain::name_of(level)}));
}

void RowCheck::add_warning(Finding warning) {
    if (courtesy_.warnings.size() < courtesy_warnings_max)
        courtesy_.warnings.push_back(std::move(warning));
}

Courtesy check_live(const Draft& draft, const Published& published) {
    if (const auto* reported = std::get_if<domain::MeasuresReported>(&draft.data))
        return check_rows(draft, *reported, published);
    if (const auto* indicator = std::get_if<IndicatorDefinition>(&draft.data))
        return check_indicator(*indicator, published);
    return {};
}

}  // namespace ingest
