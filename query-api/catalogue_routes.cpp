// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "query-api/catalogue_row.hpp"
#include "query-api/read_routes.hpp"
#include "query-api/table.hpp"

namespace query_api {
namespace {

using platform::http::Request;
using projector::read_model::Store;
using projector::read_model::View;

domain::Sequence touched_definitions(const Store& store) {
    return store.touched_definitions();
}

constexpr auto no_head = [](platform::JsonWriter&) {};

std::string render_territories(Format format) {
    std::vector<TerritoryRow> rows;
    for (const domain::Level level : domain::all_levels)
        for (const domain::Territory territory : domain::territories_of(level))
            rows.push_back({territory});
    return table_of(format, rows, [](platform::JsonWriter& json) {
        json.key("source").string(domain::territories_source);
    });
}

std::string render_policies(const View& view, Format format) {
    std::vector<PolicyDefinitionRow> rows;
    for (const auto& policy : view.policies()) rows.push_back(row_of(view, policy));
    return table_of(format, rows, no_head);
}

std::string render_indicators(const View& view, Format format) {
    std::vector<projector::read_model::IndicatorVersion> versions;
    for (auto& group : shown_policies(view))
        versions.insert(versions.end(), group.indicators.begin(), group.indicators.end());
    std::sort(versions.begin(), versions.end(),
              [](const auto& a, const auto& b) { return a.definition->id < b.definition->id; });
    std::vector<IndicatorDefinitionRow> rows;
    rows.reserve(versions.size());
    for (const auto& version : versions) rows.push_back(row_of(view, version));
    return table_of(format, rows, no_head);
}

Outcome<Resource> territories(const Request&) {
    return Resource{.key = "territories",
                    .touched = [](const Store&) { return domain::Sequence{0}; },
                    .render = [](View&, const Reading& reading) -> Outcome<std::string> {
                        return render_territories(reading.format);
                    }};
}

Outcome<Resource> policies(const Request&) {
    return Resource{.key = "policies",
                    .cost = Cost::heavy,
                    .touched = &touched_definitions,
                    .render = [](View& view, const Reading& reading) -> Outcome<std::string> {
                        return render_policies(view, reading.format);
                    }};
}

Outcome<Resource> indicators(const Request&) {
    return Resource{.key = "indicators",
                    .cost = Cost::heavy,
                    .touched = &touched_definitions,
                    .render = [](View& view, const Reading& reading) -> Outcome<std::string> {
                        return render_indicators(view, reading.format);
                    }};
}

Outcome<Resource> policy(const Request& request) {
    const auto id = policy_in(request.path_parameters[0]);
    if (!id) return id.error();
    return Resource{
        .key = "policy " + id->text(),
        .touched = &touched_definitions,
        .render = [id = *id](View& view, const Reading& reading) -> Outcome<std::string> {
            const auto group = shown_policy(view, id);
            if (!group) return group.error();
            return answer_of(reading.format, row_of(view, group->policy));
        }};
}

Outcome<Resource> indicator(const Request& request) {
    const auto id = indicator_in(request.path_parameters[0]);
    if (!id) return id.error();
    return Resource{
        .key = "indicator " + id->text(),
        .touched = &touched_definitions,
        .render = [id = *id](View& view, const Reading& reading) -> Outcome<std::string> {
            const auto shown = shown_indicator(view, id);
            if (!shown) return shown.error();
            return answer_of(reading.format, row_of(view, shown->version()));
        }};
}

}  // namespace

std::vector<ReadRoute> catalogue_routes() {
    return {
        {"/v1/territories",            {Right::read}, {}, Lines::none, &territories},
        {"/v1/policies",               {Right::read}, {}, Lines::none, &policies   },
        {"/v1/policies/{policy}",      {Right::read}, {}, Lines::none, &policy     },
        {"/v1/indicators",             {Right::read}, {}, Lines::none, &indicators },
        {"/v1/indicators/{indicator}", {Right::read}, {}, Lines::none, &indicator  }
    };
}

}  // namespace query_api
