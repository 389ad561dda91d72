// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

#include "domain/codec/json.hpp"
#include "platform/event_log/event_log.hpp"
#include "platform/http/message.hpp"

namespace ingest {

// Which trace an event belongs to, for those who follow it through the log. Empty where there is
// none; the state is never without a parent.
struct TraceContext {
    std::string parent;
    std::string state;

    // Adds the headers `traceparent` and `tracestate` that are not empty.
    void add_to(platform::event_log::Headers& headers) const;
};

// Units: bytes of a state; a longer one is left out, as the source allows.
constexpr std::size_t trace_state_bytes_max = 512;

// That of the headers of a request; what is not well-formed, or repeated, is left out.
// Edge: a parent of a later version is written as one of version 00, which is what is read of it.
// Source: W3C Trace Context, 23 November 2021, §3.2 and §3.3.
TraceContext trace_of(const platform::http::Request& request);

// The same of the attributes of an event. Source: CloudEvents, Distributed Tracing extension.
TraceContext trace_of(const domain::codec::Json& event);

}  // namespace ingest
