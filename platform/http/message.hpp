// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace platform::http {

enum class Method : std::uint8_t { get, head, post, put, del };

// A request that passed the gate (gate.hpp): origin-form target, at most one of each header that
// matters, body complete. Plain data; owned by whoever holds it.
struct Request {
    Method method = Method::get;
    // Raw target as sent, and its path without the query; neither is percent-decoded.
    std::string target;
    std::string path;
    // Percent-decoded query parameters in order of appearance ("+" is a space).
    std::vector<std::pair<std::string, std::string>> query;
    // Percent-decoded values of the {…} parts of the route's template, in order.
    std::vector<std::string> path_parameters;
    // Header fields, names in lower case, in order, as they were before the body was read.
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    // The first value of the header `name` (lower case), empty if there is none.
    std::string_view header(std::string_view name) const;
    // The value of the query parameter `name`, if it is there.
    std::optional<std::string_view> parameter(std::string_view name) const;
};

// An answer. The server adds Date, Content-Length, Connection and the security headers (its own
// Content-Security-Policy only where the answer has none). A header with a line break is a 500.
struct Response {
    int status = 200;
    std::string content_type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

// Sends the answer of one request. Called once, from any thread; copies share the one call and
// later ones do nothing, as one that comes after the client left or the server stopped.
using Respond = std::function<void(Response)>;

// Answers one request, at once or later. Runs on the server's I/O thread: anything slower than a
// few hundred reads belongs on a WorkerPool (platform/worker_pool.hpp).
using Handler = std::function<void(Request, Respond)>;

// One line of the route table. `path` is a template such as
// "/v1/territories/{territory}/barometer".
struct Route {
    Method method;
    std::string path;
    // Largest body taken, in bytes; beyond it 413. 0 where no body is allowed.
    std::size_t body_bytes_max;
    Handler handler;
};

}  // namespace platform::http
