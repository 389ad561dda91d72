// SPDX-License-Identifier: EUPL-1.2
#include "query-api/event_row.hpp"
#include "query-api/permission.hpp"
#include "query-api/read_routes.hpp"
#include "query-api/table.hpp"

namespace query_api {
namespace {

using platform::http::Request;
using projector::read_model::Store;
using projector::read_model::View;

// Sources and ids are free text: their lengths make the key unique.
std::string key_of(const domain::Identity& identity) {
    return "event " + std::to_string(identity.source.size()) + " " + identity.source + " " +
           identity.id;
}

Outcome<Resource> event(const Request& request) {
    auto source = required_parameter(request, "source");
    if (!source) return source.error();
    auto id = required_parameter(request, "id");
    if (!id) return id.error();
    const domain::Identity identity{std::move(*source), std::move(*id)};
    return Resource{
        .key = key_of(identity),
        .tail = Tail::own_position,
        .touched = &touched_by_any_record,
        .render = [identity](View& view, const Reading& reading) -> Outcome<std::string> {
            const auto row = read_event(view, identity);
            if (!row) return row.error();
            return answer_of(reading.format, *row);
        }};
}

}  // namespace

domain::Sequence touched_by_any_record(const Store& store) {
    return store.published()->position();
}

std::vector<ReadRoute> event_routes() {
    return {
        {"/v1/event", rights_to_see_event, {"source", "id"}, Lines::none, &event, &permit_event}
    };
}

std::vector<ReadRoute> read_routes(const std::shared_ptr<Medians>& medians) {
    std::vector<ReadRoute> all;
    for (auto& some : {catalogue_routes(), indicator_routes(), barometer_routes(medians),
                       history_routes(medians), time_map_routes(), submission_routes(),
                       edition_routes(), event_routes()})
        all.insert(all.end(), some.begin(), some.end());
    return all;
}

}  // namespace query_api
