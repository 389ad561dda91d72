// SPDX-License-Identifier: EUPL-1.2
#include "ingest/draft.hpp"

#include <array>
#include <cassert>
#include <optional>
#include <utility>

namespace ingest {
namespace {

using domain::Error;
using domain::Result;
using domain::codec::Envelope;
using domain::codec::Json;
using projector::read_model::Published;

constexpr std::array<std::string_view, 2> never_sent{"receivedtime", "authid"};
constexpr std::int64_t microseconds_per_millisecond = 1'000;
constexpr std::int64_t microseconds_per_second = 1'000'000;

bool has(const Json& event, std::string_view name) {
    const Json* member = event.member(name);
    return member != nullptr && !member->is_null();
}

std::optional<Error> check_reserved(const Json& event, Mode mode) {
    for (const std::string_view name : never_sent)
        if (has(event, name))
            return Error{"attribute-reserved", "/" + std::string{name}, "leave it out"};
    if (mode == Mode::live && has(event, "recordedtime"))
        return Error{"attribute-reserved", "/recordedtime", "this log is live; leave it out"};
    return std::nullopt;
}

std::optional<Error> check_envelope(const Envelope& envelope, Mode mode) {
    if (envelope.type == domain::event_type::log_opened ||
        envelope.type == domain::event_type::engine_raised)
        return Error{"type-reserved", "/type", ""};
    if (mode == Mode::history_load && !envelope.recorded)
        return Error{"recordedtime-missing", "/recordedtime", "this log takes history only"};
    return std::nullopt;
}

void append_member(std::string& object, std::string_view name, std::string_view text) {
    object.push_back(',');
    domain::codec::append_quoted(object, name);
    object.push_back(':');
    domain::codec::append_quoted(object, text);
}

std::string stamped(const Draft& draft, const Stamp& stamp) {
    std::string value = draft.text;
    value.pop_back();
    append_member(value, "authid", stamp.authid);
    if (stamp.mode == Mode::history_load) {
        append_member(value, "receivedtime", stamp.now.text());
        append_member(value, "recordedtime", draft.envelope.recorded->text());
    } else {
        append_member(value, "recordedtime", stamp.now.text());
    }
    value.push_back('}');
    return value;
}

// The policy that all rows belong to, if it is one and defined.
std::optional<domain::PolicyId> policy_of(const domain::MeasuresReported& reported,
                                          const Published& published) {
    std::optional<domain::PolicyId> policy;
    std::optional<domain::IndicatorId> last;
    for (const domain::MeasureRow& row : reported.rows) {
        if (last == row.indicator) continue;
        last = row.indicator;
        const auto known = published.catalogue->indicator(row.indicator, published.position());
        if (!known.definition) return std::nullopt;
        if (policy && *policy != known.definition->policy) return std::nullopt;
        policy = known.definition->policy;
    }
    return policy;
}

std::string key_of(const Draft& draft, const Published& published) {
    if (const auto* policy = std::get_if<domain::PolicyDefinition>(&draft.data))
        return policy->id.text();
    if (const auto* indicator = std::get_if<domain::IndicatorDefinition>(&draft.data))
        return indicator->policy.text();
    if (const auto* reported = std::get_if<domain::MeasuresReported>(&draft.data))
        if (const auto policy = policy_of(*reported, published)) return policy->text();
    return draft.envelope.type;
}

}  // namespace

Result<Draft> draft_of(Json event, Mode mode) {
    if (const auto reserved = check_reserved(event, mode)) return *reserved;
    // Before the event is taken apart.
    std::string text = domain::codec::canonical(event, {"recordedtime", "receivedtime", "authid"});
    TraceContext trace = trace_of(event);
    auto envelope = domain::codec::decode_envelope(std::move(event));
    if (!envelope) return envelope.error();
    if (const auto wrong = check_envelope(*envelope, mode)) return *wrong;
    if (text.size() > caller_event_bytes_max)
        return Error{"event-too-large", "",
                     "at most " + std::to_string(caller_event_bytes_max) + " bytes"};
    auto data = domain::codec::decode_data(*envelope);
    if (!data) return data.error();
    return Draft{std::move(text), std::move(*envelope), std::move(*data), std::move(trace)};
}

platform::event_log::Record record_of(const Draft& draft, const Stamp& stamp,
                                      const Published& published) {
    platform::event_log::Record record;
    record.key = key_of(draft, published);
    record.value = stamped(draft, stamp);
    assert(record.value.size() <= domain::event_bytes_max);
    record.headers.emplace_back("content-type", "application/cloudevents+json");
    draft.trace.add_to(record.headers);
    record.timestamp_ms = stamp.now.microseconds() / microseconds_per_millisecond;
    return record;
}

void restamp(platform::event_log::Record& record, Mode mode, domain::Instant now) {
    record.timestamp_ms = now.microseconds() / microseconds_per_millisecond;
    if (mode == Mode::history_load) return;
    const std::size_t size_max = record.value.size();
    // The last member, whose text has no comma.
    const std::string before = record.value.substr(0, record.value.rfind(','));
    for (const std::int64_t unit :
         {std::int64_t{1}, microseconds_per_millisecond, microseconds_per_second}) {
        const auto instant = domain::Instant::from_microseconds(now.microseconds() / unit * unit);
        record.value = before;
        append_member(record.value, "recordedtime", instant.text());
        record.value.push_back('}');
        if (record.value.size() <= size_max) return;
    }
}

}  // namespace ingest
