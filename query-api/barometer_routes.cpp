// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "query-api/policy_row.hpp"
#include "query-api/read_routes.hpp"
#include "query-api/state_row.hpp"
#include "query-api/table.hpp"

namespace query_api {
namespace {

using domain::Level;
using domain::Territory;
using platform::http::Request;
using projector::read_model::Store;
using projector::read_model::View;

Outcome<std::string> render_policy_level(View& view, const Reading& reading, domain::PolicyId id,
                                         Level level) {
    const auto group = shown_policy(view, id);
    if (!group) return group.error();
    const auto all = read_policy_level(view, *group, level, reading.on.month.year());
    return table_of(reading.format, all.rows, [&](platform::JsonWriter& json) {
        json.key("policy").string(id.text());
        json.key("level").string(domain::name_of(level));
        json.key("median");
        all.median ? json.number_text(all.median->text()) : json.null();
    });
}

struct TerritoryBarometer {
    std::vector<StateRow> indicators;
    std::vector<PolicyRow> policies;
};

TerritoryBarometer read_barometer(View& view, Territory territory, domain::Date on,
                                  Medians& medians) {
    const int year = on.month.year();
    TerritoryBarometer barometer;
    for (const PolicyGroup& group : shown_policies(view)) {
        std::vector<domain::rules::State> states;
        for (std::size_t i = 0; i < group.indicators.size(); ++i) {
            barometer.indicators.push_back(StateReader{view, group, i, on}.read(territory));
            states.push_back(barometer.indicators.back().state);
        }
        PolicyRow row = policy_row_of(group, territory, states, year);
        row.gap = domain::rules::gap_to_median(
            row.rate(), medians.median(view, group, territory.level(), year));
        barometer.policies.push_back(std::move(row));
    }
    std::sort(
        barometer.indicators.begin(), barometer.indicators.end(),
        [](const StateRow& a, const StateRow& b) { return a.definition->id < b.definition->id; });
    return barometer;
}

std::string render_barometer(const TerritoryBarometer& barometer, Territory territory,
                             Format format) {
    if (format == Format::csv) return csv_of(barometer.indicators);
    std::string out;
    platform::JsonWriter json{out};
    json.begin_object();
    json.key("territory").string(territory.id());
    json.key("name").string(territory.name());
    json.key("indicators");
    append_rows(json, barometer.indicators);
    json.key("policies");
    append_rows(json, barometer.policies);
    return out;
}

Outcome<Resource> policy_barometer(const Request& request) {
    const auto id = policy_in(request.path_parameters[0]);
    if (!id) return id.error();
    const auto level = level_parameter(request);
    if (!level) return level.error();
    return Resource{
        .key = "policy barometer " + id->text() + " " + std::string{domain::name_of(*level)},
        .cost = Cost::heavy,
        .past = Past{},
        .touched = [id = *id](const Store& store) { return store.touched(id); },
        .render =
            [id = *id, level = *level](View& view, const Reading& reading) {
                return render_policy_level(view, reading, id, level);
            }};
}

Outcome<Resource> territory_barometer(const Request& request,
                                      const std::shared_ptr<Medians>& medians) {
    const auto territory = territory_in(request.path_parameters[0]);
    if (!territory) return territory.error();
    return Resource{.key = "territory " + std::string{territory->id()},
                    .cost = Cost::heavy,
                    .past = Past{},
                    .touched = [](const Store& store) { return store.touched_any(); },
                    .render = [territory = *territory, medians](
                                  View& view, const Reading& reading) -> Outcome<std::string> {
                        return render_barometer(
                            read_barometer(view, territory, reading.on, *medians), territory,
                            reading.format);
                    }};
}

}  // namespace

std::vector<ReadRoute> barometer_routes(const std::shared_ptr<Medians>& medians) {
    return {
        {"/v1/territories/{territory}/barometer",
         {Right::read},
         {},
         Lines::none,
         [medians](const Request& request) { return territory_barometer(request, medians); }},
        {"/v1/policies/{policy}/barometer",
         {Right::read},
         {"level"},
         Lines::none,
         &policy_barometer                                                                  }
    };
}

}  // namespace query_api
