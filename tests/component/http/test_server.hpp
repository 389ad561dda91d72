// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "platform/http/server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tests {

// A route that answers 200 with what `answer` makes of the request.
template <class Answer>
platform::http::Route route(platform::http::Method method, std::string path,
                            std::size_t body_bytes_max, Answer answer) {
    return {method, std::move(path), body_bytes_max,
            [answer](platform::http::Request request, const platform::http::Respond& respond) {
                platform::http::Response response;
                response.content_type = "text/plain";
                response.body = answer(std::move(request));
                respond(std::move(response));
            }};
}

// A server with an "/echo" that takes 1,000 bytes, a "/hello" and a "/thing/{id}"; it counts the
// requests that reached a handler.
class TestServer {
public:
    explicit TestServer(platform::http::ServerOptions options = {},
                        std::vector<platform::http::Route> more = {}) {
        using platform::http::Method;
        using platform::http::Request;
        const auto counted = [this](std::string text) {
            ++handled_;
            return text;
        };
        more.push_back(route(Method::get, "/hello", 0,
                             [counted](const Request&) { return counted("hello"); }));
        more.push_back(route(Method::post, "/echo", 1000,
                             [counted](const Request& request) { return counted(request.body); }));
        more.push_back(route(Method::del, "/thing/{id}", 0, [counted](const Request& request) {
            return counted(request.path_parameters[0]);
        }));
        auto started = platform::http::Server::start(std::move(options), std::move(more));
        if (!started) throw std::runtime_error(started.error().detail);
        server_ = std::move(*started);
    }

    platform::http::Server& server() { return *server_; }
    std::uint16_t port() const { return server_->port(); }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }
    int handled() const { return handled_; }

private:
    std::atomic<int> handled_ = 0;
    std::unique_ptr<platform::http::Server> server_;
};

// The `type` of a problem document with this code, as it stands in the body.
inline std::string type_of(const std::string& code) {
    return "\"type\":\"https://barometre.example/problems/" + code + "\"";
}

}  // namespace tests
