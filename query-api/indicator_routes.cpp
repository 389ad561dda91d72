// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "query-api/permission.hpp"
#include "query-api/read_routes.hpp"
#include "query-api/series_row.hpp"
#include "query-api/state_row.hpp"
#include "query-api/table.hpp"

namespace query_api {
namespace {

using domain::IndicatorId;
using domain::Level;
using domain::Territory;
using platform::http::Request;
using projector::read_model::Store;
using projector::read_model::View;

Outcome<std::string> render_map(View& view, const Reading& reading, IndicatorId id, Level level) {
    const auto shown = shown_indicator(view, id);
    if (!shown) return shown.error();
    StateReader reader{view, shown->group, shown->index, reading.on};
    std::vector<StateRow> rows;
    for (const Territory territory : domain::territories_of(level))
        rows.push_back(reader.read(territory));
    return table_of(reading.format, rows, [&](platform::JsonWriter& json) {
        json.key("indicator").string(id.text());
        json.key("level").string(domain::name_of(level));
    });
}

Outcome<std::string> render_level_series(View& view, const Reading& reading, IndicatorId id,
                                         Level level) {
    const auto shown = shown_indicator(view, id);
    if (!shown) return shown.error();
    std::vector<TerritorySeriesRow> rows;
    for (const Territory territory : domain::territories_of(level))
        for (auto& row : read_series(view, *shown->version().definition, territory, reading.on))
            rows.push_back({territory, std::move(row)});
    return table_of(reading.format, rows, [&](platform::JsonWriter& json) {
        json.key("indicator").string(id.text());
        json.key("level").string(domain::name_of(level));
    });
}

Outcome<std::string> render_state(View& view, const Reading& reading, IndicatorId id,
                                  Territory territory) {
    const auto shown = shown_indicator(view, id);
    if (!shown) return shown.error();
    StateReader reader{view, shown->group, shown->index, reading.on};
    return answer_of(reading.format, reader.read(territory));
}

Outcome<std::string> render_series(View& view, const Reading& reading, IndicatorId id,
                                   Territory territory) {
    const auto shown = shown_indicator(view, id);
    if (!shown) return shown.error();
    const auto rows = read_series(view, *shown->version().definition, territory, reading.on);
    return table_of(reading.format, rows, [&](platform::JsonWriter& json) {
        json.key("indicator").string(id.text());
        json.key("territory").string(territory.id());
    });
}

// An indicator over a level.
template <Outcome<std::string> (*render)(View&, const Reading&, IndicatorId, Level)>
std::function<Outcome<Resource>(const Request&)> over_level(std::string_view what,
                                                            std::optional<Past> past) {
    return [what, past](const Request& request) -> Outcome<Resource> {
        const auto id = indicator_in(request.path_parameters[0]);
        if (!id) return id.error();
        const auto level = level_parameter(request);
        if (!level) return level.error();
        return Resource{.key = std::string{what} + " " + id->text() + " " +
                               std::string{domain::name_of(*level)},
                        .cost = Cost::heavy,
                        .past = past,
                        .touched = touched_with_definitions(*id),
                        .render = [id = *id, level = *level](View& view, const Reading& reading) {
                            return render(view, reading, id, level);
                        }};
    };
}

// An indicator in a territory.
template <Outcome<std::string> (*render)(View&, const Reading&, IndicatorId, Territory)>
std::function<Outcome<Resource>(const Request&)> in_territory(std::string_view what) {
    return [what](const Request& request) -> Outcome<Resource> {
        const auto figure = figure_in(request);
        if (!figure) return figure.error();
        return Resource{.key = figure_key(what, *figure),
                        .touched = touched_with_definitions(figure->indicator),
                        .render = [figure = *figure](View& view, const Reading& reading) {
                            return render(view, reading, figure.indicator, figure.territory);
                        }};
    };
}

Outcome<Resource> state(const Request& request) {
    auto resource = in_territory<&render_state>("state")(request);
    if (resource) resource->past = past_of(*figure_in(request));
    return resource;
}

Outcome<Resource> series(const Request& request) {
    const auto wanted = request.parameter("vintages");
    if (!wanted) return in_territory<&render_series>("series")(request);
    if (*wanted != "all")
        return Refusal{problems::vintages_unknown, "vintages=" + std::string{*wanted}};
    return vintages(request);
}

}  // namespace

std::function<domain::Sequence(const Store&)> touched_with_definitions(IndicatorId id) {
    return [id](const Store& store) {
        return std::max(store.touched(id), store.touched_definitions());
    };
}

Outcome<domain::FigureId> figure_in(const Request& request) {
    const auto indicator = indicator_in(request.path_parameters[0]);
    if (!indicator) return indicator.error();
    const auto territory = territory_in(request.path_parameters[1]);
    if (!territory) return territory.error();
    return domain::FigureId{*indicator, *territory};
}

std::string figure_key(std::string_view what, const domain::FigureId& figure) {
    return std::string{what}
        .append(" ")
        .append(figure.indicator.text())
        .append(" ")
        .append(figure.territory.id());
}

std::vector<ReadRoute> indicator_routes() {
    return {
        {"/v1/indicators/{indicator}/barometer",
         {Right::read},
         {"level"},
         Lines::none,
         over_level<&render_map>("map", Past{})},
        {"/v1/indicators/{indicator}/series",
         {Right::read},
         {"level"},
         Lines::offered,
         over_level<&render_level_series>("level series", std::nullopt)},
        {"/v1/indicators/{indicator}/territories/{territory}",
         {Right::read},
         {},
         Lines::none,
         &state},
        {"/v1/indicators/{indicator}/territories/{territory}/series",
         {Right::read},
         {"vintages"},
         Lines::offered,
         &series,
         &permit_vintages}
    };
}

}  // namespace query_api
