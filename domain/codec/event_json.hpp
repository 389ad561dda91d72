// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/codec/definition_json.hpp"
#include "domain/codec/json.hpp"
#include "domain/event.hpp"

namespace domain::codec {

// What every CloudEvent says before its data is looked at (CloudEvents 1.0.2 §3).
struct Envelope {
    Identity identity;
    std::string type;
    // When ingest handed it to the log, and, in a loaded record, when it really arrived.
    std::optional<Instant> recorded;
    std::optional<Instant> received;
    // `authid`; empty where it is missing or no text, which is no matter of an outcome.
    std::string actor;
    // SHA-256 of the canonical event without what ingest adds.
    ContentHash content{};
    Json data;
};

// Attributes that ingest adds or that follow a request: no part of an event's content.
const std::vector<std::string_view>& attributes_outside_content();

// Reads a structured-mode CloudEvent whose data is a JSON object.
// Errors: those of parse_json(), event-malformed (a required attribute is missing or wrong),
// event-too-large (over event_bytes_max).
Result<Envelope> decode_envelope(std::string_view bytes);
// The same of JSON already read.
Result<Envelope> decode_envelope(Json event);

// Reads the data of an event of a known type, every member judged; pointers start at the event.
// Errors: type-unknown, data-malformed and the codes of the values inside, rows-too-many,
// rows-none, row-repeated.
Result<EventData> decode_data(const Envelope& envelope);

// The event that opens a log: record 0, of the highest engine and the list of territories of this
// software. `log_id` is lower-case letters and digits.
std::string encode_log_opened(std::string_view log_id);

// "entered", "rolled-up", "rule-544", "replicated-from-region", "replicated-from-nation".
std::string_view name_of(Origin origin);

}  // namespace domain::codec
