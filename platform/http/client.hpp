// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/result.hpp"

namespace platform::http {

struct ClientResponse {
    int status = 0;
    // Names in lower case.
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    // The first value of the header `name` (lower case), empty if there is none.
    std::string_view header(std::string_view name) const;
};

struct ClientRequest {
    std::string method = "GET";
    // Origin-form target, already percent-encoded.
    std::string target;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

// A blocking HTTP/1.1 client for one server, with one connection that is kept alive and reopened
// when the server closed it. Used by the command line and by test programs. `timeout` bounds each
// wait for the other side, not a whole exchange.
// Threads: one at a time. Edge: answers up to 1 GiB are read.
class Client {
public:
    // `url` is http://HOST:PORT, without a path. Nothing is connected yet.
    // Errors: invalid.
    static Result<Client> open(std::string_view url,
                               std::chrono::milliseconds timeout = std::chrono::seconds{60});

    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;
    ~Client();

    // Sends this key, which is one line, with every request from now on.
    void present(std::string key);

    // Sends and reads one answer. A request on a reused connection that was closed before any byte
    // of the answer is sent once more on a new one only if it is a GET; a POST is never repeated.
    // Errors: invalid (a line break where none may be), unavailable (refused, closed, time-out),
    // corrupt (not HTTP, or beyond 1 GiB).
    Result<ClientResponse> send(const ClientRequest& request);

    // send() that has ended by `deadline`, but for the look-up of a host name.
    // Errors: those of send(), unavailable also when there is no time left.
    Result<ClientResponse> send_by(const ClientRequest& request,
                                   std::chrono::steady_clock::time_point deadline);

    // send() of a GET.
    Result<ClientResponse> get(std::string target);

private:
    struct Connection;
    explicit Client(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> connection_;
};

// Percent-encodes everything but RFC 3986 unreserved characters.
std::string percent_encode(std::string_view text);

}  // namespace platform::http
