// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/pilote/fold_inputs.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <stdexcept>

#include "domain/event.hpp"
#include "domain/territory.hpp"
#include "tests/support/must.hpp"
#include "tests/vectors/pilote/rows.hpp"
#include "tests/vectors/support/definitions.hpp"
#include "tests/vectors/support/zone.hpp"

namespace tests::vectors::pilote {
namespace {

namespace json = boost::json;

const std::map<std::string, std::string, std::less<>> periodicities{
    {"Mensuelle",      "monthly"     },
    {"Trimestrielle",  "quarterly"   },
    {"Semestrielle",   "half-yearly" },
    {"Annuelle",       "yearly"      },
    {"Bi-annuelle",    "two-yearly"  },
    {"3 ans",          "three-yearly"},
    {"6 ans",          "six-yearly"  },
    {"Autre/Inconnue", "other"       }
};
const std::map<std::string, std::string, std::less<>> kinds{
    {"vi", "baseline"},
    {"va", "actual"  },
    {"vc", "target"  }
};

std::string text(const json::value& value) {
    return std::string{value.as_string()};
}

// The territories of a zone group such as "D01 | R84 | R84.DEPT": "X.DEPT" are the departments of
// X.
std::vector<std::string> members_of(std::string_view group) {
    constexpr std::string_view separator = " | ";
    constexpr std::string_view departments = ".DEPT";
    std::vector<std::string> members;
    while (!group.empty()) {
        std::string_view member = group.substr(0, group.find(separator));
        group.remove_prefix(std::min(group.size(), member.size() + separator.size()));
        if (!member.ends_with(departments)) {
            members.push_back(territory_of(member));
            continue;
        }
        member.remove_suffix(departments.size());
        const auto region = support::must(domain::Territory::parse(member));
        for (const auto child : region.children()) members.emplace_back(child.id());
    }
    return members;
}

PiloteIndicator indicator_of(const json::object& given, const json::object& inputs) {
    PiloteIndicator indicator;
    indicator.id = text(given.at("id"));
    indicator.chantier = text(given.at("chantier"));
    indicator.hidden = given.at("hidden").as_bool();
    if (given.at("zone_group").is_string())
        indicator.applies_to = members_of(inputs.at("zone_groups")
                                              .as_object()
                                              .at(given.at("zone_group").as_string())
                                              .as_string());
    for (const auto& [name, value] : given.at("params").as_object()) {
        if (value.is_null()) continue;
        indicator.params[std::string{name}] = value.is_string() ? text(value) : decimal_text(value);
    }
    return indicator;
}

json::object definition_of(const json::object& given, const json::object& inputs) {
    PiloteIndicator indicator = indicator_of(given, inputs);
    const bool no_trend = indicator.params.try_emplace("tendance", "HAUSSE").second;
    json::object definition = support::must(indicator_definition(indicator));
    if (no_trend) definition["trend"] = "none";
    definition["territorial"] = given.at("territorialise");
    if (given.at("periodicite").is_string())
        definition["periodicity"] = periodicities.at(text(given.at("periodicite")));
    if (given.at("delai_disponibilite_mois").is_number())
        definition["publication_delay"] = given.at("delai_disponibilite_mois").to_number<int>();
    return definition;
}

// By policy, the level that regions' rows are replicated to; empty for none.
std::map<std::string, std::string> policies_of(const json::object& inputs) {
    std::map<std::string, std::string> policies;
    for (const auto& indicator : inputs.at("indicators").as_array())
        policies[text(indicator.at("chantier"))];
    if (const auto* chantiers = inputs.if_contains("chantiers"))
        for (const auto& [id, of] : chantiers->as_object())
            policies[std::string{id}] = text(of.at("repl"));
    return policies;
}

json::object row_of(const Measure& measure) {
    const bool erases =
        measure.value.empty() || measure.value == "null" || measure.value == "undefined";
    return {
        {"indicator", measure.indicator                                         },
        {"territory", territory_of(measure.zone)                                },
        {"kind",      kinds.at(measure.type)                                    },
        {"date",      measure.date                                              },
        {"value",     erases ? json::value(nullptr) : json::value(measure.value)}
    };
}

void fold(std::string_view type, const json::object& data, support::FoldedLog& log) {
    const auto changes = log.report(type, json::serialize(data));
    const auto& outcome = changes.record.outcome;
    if (outcome.kind != domain::OutcomeKind::applied)
        throw std::runtime_error(std::string{type} + " is not applied: " + outcome.reason + " " +
                                 outcome.pointer + " " + outcome.detail);
}

}  // namespace

void fold_inputs(const json::object& inputs, support::FoldedLog& log) {
    for (const auto& [id, replicates_to] : policies_of(inputs)) {
        auto policy = support::must(policy_definition({id, replicates_to, ""}));
        policy["status"] = "published";
        policy["territorial"] = true;
        policy["piloting_level"] = "department";
        fold_definition(domain::event_type::policy_defined, policy, log);
    }
    for (const auto& indicator : inputs.at("indicators").as_array())
        fold_definition(domain::event_type::indicator_defined,
                        definition_of(indicator.as_object(), inputs), log);
    fold_measures(measures_of(inputs), log);
}

void fold_definition(std::string_view type, const json::object& definition,
                     support::FoldedLog& log) {
    fold(type, definition, log);
}

void fold_measures(const std::vector<Measure>& measures, support::FoldedLog& log) {
    std::map<std::string, json::array> imports;
    for (const Measure& measure : measures) imports[measure.imported].push_back(row_of(measure));
    for (auto& [time, rows] : imports)
        fold(domain::event_type::measures_reported,
             {
                 {"rows", std::move(rows)}
        },
             log);
}

std::vector<Measure> measures_of(const json::object& inputs) {
    std::vector<Measure> measures;
    for (const auto& given : inputs.at("measures").as_array())
        measures.push_back({text(given.at("imported")), text(given.at("indic")),
                            text(given.at("zone")), text(given.at("date")), text(given.at("type")),
                            text(given.at("value"))});
    return measures;
}

}  // namespace tests::vectors::pilote
