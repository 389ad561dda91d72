// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/wire.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace platform::http {
namespace {

struct Reason {
    int status;
    std::string_view text;
};

constexpr std::array<Reason, 28> reasons{
    {
     {200, "OK"},
     {201, "Created"},
     {202, "Accepted"},
     {204, "No Content"},
     {207, "Multi-Status"},
     {302, "Found"},
     {303, "See Other"},
     {304, "Not Modified"},
     {400, "Bad Request"},
     {401, "Unauthorized"},
     {403, "Forbidden"},
     {404, "Not Found"},
     {405, "Method Not Allowed"},
     {406, "Not Acceptable"},
     {408, "Request Timeout"},
     {409, "Conflict"},
     {410, "Gone"},
     {412, "Precondition Failed"},
     {413, "Content Too Large"},
     {414, "URI Too Long"},
     {415, "Unsupported Media Type"},
     {422, "Unprocessable Content"},
     {428, "Precondition Required"},
     {429, "Too Many Requests"},
     {431, "Request Header Fields Too Large"},
     {500, "Internal Server Error"},
     {501, "Not Implemented"},
     {503, "Service Unavailable"},
     }
};

// Empty where the status is none of those.
std::string_view reason_of(int status) {
    for (const Reason& reason : reasons)
        if (reason.status == status) return reason.text;
    return {};
}

void append_number(std::string& out, std::size_t number) {
    std::array<char, 24> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    out.append(text.data(), end);
}

bool is_policy(std::string_view name) {
    constexpr std::string_view wanted = "content-security-policy";
    return std::equal(name.begin(), name.end(), wanted.begin(), wanted.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

// Looks at every byte rather than stopping at the first bad one, so that it is done many at a time.
bool is_safe(std::string_view text) {
    bool bad = false;
    for (const char c : text) bad |= c == '\r' || c == '\n' || c == '\0';
    return !bad;
}

}  // namespace

void append_head(std::string& out, const Response& response, const AnswerFrame& frame) {
    out += "HTTP/1.1 ";
    append_number(out, static_cast<std::size_t>(response.status));
    out.push_back(' ');
    out += reason_of(response.status);
    out += "\r\nDate: ";
    out += frame.date;
    if (sends_body(response.status, Method::get)) {
        out += "\r\nContent-Type: ";
        out += response.content_type;
        if (!response.source) {
            out += "\r\nContent-Length: ";
            append_number(out, response.body.size());
        } else if (frame.version != 10) {
            out += "\r\nTransfer-Encoding: chunked";
        }
    }
    if (frame.persistence == Persistence::close) {
        out += "\r\nConnection: close";
    } else if (frame.version == 10) {
        out += "\r\nConnection: keep-alive";
    }
    out += "\r\nX-Content-Type-Options: nosniff\r\n";
    bool has_policy = false;
    for (const auto& [name, value] : response.headers) {
        has_policy = has_policy || is_policy(name);
        out += name;
        out += ": ";
        out += value;
        out += "\r\n";
    }
    if (!has_policy) out += "Content-Security-Policy: default-src 'none'\r\n";
    out += "\r\n";
}

void append_chunk(std::string& out, std::string_view bytes) {
    std::array<char, 24> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), bytes.size(), 16).ptr;
    out.append(text.data(), end);
    out += "\r\n";
    out += bytes;
    out += "\r\n";
}

bool sends_body(int status, Method method) {
    return method != Method::head && status != 204 && status != 304;
}

bool has_safe_headers(const Response& response) {
    return is_safe(response.content_type) &&
           std::all_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
               return is_safe(header.first) && is_safe(header.second);
           });
}

}  // namespace platform::http
