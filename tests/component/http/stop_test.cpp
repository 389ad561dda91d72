// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/http/raw_connection.hpp"
#include "tests/component/http/test_server.hpp"

#include <future>
#include <thread>

namespace tests {
namespace {

using namespace std::chrono_literals;
using namespace platform::http;

const std::string get_hello = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
const std::string get_later = "GET /later HTTP/1.1\r\nHost: x\r\n\r\n";

// A route whose Respond the test gets and answers itself.
class LaterRoute {
public:
    Route route() {
        return {Method::get, "/later", 0,
                [this](const Request&, const Respond& respond) { asked_.set_value(respond); }};
    }
    Respond respond() { return asked_.get_future().get(); }

private:
    std::promise<Respond> asked_;
};

// A server that stops at once unless a request is in flight, and waits long if one is.
ServerOptions waits_long() {
    ServerOptions options;
    options.drain_timeout = 1h;
    options.idle_timeout = 1h;
    return options;
}

TEST(Stop, LetsARequestInFlightFinish) {
    LaterRoute later;
    TestServer server{waits_long(), {later.route()}};
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send(get_later));
    const Respond respond = later.respond();
    RawConnection idle{server.port()};
    ASSERT_TRUE(idle.send(get_hello));
    ASSERT_EQ(idle.answer().status, 200);

    auto stopped = std::async(std::launch::async, [&] { server.server().stop(); });
    // The idle connection ends first: the stop has begun and the other request is still in flight.
    EXPECT_TRUE(idle.ends());
    EXPECT_EQ(stopped.wait_for(0s), std::future_status::timeout);
    respond({200, "text/plain", {}, "finished"});

    const RawAnswer answer = connection.answer();
    EXPECT_EQ(answer.body, "finished");
    EXPECT_EQ(answer.headers.at("connection"), "close");
    EXPECT_TRUE(connection.ends());
    stopped.get();
}

TEST(Stop, TakesNoNewConnection) {
    TestServer server{waits_long()};
    const std::uint16_t port = server.port();
    server.server().stop();
    RawConnection connection{port};
    EXPECT_FALSE(connection.send(get_hello) && connection.answer().status != 0);
}

TEST(Stop, GivesUpOnARequestThatIsNeverAnswered) {
    LaterRoute later;
    ServerOptions options = waits_long();
    options.drain_timeout = 50ms;
    TestServer server{options, {later.route()}};
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send(get_later));
    const Respond respond = later.respond();
    server.server().stop();
    EXPECT_TRUE(connection.ends());
    respond({200, "text/plain", {}, "too late"});
}

TEST(Stop, GivesUpOnARequestThatIsNeverSent) {
    ServerOptions options = waits_long();
    options.drain_timeout = 50ms;
    options.header_timeout = options.body_timeout = 1h;
    TestServer server{options};
    RawConnection header{server.port()};
    ASSERT_TRUE(header.send("GET /hello HTTP/1.1\r\n"));
    RawConnection body{server.port()};
    ASSERT_TRUE(
        body.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                  "Content-Length: 5\r\n\r\n"));
    ASSERT_EQ(body.answer().status, 100);
    server.server().stop();
    EXPECT_TRUE(header.ends());
    EXPECT_TRUE(body.ends());
}

TEST(Stop, AnAnswerAfterTheServerIsGoneDoesNoHarm) {
    LaterRoute later;
    Respond respond;
    {
        ServerOptions options;
        options.drain_timeout = 10ms;
        TestServer server{options, {later.route()}};
        RawConnection connection{server.port()};
        ASSERT_TRUE(connection.send(get_later));
        respond = later.respond();
    }
    respond({200, "text/plain", {}, "too late"});
    const Respond dropped = std::exchange(respond, nullptr);
    EXPECT_TRUE(dropped);
}

TEST(Stop, MayBeAskedForTwiceAndByTwoThreads) {
    TestServer server{waits_long()};
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send(get_hello));
    ASSERT_EQ(connection.answer().status, 200);
    std::jthread other{[&] { server.server().stop(); }};
    server.server().stop();
    other.join();
    server.server().stop();
    EXPECT_TRUE(connection.ends());
}

TEST(Stop, UnderLoadEveryAnswerThatBeganComesWhole) {
    TestServer server{waits_long()};
    std::vector<std::future<int>> clients;
    for (int c = 0; c < 8; ++c) {
        clients.push_back(std::async(std::launch::async, [&server] {
            RawConnection connection{server.port()};
            int answers = 0;
            while (connection.send(get_hello)) {
                const RawAnswer answer = connection.answer();
                if (answer.status == 0) break;
                if (answer.body == "hello") ++answers;
            }
            return answers;
        }));
    }
    while (server.handled() < 1000) std::this_thread::yield();
    server.server().stop();
    int answers = 0;
    for (auto& client : clients) answers += client.get();
    EXPECT_EQ(answers, server.handled());
}

}  // namespace
}  // namespace tests
