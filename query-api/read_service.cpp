// SPDX-License-Identifier: EUPL-1.2
#include "query-api/read_service.hpp"

#include "platform/http/gate.hpp"
#include "platform/logging.hpp"
#include "projector/read_model/versions.hpp"
#include "query-api/at_least.hpp"
#include "query-api/etag.hpp"
#include "query-api/memento.hpp"
#include "query-api/refusal.hpp"

namespace query_api {
namespace {

namespace http = platform::http;
using projector::read_model::StoreFailure;
using projector::read_model::View;

constexpr int status_found = 302;
constexpr int status_not_modified = 304;
// More than a tail takes, so that a kept head is copied once.
constexpr std::size_t tail_bytes = 256;

}  // namespace

struct ReadService::Job {
    ReadParameters parameters;
    Resource resource;
    std::string if_none_match;
    // Of a state: its address whatever the moment, and the moment that its TimeGate is asked for.
    std::string original;
    std::optional<domain::Instant> datetime;
    http::Language language = http::Language::english;
    http::Respond respond;
    // Under which key the answer is kept if nothing changes meanwhile.
    std::string sent_key;
    Circumstances begun;

    void refuse(const Refusal& why) const { respond(refused(why, language)); }
};

// What is known of an answer before it is rendered.
struct ReadService::Plan {
    Moment moment;
    std::string etag;
    // Where the body is kept, and from which position on it is right.
    std::string cache_key;
    domain::Sequence touched = 0;
    enum class Keep : std::uint8_t { no, yes } keep = Keep::no;

    http::Response response(const Job& job) const {
        http::Response response;
        response.content_type = job.resource.content_type.empty()
                                    ? content_type_of(job.parameters.format)
                                    : job.resource.content_type;
        const bool repeatable = job.parameters.at.has_value();
        response.headers = {
            {"Barometre-Position", token(moment.log_id, moment.position)},
            {"ETag", etag},
            {"Vary", "Accept"},
            {"Cache-Control", repeatable ? "public, max-age=31536000, immutable" : "no-cache"}
        };
        if (job.resource.past && !job.parameters.as_of) add_time_negotiation(response, job);
        return response;
    }

    // Source: RFC 7089 §4.1.1 (the state is its own TimeGate) and §2.2 (a Memento).
    void add_time_negotiation(http::Response& response, const Job& job) const {
        response.headers.emplace_back("Link", links_of(job.original, job.resource.past->time_map));
        if (job.parameters.at)
            response.headers.emplace_back("Memento-Datetime", datetime_of(moment.as_of));
        else
            response.headers.emplace_back("Vary", "Accept-Datetime");
    }
};

ReadService::ReadService(ReadSide side, platform::WorkerPool& pool)
    : side_(std::move(side)), pool_(pool), medians_(std::make_shared<Medians>(side_.store)) {}

Circumstances ReadService::circumstances() const {
    return {side_.store.published()->head.next, side_.clock().date()};
}

void ReadService::answer(const ReadRoute& route, const http::Request& request,
                         http::Respond respond) {
    if (route.permit != nullptr)
        if (const auto permitted = route.permit(request); !permitted)
            return respond(refused(permitted.error(),
                                   http::preferred_language(request.header("accept-language"))));
    std::string key = SentAnswers::key_of(request);
    const Circumstances now = circumstances();
    if (auto sent = sent_.find(key, now)) return respond(std::move(*sent));
    const auto job = std::make_shared<Job>(Job{.parameters = {},
                                               .resource = {},
                                               .if_none_match = {},
                                               .original = {},
                                               .datetime = {},
                                               .respond = std::move(respond),
                                               .sent_key = std::move(key),
                                               .begun = now});
    answer_anew(route, request, job);
}

void ReadService::answer_anew(const ReadRoute& route, const http::Request& request,
                              const std::shared_ptr<Job>& job) {
    job->language = http::preferred_language(request.header("accept-language"));
    if (const auto names = check_names(request, route.parameters); !names)
        return job->refuse(names.error());
    auto parameters = read_parameters(request, route.lines);
    if (!parameters) return job->refuse(parameters.error());
    auto resource = route.resource(request);
    if (!resource) return job->refuse(resource.error());
    job->parameters = std::move(*parameters);
    job->resource = std::move(*resource);
    job->if_none_match = request.header("if-none-match");
    if (job->resource.past) {
        if (const auto asked = negotiate_time(request, *job); !asked)
            return job->refuse(asked.error());
    }
    wait_then_answer(job);
}

// A Memento is what it is, whatever moment is asked for. Source: RFC 7089 §4.2.
Outcome<void> ReadService::negotiate_time(const http::Request& request, Job& job) {
    job.original = original_of(request);
    const std::string_view datetime = request.header("accept-datetime");
    if (datetime.empty() || job.parameters.at || job.parameters.as_of) return {};
    job.datetime = accepted_datetime(datetime);
    if (!job.datetime)
        return Refusal{problems::accept_datetime_bad_format, culprit("Accept-Datetime", datetime)};
    return {};
}

// Where the state of that moment is: the first one for what is asked for from before it.
http::Response ReadService::redirect(const Job& job) const {
    const auto published = side_.store.published();
    const Past& past = *job.resource.past;
    auto position = std::min(View::position_at(side_.store, *job.datetime), published->position());
    View view{side_.store, published->position()};
    if (past.first)
        if (const auto first = past.first(view)) position = std::max(position, *first);
    http::Response response;
    response.status = status_found;
    response.headers = {
        {"Location", memento_of(job.original, token(published->head.log_id, position))},
        {"Link", links_of(job.original, past.time_map)},
        {"Vary", "Accept-Datetime"},
        {"Cache-Control", "no-cache"}
    };
    return response;
}

void ReadService::wait_then_answer(const std::shared_ptr<Job>& job) {
    when_reached(side_, job->parameters.at_least,
                 [self = shared_from_this(), job](const Outcome<Told>& told) {
                     if (!told) return job->refuse(told.error());
                     if (*told == Told::at_once) return self->answer_on(Thread::io, job);
                     self->answer_on_worker(job);
                 });
}

void ReadService::answer_on_worker(const std::shared_ptr<Job>& job) {
    const bool queued =
        pool_.post([self = shared_from_this(), job] { self->answer_on(Thread::worker, job); });
    if (!queued) job->refuse({http::problems::overloaded, {}});
}

void ReadService::answer_on(Thread thread, const std::shared_ptr<Job>& job) {
    try {
        if (job->datetime) {
            if (thread == Thread::io) return answer_on_worker(job);
            return job->respond(redirect(*job));
        }
        const auto planned = plan(*job);
        if (!planned) return job->refuse(planned.error());
        auto response = planned->response(*job);
        if (matches(job->if_none_match, planned->etag)) {
            response.status = status_not_modified;
            return job->respond(std::move(response));
        }
        const auto head = body(thread, *job, *planned);
        if (!head) return job->refuse(head.error());
        if (!*head) return answer_on_worker(job);
        response.body.reserve((*head)->size() + tail_bytes);
        response.body = **head;
        if (job->parameters.format == Format::json && job->resource.content_type.empty())
            append_tail(response.body, planned->moment, job->resource.tail);
        if (circumstances() == job->begun) sent_.put(job->sent_key, response, job->begun);
        job->respond(std::move(response));
    } catch (const StoreFailure& failure) {
        job->respond(failed_read(failure, job->language));
    }
}

Outcome<ReadService::Plan> ReadService::plan(const Job& job) const {
    const ReadParameters& parameters = job.parameters;
    auto moment = resolve(parameters, side_.store, side_.clock());
    if (!moment) return moment.error();
    domain::Sequence touched = job.resource.touched(side_.store);
    // A record that was applied in between may have touched it: only a position beyond will do.
    while (!parameters.at && !parameters.as_of && touched > moment->position) {
        moment = resolve(parameters, side_.store, side_.clock());
        if (!moment) return moment.error();
        touched = job.resource.touched(side_.store);
    }
    Plan plan{.moment = std::move(*moment), .etag = {}, .cache_key = {}};
    const std::string variant =
        plan.moment.on.text() + " " + std::string{name_of(parameters.format)};
    plan.cache_key = job.resource.key + " " + variant;
    if (parameters.at) {
        plan.etag = strong_etag({plan.moment.log_id, plan.moment.position, variant, {}});
        plan.cache_key += " " + std::to_string(plan.moment.position);
        plan.keep = Plan::Keep::yes;
    } else if (parameters.as_of) {
        plan.etag =
            weak_etag({plan.moment.log_id, plan.moment.position, variant, plan.moment.finality});
    } else {
        plan.touched = touched;
        plan.etag = weak_etag({plan.moment.log_id, touched, variant, {}});
        plan.keep = Plan::Keep::yes;
    }
    return plan;
}

Outcome<std::shared_ptr<const std::string>> ReadService::body(Thread thread, const Job& job,
                                                              const Plan& plan) {
    const bool kept = plan.keep == Plan::Keep::yes;
    if (kept)
        if (auto found = cache_.find(plan.cache_key, plan.touched)) return found;
    if (job.resource.cost == Cost::heavy && thread == Thread::io)
        return std::shared_ptr<const std::string>{};
    View view{side_.store, plan.moment.position};
    auto rendered = job.resource.render(view, {plan.moment.on, job.parameters.format});
    if (!rendered) return rendered.error();
    auto body = std::make_shared<const std::string>(std::move(*rendered));
    if (kept) cache_.put(plan.cache_key, body, plan.moment.position);
    return body;
}

}  // namespace query_api
