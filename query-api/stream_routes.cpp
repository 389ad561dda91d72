// SPDX-License-Identifier: EUPL-1.2
#include "query-api/stream_routes.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "platform/http/problem.hpp"
#include "platform/logging.hpp"
#include "projector/read_model/versions.hpp"
#include "query-api/at_least.hpp"
#include "query-api/format.hpp"
#include "query-api/moment.hpp"
#include "query-api/parameters.hpp"
#include "query-api/refusal.hpp"
#include "query-api/streams.hpp"

namespace query_api {
namespace {

namespace http = platform::http;
using http::Request;
using http::Response;

// Far beyond what a log of one partition holds: no more than a check of the digits.
constexpr std::uint64_t limit_max = 1'000'000'000'000;

std::vector<std::string> with_filter(std::vector<std::string> names) {
    const auto& filter = filter_parameters();
    names.insert(names.end(), filter.begin(), filter.end());
    return names;
}

// The first record after the place that `text` names; the first of all without one.
Outcome<domain::Sequence> first_after(std::optional<std::string_view> text,
                                      std::string_view log_id) {
    if (!text) return domain::Sequence{0};
    const auto place = parse_place(*text, log_id);
    if (!place) return place.error();
    if (*place == UINT64_MAX) return Refusal{problems::position_unknown, std::string{*text}};
    return *place + 1;
}

// What both addresses work with.
struct Streaming {
    std::shared_ptr<StreamTools> tools;
    std::shared_ptr<OpenStreams> open;
};

Outcome<OpenStreams::Place> enter(const Streaming& streaming) {
    auto place = OpenStreams::enter(streaming.open);
    if (!place) return Refusal{problems::streams_full, {}};
    return place;
}

// A replay as it was asked for.
struct ReplayRequest {
    ReadParameters parameters;
    RecordFilter filter;
    std::uint64_t limit = 0;
    std::optional<std::string> after;
};

Outcome<ReplayRequest> read_replay(const Request& request) {
    static const auto names = with_filter({"after", "limit"});
    if (const auto checked = check_names(request, names); !checked) return checked.error();
    const auto format = request.parameter("format");
    if (format && *format != name_of(Format::ndjson))
        return Refusal{problems::format_unknown, culprit("format", *format)};
    auto parameters = read_parameters(request, Lines::offered);
    if (!parameters) return parameters.error();
    auto filter = filter_of(request);
    if (!filter) return filter.error();
    const auto limit = number_parameter(request, "limit", {limit_max, limit_max});
    if (!limit) return limit.error();
    ReplayRequest asked{std::move(*parameters), std::move(*filter), *limit, std::nullopt};
    if (const auto after = request.parameter("after")) asked.after = std::string{*after};
    return asked;
}

Outcome<Response> answer_replay(const Streaming& streaming, const ReplayRequest& asked) {
    const ReadSide& side = streaming.tools->side;
    const auto moment = resolve(asked.parameters, side.store, side.clock());
    if (!moment) return moment.error();
    const auto from = first_after(asked.after, moment->log_id);
    if (!from) return from.error();
    if (*from > moment->position + 1) return Refusal{problems::position_unknown, *asked.after};
    auto place = enter(streaming);
    if (!place) return place.error();
    Response response;
    response.content_type = content_type_of(Format::ndjson);
    const bool repeatable = asked.parameters.at.has_value();
    response.headers = {
        {"Barometre-Position", token(moment->log_id, moment->position)},
        {"Cache-Control", repeatable ? "public, max-age=31536000, immutable" : "no-cache"}
    };
    response.source =
        replay_body(streaming.tools, {asked.filter, *from, moment->log_id, std::move(*place)},
                    {.position = moment->position, .records_max = asked.limit});
    return response;
}

void replay(const Streaming& streaming, const Request& request, const http::Respond& respond) {
    const auto language = http::preferred_language(request.header("accept-language"));
    auto asked = read_replay(request);
    if (!asked) return respond(refused(asked.error(), language));
    const auto at_least = asked->parameters.at_least;
    when_reached(
        streaming.tools->side, at_least,
        [streaming, asked = std::move(*asked), language, respond](const Outcome<Told>& told) {
            if (!told) return respond(refused(told.error(), language));
            respond(answered(language, [&] { return answer_replay(streaming, asked); }));
        });
}

Outcome<Response> answer_stream(const Streaming& streaming, const Request& request) {
    static const auto names = with_filter({"after"});
    if (const auto checked = check_own_names(request, names); !checked) return checked.error();
    auto filter = filter_of(request);
    if (!filter) return filter.error();
    const auto published = streaming.tools->side.store.published();
    if (published->head.next == 0) return Refusal{problems::not_ready, {}};
    const std::string log_id = published->head.log_id;
    // A browser that comes back sends the address of the first time, and how far it got.
    std::optional<std::string_view> after = request.parameter("after");
    if (const auto last = request.header("last-event-id"); !last.empty()) after = last;
    auto from = first_after(after, log_id);
    if (!from) return from.error();
    auto place = enter(streaming);
    if (!place) return place.error();
    Response response;
    response.content_type = "text/event-stream";
    response.headers = {
        {"Barometre-Position", token(log_id, published->position())},
        {"Cache-Control", "no-store"},
        // nginx would hold back what is to be told at once.
        {"X-Accel-Buffering", "no"}
    };
    response.source = live_body(
        streaming.tools,
        {std::move(*filter), after ? *from : published->head.next, log_id, std::move(*place)});
    return response;
}

}  // namespace

std::vector<http::Route> stream_routes(const ReadSide& side, platform::WorkerPool& pool) {
    const Streaming streaming{std::make_shared<StreamTools>(StreamTools{side, pool}),
                              std::make_shared<OpenStreams>(side.streams.open_max)};
    return {
        {http::Method::get,
         "/v1/events", 0,
         [streaming](const Request& request, const http::Respond& respond) {
             replay(streaming, request, respond);
         }, {platform::access::Right::audit}},
        {http::Method::get,
         "/v1/stream", 0,
         [streaming](const Request& request, const http::Respond& respond) {
             const auto language = http::preferred_language(request.header("accept-language"));
             respond(answered(language, [&] { return answer_stream(streaming, request); }));
         }, {platform::access::Right::audit}}
    };
}

}  // namespace query_api
