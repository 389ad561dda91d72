// SPDX-License-Identifier: EUPL-1.2
#include "query-api/log_routes.hpp"
#include "query-api/permission.hpp"

#include <memory>
#include <string>
#include <utility>

#include "domain/merkle/checkpoint.hpp"
#include "domain/merkle/tile.hpp"
#include "platform/http/gate.hpp"
#include "projector/read_model/log_tree.hpp"
#include "projector/read_model/view.hpp"
#include "query-api/parameters.hpp"
#include "query-api/problems.hpp"
#include "query-api/refusal.hpp"

namespace query_api {
namespace {

namespace http = platform::http;
namespace merkle = domain::merkle;
using projector::SignedCheckpoint;
using projector::read_model::LogTree;

constexpr std::string_view text_type = "text/plain; charset=utf-8";
constexpr std::string_view bytes_type = "application/octet-stream";
constexpr std::string_view newest_control = "public, max-age=1";
constexpr std::string_view for_ever = "public, max-age=31536000, immutable";

// A tile's index has this many groups of three digits at most, and then its width.
constexpr std::size_t place_segments_max = 4;

http::Response answer_of(std::string_view type, std::string_view cache_control, std::string body) {
    http::Response response;
    response.content_type = type;
    response.headers.emplace_back("Cache-Control", cache_control);
    response.body = std::move(body);
    return response;
}

// The newest checkpoint that may be shown.
Outcome<std::shared_ptr<const SignedCheckpoint>> newest_of(const ReadSide& side) {
    if (side.signed_log == nullptr) return Refusal{problems::log_not_published, {}};
    auto newest = side.signed_log->newest();
    if (!newest) return Refusal{problems::log_not_signed, side.signed_log->why_none()};
    return newest;
}

Outcome<http::Response> checkpoint(const ReadSide& side, const http::Request&) {
    const auto newest = newest_of(side);
    if (!newest) return newest.error();
    return answer_of(text_type, newest_control, (*newest)->note);
}

std::string place_of(const http::Request& request) {
    std::string place;
    for (std::size_t i = 1; i < request.path_parameters.size(); ++i)
        place.append(place.empty() ? "" : "/").append(request.path_parameters[i]);
    return place;
}

// What is not signed is not shown: it could not be taken back.
bool is_signed(std::uint64_t index, std::uint64_t width, std::uint64_t nodes) {
    return index < nodes / merkle::tile_width ||
           (index == nodes / merkle::tile_width && width <= nodes % merkle::tile_width);
}

Outcome<http::Response> tile(const ReadSide& side, const http::Request& request) {
    const auto newest = newest_of(side);
    if (!newest) return newest.error();
    const std::uint64_t size = (*newest)->checkpoint.size;
    const std::string& level = request.path_parameters.front();
    const std::string place = place_of(request);
    const Refusal unknown{problems::tile_unknown, level + "/" + place};
    const LogTree tree{side.store, size};
    if (level == "entries") {
        const auto bundle = merkle::parse_bundle(place);
        if (!bundle || !is_signed(bundle->index, bundle->width, size)) return unknown;
        return answer_of(bytes_type, for_ever, merkle::bundle_bytes(tree.entries(*bundle)));
    }
    const auto tile = merkle::parse_tile(level, place);
    if (!tile || !is_signed(tile->index, tile->width, merkle::tile_nodes(tile->level, size)))
        return unknown;
    std::string body;
    for (const merkle::Hash& hash : tree.tile(*tile)) body += merkle::bytes_of(hash);
    return answer_of(bytes_type, for_ever, std::move(body));
}

Outcome<http::Response> event_proof(const ReadSide& side, const http::Request& request) {
    auto source = required_parameter(request, "source");
    if (!source) return source.error();
    auto id = required_parameter(request, "id");
    if (!id) return id.error();
    if (const auto permitted = permit_event(request); !permitted) return permitted.error();
    const auto newest = newest_of(side);
    if (!newest) return newest.error();
    const projector::read_model::View view{side.store};
    const auto attempts = view.attempts({std::move(*source), std::move(*id)});
    if (attempts.empty()) return Refusal{problems::event_unknown, {}};
    const domain::Sequence index = attempts.front();
    if (index >= (*newest)->checkpoint.size)
        return Refusal{problems::event_not_signed, "sequence=" + std::to_string(index)};
    LogTree tree{side.store, (*newest)->checkpoint.size};
    return answer_of(text_type, "no-cache",
                     merkle::log_proof_text({index, tree.inclusion_proof(index), (*newest)->note}));
}

using Answer = Outcome<http::Response> (*)(const ReadSide&, const http::Request&);

}  // namespace

std::vector<http::Route> log_routes(const ReadSide& side, platform::WorkerPool& pool) {
    const auto shared = std::make_shared<const ReadSide>(side);
    // A tile is a few hundred rows.
    const auto route = [&](std::string path, std::vector<std::string> names, Answer answer,
                           platform::access::Rights needs = {}) {
        return http::Route{
            http::Method::get, std::move(path), 0,
            [shared, &pool, names, answer](const http::Request& request,
                                           const http::Respond& respond) {
                const auto language = http::preferred_language(request.header("accept-language"));
                const auto checked = check_own_names(request, names);
                if (!checked) return respond(refused(checked.error(), language));
                const bool queued = pool.post([shared, request, respond, answer, language] {
                    respond(answered(language, [&] { return answer(*shared, request); }));
                });
                if (!queued) respond(refused({http::problems::overloaded, {}}, language));
            },
            needs};
    };
    std::vector<http::Route> routes{
        route("/log/checkpoint", {}, &checkpoint),
        route("/v1/event/proof", {"source", "id"}, &event_proof, rights_to_see_event)};
    std::string path = "/log/tile/{level}";
    for (std::size_t segment = 1; segment <= place_segments_max; ++segment) {
        path += "/{n" + std::to_string(segment) + "}";
        routes.push_back(route(path, {}, &tile));
    }
    return routes;
}

}  // namespace query_api
