// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/wire.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>

namespace platform::http {
namespace {

std::string_view reason_of(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 207:
            return "Multi-Status";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 422:
            return "Unprocessable Content";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        default:
            return {};
    }
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

std::string http_date(std::chrono::system_clock::time_point time) {
    constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 64> text;
    const int length =
        std::snprintf(text.data(), text.size(), "%s, %02d %s %d %02d:%02d:%02d GMT",
                      days.at(static_cast<std::size_t>(parts.tm_wday)), parts.tm_mday,
                      months.at(static_cast<std::size_t>(parts.tm_mon)), parts.tm_year + 1900,
                      parts.tm_hour, parts.tm_min, parts.tm_sec);
    return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace platform::http
