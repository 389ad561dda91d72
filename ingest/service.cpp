// SPDX-License-Identifier: EUPL-1.2
#include "ingest/service.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "domain/codec/json.hpp"
#include "domain/event.hpp"
#include "ingest/cloud_event.hpp"
#include "ingest/draft.hpp"
#include "ingest/import_request.hpp"
#include "ingest/permission.hpp"
#include "ingest/requests.hpp"

namespace ingest {
namespace {

using domain::Error;
using platform::http::Method;
using platform::http::Request;
using platform::http::Respond;
using platform::http::Route;

// Units: bytes.
constexpr std::size_t events_body_bytes_max = 4 * 1024 * 1024;
// A larger body is read on the pool, off the server's thread: one event of a few rows costs less
// than a change of threads, a batch costs others their answers.
constexpr std::size_t inline_body_bytes_max = 8 * 1024;

constexpr std::string_view definitions_source = "urn:barometre:definitions";

using Answer = void (*)(Context&, const Exchange&, const Request&);

void post_events(Context& context, const Exchange& exchange, const Request& request) {
    if (auto known = check_parameters(request, {}); !known) return refuse(exchange, known.error());
    auto received = read_events(request);
    if (!received) return refuse(exchange, received.error());
    const Sender sender = sender_of(context, exchange, request);
    if (received->form == Form::single)
        return submit_one(context, exchange, item_of(std::move(received->events.front()), sender));

    std::vector<Item> items;
    items.reserve(received->events.size());
    for (auto& event : received->events) items.push_back(item_of(std::move(event), sender));
    submit(context, std::move(items), wait_of(context, exchange),
           [&context, exchange](const std::vector<Receipt>& receipts) {
               respond_to(exchange, response_of(receipts, style_of(context, exchange)));
           });
}

void post_definition(Context& context, const Exchange& exchange, const Request& request,
                     std::string_view type) {
    const MediaType content = parse_media_type(request.header("content-type"));
    if (content.name != "application/json" || !content.is_utf8())
        return refuse(exchange, Error{"media-type-unsupported", "", "application/json in UTF-8"});
    if (auto known = check_parameters(request, {"source"}); !known)
        return refuse(exchange, known.error());
    const auto id = event_id_of(request);
    if (!id) return refuse(exchange, id.error());
    auto data = domain::codec::parse_json(request.body);
    if (!data) return refuse(exchange, data.error());
    const std::string source{request.parameter("source").value_or(definitions_source)};
    auto event = make_event(
        {
            {"id",     *id              },
            {"source", source           },
            {"type",   std::string{type}}
    },
        std::move(*data));
    if (!event) return refuse(exchange, event.error());
    submit_one(context, exchange,
               item_of(std::move(*event), sender_of(context, exchange, request)));
}

void post_policy(Context& context, const Exchange& exchange, const Request& request) {
    post_definition(context, exchange, request, domain::event_type::policy_defined);
}

void post_indicator(Context& context, const Exchange& exchange, const Request& request) {
    post_definition(context, exchange, request, domain::event_type::indicator_defined);
}

Preference preference_of(const Context& context, const Request& request) {
    const Preference preference = parse_prefer(request);
    return context.read_side.tells_outcomes() ? preference : without_wait(preference);
}

// Where a request is read: here while it is small, or always on the pool.
enum class Place : std::uint8_t { by_size, pool };

platform::http::Handler handler(Context& context, Place place, Answer answer) {
    return [&context, place, answer](Request request, Respond respond) {
        const Exchange exchange{
            std::move(respond),
            platform::http::preferred_language(request.header("accept-language")),
            preference_of(context, request), std::make_shared<InFlight::Ticket>(context.in_flight),
            std::move(request.caller)};
        if (place == Place::by_size && request.body.size() <= inline_body_bytes_max)
            return answer(context, exchange, request);
        const auto shared = std::make_shared<const Request>(std::move(request));
        const bool queued = context.pool.post(
            [&context, exchange, shared, answer] { answer(context, exchange, *shared); });
        if (!queued) refuse(exchange, Error{"busy", "", ""});
    };
}

}  // namespace

Service::Service(platform::event_log::EventLog& log, ReadSide& read_side,
                 platform::WorkerPool& pool, Options options,
                 std::function<domain::Instant()> clock)
    : context_{log, read_side, pool, std::move(options), std::move(clock), {}, {}, {}} {}

Service::~Service() {
    context_.in_flight.wait_until_empty();
}

std::vector<Route> Service::routes() {
    using platform::access::Right;
    const Mode mode = context_.options.mode;
    return {
        {Method::post, "/v1/events", events_body_bytes_max,
         handler(context_, Place::by_size, post_events),    rights_to_send(mode)},
        {Method::post,
         "/v1/policies",             caller_event_bytes_max,
         handler(context_, Place::by_size, post_policy),
         {Right::define}                                                        },
        {Method::post,
         "/v1/indicators",           caller_event_bytes_max,
         handler(context_, Place::by_size, post_indicator),
         {Right::define}                                                        },
        {Method::post,
         "/v1/imports",              import_body_bytes_max,
         handler(context_, Place::pool,    import_file),
         {Right::report}                                                        },
    };
}

domain::Instant system_now() {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return domain::Instant::from_microseconds(
        std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count());
}

}  // namespace ingest
