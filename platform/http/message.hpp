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

#include "platform/access/identity.hpp"

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
    // Who sends it; nobody where its route needs no right.
    std::shared_ptr<const access::Identity> caller = {};

    // The first value of the header `name` (lower case), empty if there is none.
    std::string_view header(std::string_view name) const;
    // The value of the query parameter `name`, if it is there.
    std::optional<std::string_view> parameter(std::string_view name) const;
};

// A part of a body that is produced piece by piece.
struct Piece {
    enum class Then : std::uint8_t {
        more,
        end,
        failed  // The connection is broken off, so that nobody takes what came for the whole.
    };
    std::string bytes;
    Then then = Then::more;
};

// Takes a piece. Called once, from any thread; copies share the one call, and if all are dropped
// without it the body has failed.
using GivePiece = std::function<void(Piece)>;

// A body that is too large, or too long in coming, to be held in memory at once.
class BodySource {
public:
    BodySource() = default;
    BodySource(const BodySource&) = delete;
    BodySource& operator=(const BodySource&) = delete;
    virtual ~BodySource() = default;

    // Hands the next piece to `give`, at once or later. Asked for only when the piece before is
    // with the client, so that one piece is all that waits for a slow one. Runs on the server's I/O
    // thread, as a Handler does.
    virtual void next(GivePiece give) = 0;

    // The client left, or the server is to stop: what waits for something to happen ends now, what
    // comes to an end by itself may go on. On the I/O thread; may come more than once.
    virtual void stop() {}
};

// An answer. The server adds Date, Content-Length, Connection and the security headers (its own
// Content-Security-Policy only where the answer has none). A header with a line break is a 500.
struct Response {
    int status = 200;
    std::string content_type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    // Makes the body instead, where it is set; sent in chunks (HTTP/1.0: until the connection
    // closes).
    std::shared_ptr<BodySource> source = {};
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
    // Any of these rights opens it; open to everybody where there is none.
    access::Rights needs = {};
};

}  // namespace platform::http
