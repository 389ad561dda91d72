// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/http/authorize.hpp"
#include "platform/http/message.hpp"
#include "platform/result.hpp"

namespace platform::http {

// Limits of DESIGN §9 that hold before a route is known.
constexpr std::size_t header_bytes_max = 8 * 1024;
constexpr std::size_t header_fields_max = 64;
constexpr std::size_t target_bytes_max = 2 * 1024;

// Units: bytes per second. The slowest client that is served.
constexpr std::size_t body_rate_min = 1024;
constexpr std::size_t answer_rate_min = 64 * 1024;

struct ServerOptions {
    // An IP address in text; one beyond loopback only where callers are identified.
    std::string address = "127.0.0.1";
    // 0 lets the system choose; see Server::port().
    std::uint16_t port = 0;
    // Without it everybody is local. What a caller is being sent ends when he is no longer known.
    Identify identify = {};
    std::size_t connections_max = 4096;
    // What the bodies of all requests that are being read or answered may take in memory; a body
    // that comes on top is a 503.
    std::size_t bodies_bytes_max = 256 * 1024 * 1024;
    // From the first byte of a request to the end of its header.
    std::chrono::milliseconds header_timeout{10'000};
    // Without a byte of the body, and how far it may lag behind body_rate_min.
    std::chrono::milliseconds body_timeout{10'000};
    // Before the first request and between two.
    std::chrono::milliseconds idle_timeout{60'000};
    // Without a byte of the answer being taken, and how far that may lag behind answer_rate_min.
    std::chrono::milliseconds write_timeout{30'000};
    // How long stop() lets requests in flight finish.
    std::chrono::milliseconds drain_timeout{10'000};
};

// An HTTP/1.1 server (Boost.Asio coroutines, Boost.Beast's parser) with one I/O thread of its own.
//
// Every request passes the gate of reference http-and-security §4.1 after its header is read.
// Errors made by the server itself (400, 404, 405, 408, 413, 414, 431, 501, 503) are RFC 9457
// problem documents with a stable type and close the connection where the framing is in doubt.
// HEAD is answered by the GET route without its body. A handler that throws is a 500, logged; so is
// one that drops its Respond. Answers leave in the order of the requests.
class Server {
public:
    // Binds and listens; the routes are served once this returns.
    // Errors: invalid (address unreadable, or beyond loopback without `identify`), io (port taken).
    static Result<std::unique_ptr<Server>> start(ServerOptions options, std::vector<Route> routes);

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    // Stops as stop() does.
    virtual ~Server() = default;

    // The port that is listened on.
    virtual std::uint16_t port() const = 0;

    // Stops accepting, lets requests in flight finish for `drain_timeout`, closes everything and
    // joins the I/O thread. Idempotent. Threads: any but the server's own.
    virtual void stop() = 0;

protected:
    Server() = default;
};

}  // namespace platform::http
