// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "domain/codec/event_json.hpp"
#include "domain/error.hpp"
#include "domain/event.hpp"
#include "ingest/options.hpp"
#include "ingest/trace_context.hpp"
#include "platform/event_log/event_log.hpp"
#include "projector/read_model/store.hpp"

namespace ingest {

// What ingest may add to an event; a caller's event has that much less than a stored one.
constexpr std::size_t stamp_bytes_max = 4 * 1024;
constexpr std::size_t caller_event_bytes_max = domain::event_bytes_max - stamp_bytes_max;

// A caller's event that the fold can read: all checks are passed that need no catalogue.
struct Draft {
    // The canonical text of what the caller sent.
    std::string text;
    domain::codec::Envelope envelope;
    domain::EventData data;
    TraceContext trace;
};

// Errors: event-malformed, attribute-reserved, recordedtime-missing, type-reserved,
// event-too-large and those of decode_data().
domain::Result<Draft> draft_of(domain::codec::Json event, Mode mode);

// Who and when: what ingest adds.
struct Stamp {
    Mode mode = Mode::live;
    std::string_view authid;
    domain::Instant now;
};

// What is appended for a draft, at most event_bytes_max: the caller's members, then those of the
// stamp; the trace goes in its headers. `published` gives the policy that is the key of its
// measures.
platform::event_log::Record record_of(const Draft& draft, const Stamp& stamp,
                                      const projector::read_model::Published& published);

// What a record that is sent again says of when it was handed to the log: `now`, to the
// microsecond or less, so that it gets no longer. A loaded one keeps its times.
void restamp(platform::event_log::Record& record, Mode mode, domain::Instant now);

}  // namespace ingest
