// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/http/raw_connection.hpp"
#include "tests/component/http/test_server.hpp"

#include <thread>

namespace tests {
namespace {

using namespace std::chrono_literals;
using platform::http::Method;
using platform::http::Request;
using platform::http::ServerOptions;

// Each test shortens the one time that it is about; the others stay far beyond the patience of a
// RawConnection.
ServerOptions patient() {
    ServerOptions options;
    options.header_timeout = options.body_timeout = options.idle_timeout = options.write_timeout =
        1h;
    return options;
}

TEST(Timeouts, AHeaderThatDoesNotEndIsA408) {
    ServerOptions options = patient();
    options.header_timeout = 50ms;
    TestServer server{options};
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send("GET /hello HTTP/1.1\r\nHos"));
    const RawAnswer answer = connection.answer();
    EXPECT_EQ(answer.status, 408);
    EXPECT_EQ(answer.headers.at("connection"), "close");
    EXPECT_NE(answer.body.find(type_of("request-timeout")), std::string::npos);
    EXPECT_TRUE(connection.ends());
}

TEST(Timeouts, AHeaderThatTricklesDoesNotEarnTime) {
    ServerOptions options = patient();
    options.header_timeout = 200ms;
    TestServer server{options};
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send("GET /hello HTTP/1.1\r\nHost: x\r\n"));
    std::jthread trickle{[&](const std::stop_token& stop) {
        while (!stop.stop_requested() && connection.send("A: b\r\n")) {
            std::this_thread::sleep_for(20ms);
        }
    }};
    EXPECT_EQ(connection.answer().status, 408);
}

TEST(Timeouts, HalfABodyThenSilenceIsA408) {
    ServerOptions options = patient();
    options.body_timeout = 50ms;
    TestServer server{options};
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhel"));
    EXPECT_EQ(connection.answer().status, 408);
    EXPECT_TRUE(connection.ends());
    EXPECT_EQ(server.handled(), 0);
}

TEST(Timeouts, HalfAChunkThenSilenceIsA408) {
    ServerOptions options = patient();
    options.body_timeout = 50ms;
    TestServer server{options};
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send(
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"));
    EXPECT_EQ(connection.answer().status, 408);
}

TEST(Timeouts, AnIdleConnectionIsClosedWithoutAWord) {
    ServerOptions options = patient();
    options.idle_timeout = 50ms;
    TestServer server{options};
    RawConnection silent{server.port()};
    EXPECT_TRUE(silent.ends());

    RawConnection used{server.port()};
    ASSERT_TRUE(used.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"));
    EXPECT_EQ(used.answer().status, 200);
    EXPECT_TRUE(used.ends());
}

TEST(Timeouts, AnAnswerThatIsNotTakenIsBrokenOff) {
    ServerOptions options = patient();
    options.write_timeout = 50ms;
    options.connections_max = 1;
    constexpr std::size_t more_than_socket_buffers_hold = 64 << 20U;
    const auto large = [](const Request&) {
        return std::string(more_than_socket_buffers_hold, 'a');
    };
    TestServer server{options, {route(Method::get, "/large", 0, large)}};
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n"));

    // The only place is free again once the server has given up.
    int status = 503;
    while (status == 503) {
        RawConnection next{server.port()};
        next.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
        status = next.answer().status;
    }
    EXPECT_EQ(status, 200);
    EXPECT_LT(connection.rest().size(), more_than_socket_buffers_hold);
}

TEST(Timeouts, ALargeAnswerThatIsTakenComesWhole) {
    const std::string content(20 << 20U, 'a');
    const auto large = [content](const Request&) { return content; };
    TestServer server{{}, {route(Method::get, "/large", 0, large)}};
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n"));
    EXPECT_TRUE(connection.answer().body == content);
    ASSERT_TRUE(connection.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"));
    EXPECT_EQ(connection.answer().body, "hello");
}

}  // namespace
}  // namespace tests
