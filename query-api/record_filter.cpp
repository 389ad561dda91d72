// SPDX-License-Identifier: EUPL-1.2
#include "query-api/record_filter.hpp"

#include <array>
#include <optional>
#include <utility>

#include "query-api/parameters.hpp"

namespace query_api {
namespace {

using projector::read_model::Term;
using projector::read_model::TermKind;

constexpr std::string_view type_prefix = "fr.barometre.";

std::optional<Term> policy(std::string_view text) {
    const auto id = domain::PolicyId::parse(text);
    return id ? std::optional{projector::read_model::policy_term(*id)} : std::nullopt;
}

std::optional<Term> indicator(std::string_view text) {
    const auto id = domain::IndicatorId::parse(text);
    return id ? std::optional{projector::read_model::indicator_term(*id)} : std::nullopt;
}

std::optional<Term> territory(std::string_view text) {
    const auto id = domain::Territory::parse(text);
    return id ? std::optional{projector::read_model::territory_term(*id)} : std::nullopt;
}

template <TermKind kind>
std::optional<Term> text(std::string_view text) {
    if (text.empty()) return std::nullopt;
    return projector::read_model::text_term(kind, text);
}

std::optional<Term> type(std::string_view name) {
    if (name.empty()) return std::nullopt;
    std::string whole{name};
    if (!name.starts_with(type_prefix)) whole.insert(0, type_prefix);
    return projector::read_model::text_term(TermKind::type, whole);
}

std::optional<Term> outcome(std::string_view text) {
    using domain::OutcomeKind;
    for (const auto kind : {OutcomeKind::duplicate, OutcomeKind::conflict, OutcomeKind::rejected})
        if (domain::name_of(kind) == text) return projector::read_model::outcome_term(kind);
    return std::nullopt;
}

using Parse = std::optional<Term> (*)(std::string_view);
constexpr std::array<std::pair<std::string_view, Parse>, 7> parameters{
    {{"indicator", &indicator},
     {"territory", &territory},
     {"policy", &policy},
     {"actor", &text<TermKind::actor>},
     {"source", &text<TermKind::source>},
     {"type", &type},
     {"outcome", &outcome}}
};

}  // namespace

bool RecordFilter::takes(const domain::RecordRow& decision) const {
    return outcomes == Outcomes::any || decision.outcome.kind == domain::OutcomeKind::applied;
}

const std::vector<std::string>& filter_parameters() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const auto& [name, parse] : parameters) all.emplace_back(name);
        return all;
    }();
    return names;
}

Outcome<RecordFilter> filter_of(const platform::http::Request& request) {
    RecordFilter filter;
    for (const auto& [name, parse] : parameters) {
        const auto value = request.parameter(name);
        if (!value) continue;
        if (name == "outcome" && *value == domain::name_of(domain::OutcomeKind::applied)) {
            filter.outcomes = RecordFilter::Outcomes::applied;
            continue;
        }
        auto term = parse(*value);
        if (!term) return Refusal{problems::filter_bad_format, culprit(name, *value)};
        filter.terms.push_back(std::move(*term));
    }
    return filter;
}

}  // namespace query_api
