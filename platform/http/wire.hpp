// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "platform/http/message.hpp"
#include "platform/http/request_reader.hpp"

namespace platform::http {

// What the head of an answer depends on besides the response.
struct AnswerFrame {
    Method method = Method::get;
    int version = 11;
    Persistence persistence = Persistence::close;
    // The present time as http_date() writes it.
    std::string_view date;
};

// Appends the status line and the header to `out`, with Date, Content-Length or
// Transfer-Encoding, Connection,
// X-Content-Type-Options and, unless the response has its own, Content-Security-Policy.
void append_head(std::string& out, const Response& response, const AnswerFrame& frame);

// Appends one chunk of a body; an empty one ends it. Source: RFC 9112 §7.1.
void append_chunk(std::string& out, std::string_view bytes);

// Whether the body of an answer goes on the wire: not for HEAD, 204 and 304.
bool sends_body(int status, Method method);

// Whether no header of the response could break out of its line.
bool has_safe_headers(const Response& response);

}  // namespace platform::http
