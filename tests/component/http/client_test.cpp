// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/client.hpp"

#include "tests/component/http/test_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <thread>

namespace tests {
namespace {

using namespace std::chrono_literals;
using namespace platform::http;

// A server that follows a script: each connection is answered request by request with the given
// bytes, then closed.
class ScriptedServer {
public:
    using Script = std::vector<std::vector<std::string>>;

    // How an answer is sent: byte by byte, the other side sees each alone for a while.
    enum class Way : std::uint8_t { at_once, byte_by_byte };

    explicit ScriptedServer(Script script, Way way = Way::at_once) : way_(way) {
        socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(socket_, std::bit_cast<sockaddr*>(&address), sizeof address);
        ::listen(socket_, 8);
        socklen_t size = sizeof address;
        ::getsockname(socket_, std::bit_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this, script = std::move(script)] {
            for (const auto& answers : script) serve(answers);
        });
    }
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;
    ~ScriptedServer() {
        ::shutdown(socket_, SHUT_RDWR);
        thread_.join();
        ::close(socket_);
    }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    int requests() const { return requests_; }
    int connections() const { return connections_; }

private:
    static void drip(int peer, std::string_view answer) {
        const int on = 1;
        ::setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        for (const char byte : answer) {
            if (::send(peer, &byte, 1, MSG_NOSIGNAL) < 0) return;
            std::this_thread::sleep_for(2ms);
        }
    }

    void serve(const std::vector<std::string>& answers) {
        const int peer = ::accept(socket_, nullptr, nullptr);
        if (peer < 0) return;
        ++connections_;
        for (const std::string& answer : answers) {
            std::array<char, 65536> bytes;
            if (::recv(peer, bytes.data(), bytes.size(), 0) <= 0) break;
            ++requests_;
            if (way_ == Way::byte_by_byte)
                drip(peer, answer);
            else
                ::send(peer, answer.data(), answer.size(), MSG_NOSIGNAL);
        }
        ::close(peer);
    }

    const Way way_;
    int socket_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<int> requests_ = 0;
    std::atomic<int> connections_ = 0;
    std::thread thread_;
};

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

ClientRequest post(std::string body) {
    ClientRequest request;
    request.method = "POST";
    request.target = "/echo";
    request.body = std::move(body);
    return request;
}

Client client_of(const std::string& url, std::chrono::milliseconds timeout = 20s) {
    auto client = Client::open(url, timeout);
    EXPECT_TRUE(client);
    return std::move(*client);
}

TEST(Client, SendsAndReads) {
    TestServer server;
    Client client = client_of(server.url());
    const auto hello = client.get("/hello");
    ASSERT_TRUE(hello);
    EXPECT_EQ(hello->status, 200);
    EXPECT_EQ(hello->body, "hello");
    EXPECT_EQ(hello->header("content-type"), "text/plain");
    EXPECT_EQ(hello->header("no-such"), "");
    const auto echo = client.send(post("some text"));
    ASSERT_TRUE(echo);
    EXPECT_EQ(echo->body, "some text");
}

TEST(Client, KeepsItsConnection) {
    ScriptedServer server{{{ok, ok, ok}}};
    Client client = client_of(server.url());
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(client.get("/"));
    EXPECT_EQ(server.connections(), 1);
    EXPECT_EQ(server.requests(), 3);
}

TEST(Client, OpensAnotherConnectionWhenTheServerSaysClose) {
    ScriptedServer server{
        {{"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"}, {ok}}
    };
    Client client = client_of(server.url());
    ASSERT_TRUE(client.get("/"));
    ASSERT_TRUE(client.get("/"));
    EXPECT_EQ(server.connections(), 2);
}

TEST(Client, ReadsChunkedAnswersAndThoseThatEndWithTheConnection) {
    ScriptedServer server{
        {{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n"
          "T: u\r\n\r\n",
          "HTTP/1.1 200 OK\r\n\r\nto the end"}}};
    Client client = client_of(server.url());
    const auto chunked = client.get("/");
    ASSERT_TRUE(chunked);
    EXPECT_EQ(chunked->body, "abcde");
    const auto to_the_end = client.get("/");
    ASSERT_TRUE(to_the_end);
    EXPECT_EQ(to_the_end->body, "to the end");
}

TEST(Client, ReadsAChunkedAnswerThatComesByteByByte) {
    const std::string header = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    ScriptedServer server{
        {{header + "0\r\n\r\n", header + "0\r\nA: b\r\n\r\n", header + "1\r\na\r\n0\r\n\r\n", ok}},
        ScriptedServer::Way::byte_by_byte};
    Client client = client_of(server.url());
    for (const char* body : {"", "", "a", "ok"}) {
        const auto answer = client.get("/");
        ASSERT_TRUE(answer) << answer.error().detail;
        EXPECT_EQ(answer->body, body);
    }
    EXPECT_EQ(server.connections(), 1);
}

TEST(Client, SkipsInterimAnswersAndReadsNoBodyOfHead) {
    ScriptedServer server{
        {{"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n" + ok,
          "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", ok}}};
    Client client = client_of(server.url());
    EXPECT_EQ(client.get("/")->body, "ok");
    ClientRequest head;
    head.method = "HEAD";
    head.target = "/";
    EXPECT_EQ(client.send(head)->body, "");
    EXPECT_EQ(client.get("/")->body, "ok");
}

TEST(Client, SendsAGetAgainWhenTheKeptConnectionIsClosed) {
    // The second request of the first connection is read and not answered.
    ScriptedServer server{
        {{ok, ""}, {ok}}
    };
    Client client = client_of(server.url());
    ASSERT_TRUE(client.get("/"));
    const auto again = client.get("/");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->body, "ok");
    EXPECT_EQ(server.requests(), 3);
    EXPECT_EQ(server.connections(), 2);
}

TEST(Client, NeverSendsAPostAgain) {
    ScriptedServer server{
        {{ok, ""}, {ok}}
    };
    Client client = client_of(server.url());
    ASSERT_TRUE(client.send(post("one")));
    const auto lost = client.send(post("two"));
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code, platform::Errc::unavailable);
    EXPECT_EQ(server.requests(), 2);
    // The next one is a request of its own, on a connection of its own.
    EXPECT_TRUE(client.send(post("three")));
    EXPECT_EQ(server.requests(), 3);
}

TEST(Client, NeverSendsAGetAgainOnAFreshConnectionOrAfterAByte) {
    ScriptedServer fresh{
        {{""}, {ok}}
    };
    Client first = client_of(fresh.url());
    EXPECT_FALSE(first.get("/"));
    EXPECT_EQ(fresh.requests(), 1);

    ScriptedServer partial{
        {{ok, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhal"}, {ok}}
    };
    Client second = client_of(partial.url());
    ASSERT_TRUE(second.get("/"));
    const auto cut = second.get("/");
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().code, platform::Errc::unavailable);
    EXPECT_EQ(partial.requests(), 2);
}

TEST(Client, NoticesThatTheServerStoppedMeanwhile) {
    TestServer server;
    Client client = client_of(server.url());
    ASSERT_TRUE(client.get("/hello"));
    server.server().stop();
    const auto refused = client.get("/hello");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, platform::Errc::unavailable);
}

TEST(Client, ReadsAnEarlyRefusalOfALargeBody) {
    TestServer server;
    Client client = client_of(server.url());
    const auto refused = client.send(post(std::string(10'000'000, 'a')));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 413);
    EXPECT_TRUE(client.get("/hello"));
}

TEST(Client, GivesUpWhenNothingComes) {
    std::atomic<bool> asked = false;
    std::vector<Respond> kept;
    const auto silent = [&](const Request&, const Respond& respond) {
        kept.push_back(respond);
        asked = true;
    };
    ServerOptions options;
    options.drain_timeout = 10ms;
    TestServer server{options, {{Method::get, "/silent", 0, silent}}};
    Client client = client_of(server.url(), 50ms);
    const auto lost = client.get("/silent");
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code, platform::Errc::unavailable);
    EXPECT_NE(lost.error().detail.find("time-out"), std::string::npos);
    EXPECT_TRUE(client.get("/hello"));
}

TEST(Client, EndsByItsDeadlineHoweverSlowlyTheAnswerComes) {
    // Each byte comes in time, all of them do not.
    ScriptedServer server{
        {{std::string(100'000, ' ')}, {ok}},
        ScriptedServer::Way::byte_by_byte
    };
    Client client = client_of(server.url());
    ClientRequest request;
    request.target = "/";

    const auto late = client.send_by(request, std::chrono::steady_clock::now() + 100ms);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, platform::Errc::unavailable);
    EXPECT_TRUE(client.send_by(request, std::chrono::steady_clock::now() + 20s));
    EXPECT_FALSE(client.send_by(request, std::chrono::steady_clock::now()));
}

TEST(Client, SaysThatItIsNotHttp) {
    ScriptedServer server{{{"SSH-2.0-OpenSSH\r\n"}}};
    Client client = client_of(server.url());
    const auto answer = client.get("/");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, platform::Errc::corrupt);
}

TEST(Client, SendsNothingThatCouldBreakOutOfItsLine) {
    ScriptedServer server{{{ok}}};
    Client client = client_of(server.url());
    ClientRequest bad_header;
    bad_header.target = "/";
    bad_header.headers = {
        {"A", "b\r\nC: d"}
    };
    EXPECT_EQ(client.send(bad_header).error().code, platform::Errc::invalid);
    for (const char* target : {"", "a", "/ HTTP/1.1\r\nX: y", "/a b", "http://x/"}) {
        EXPECT_EQ(client.get(target).error().code, platform::Errc::invalid) << target;
    }
    EXPECT_EQ(server.requests(), 0);
    EXPECT_TRUE(client.get("/"));
}

TEST(Client, TakesUrlsOfOneForm) {
    for (const char* url : {"http://127.0.0.1:80", "http://localhost:8080/", "http://[::1]:9"}) {
        EXPECT_TRUE(Client::open(url)) << url;
    }
    for (const char* url : {"", "127.0.0.1:80", "https://x:1", "http://", "http://x", "http://:1",
                            "http://x:", "http://x:y", "http://x:1/path", "http://u@x:1",
                            "http://x:123456", "http://x y:1"}) {
        const auto client = Client::open(url);
        ASSERT_FALSE(client) << url;
        EXPECT_EQ(client.error().code, platform::Errc::invalid);
    }
}

TEST(Client, EncodesAllButTheUnreserved) {
    EXPECT_EQ(percent_encode("aZ09-._~"), "aZ09-._~");
    EXPECT_EQ(percent_encode("urn:a/b c+%é"), "urn%3Aa%2Fb%20c%2B%25%C3%A9");
}

}  // namespace
}  // namespace tests
