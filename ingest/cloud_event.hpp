// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/codec/json.hpp"
#include "domain/error.hpp"
#include "platform/http/message.hpp"

namespace ingest {

constexpr std::size_t batch_events_max = 500;

// How the events of a request came, hence how it is answered.
enum class Form : std::uint8_t { single, batch };

// The events of one request as their callers wrote them; only JSON and framing are judged yet.
struct ReceivedEvents {
    Form form = Form::single;
    std::vector<domain::codec::Json> events;
};

// Reads the body of a POST by its Content-Type: one event in structured mode
// (application/cloudevents+json), a batch (application/cloudevents-batch+json), or one event in
// binary mode (application/json and ce- headers).
// Errors: media-type-unsupported, header-malformed, attribute-reserved (ce-datacontenttype,
// ce-data), batch-malformed, batch-empty, batch-too-large and those of parse_json().
// Source: CloudEvents 1.0.2, HTTP Protocol Binding §3 and JSON Event Format §4.
domain::Result<ReceivedEvents> read_events(const platform::http::Request& request);

// A CloudEvent of `attributes`, which is given its specversion and datacontenttype, and `data`.
// Errors: those of parse_json() for the texts of the attributes.
domain::Result<domain::codec::Json> make_event(
    const std::vector<std::pair<std::string, std::string>>& attributes, domain::codec::Json data);

// A JSON object of strings. Errors: text-forbidden-character, json-duplicate-member.
domain::Result<domain::codec::JsonObject> make_object(
    const std::vector<std::pair<std::string, std::string>>& members);

// An id for an event whose caller gave none: a UUID of version 4 (RFC 9562 §5.4).
std::string make_event_id();

}  // namespace ingest
