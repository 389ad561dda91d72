// SPDX-License-Identifier: EUPL-1.2
#include "query-api/moment.hpp"

#include <algorithm>

#include "platform/json_writer.hpp"
#include "projector/read_model/view.hpp"

namespace query_api {
namespace {

using projector::read_model::Published;
using projector::read_model::Store;
using projector::read_model::View;

Outcome<Moment> at_position(const Position& at, const Store& store, const Published& published) {
    const std::string shown = token(at.log_id, at.sequence);
    if (at.log_id != published.head.log_id) return Refusal{problems::position_other_log, shown};
    if (at.sequence > published.position()) return Refusal{problems::position_unknown, shown};
    const auto record = View{store, at.sequence}.record(at.sequence);
    const domain::Instant time = record ? record->decision.time : domain::Instant{};
    return Moment{at.log_id, at.sequence, time, time.date(), Finality::final};
}

Outcome<Moment> as_of_instant(domain::Instant as_of, const Store& store,
                              const Published& published) {
    // A record may be in the store before it is published.
    const auto position = std::min(View::position_at(store, as_of), published.position());
    const auto finality = published.head.time > as_of ? Finality::final : Finality::open;
    return Moment{published.head.log_id, position, as_of, as_of.date(), finality};
}

Outcome<Moment> moment_of(const ReadParameters& parameters, const Store& store,
                          domain::Instant now) {
    const auto published = store.published();
    if (published->head.next == 0) return Refusal{problems::not_ready, {}};
    if (parameters.at) return at_position(*parameters.at, store, *published);
    if (!parameters.as_of)
        return Moment{published->head.log_id, published->position(), published->head.time,
                      now.date(), Finality::open};
    constexpr auto ahead = std::chrono::microseconds{as_of_ahead_max}.count();
    if (parameters.as_of->microseconds() > now.microseconds() + ahead)
        return Refusal{problems::as_of_in_future, parameters.as_of->text()};
    return as_of_instant(*parameters.as_of, store, *published);
}

}  // namespace

Outcome<Moment> resolve(const ReadParameters& parameters, const Store& store, domain::Instant now) {
    auto moment = moment_of(parameters, store, now);
    if (moment && parameters.on) moment->on = *parameters.on;
    return moment;
}

void append_tail(std::string& json, const Moment& moment, Tail tail) {
    json += ",\"as_of\":\"" + moment.as_of.text() + "\",\"on\":\"" + moment.on.text() +
            "\",\"final\":" + (moment.finality == Finality::final ? "true" : "false");
    if (tail == Tail::whole) {
        json += ",\"position\":";
        platform::append_json_string(json, token(moment.log_id, moment.position));
    }
    json += '}';
}

}  // namespace query_api
