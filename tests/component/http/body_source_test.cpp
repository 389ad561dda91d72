// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/http/raw_connection.hpp"
#include "tests/component/http/test_server.hpp"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

namespace tests {
namespace {

using namespace std::chrono_literals;
using platform::http::BodySource;
using platform::http::GivePiece;
using platform::http::Piece;
using platform::http::Request;
using platform::http::Respond;
using platform::http::Route;

// Pieces that a test hands out; the server's asking is seen.
class TestSource final : public BodySource {
public:
    void next(GivePiece give) override {
        const std::lock_guard lock{mutex_};
        ++asked_;
        owed_ = std::move(give);
        hand();
    }
    void stop() override {
        const std::lock_guard lock{mutex_};
        ++stopped_;
        if (ends_at_stop_ && owed_) std::exchange(owed_, {})({{}, Piece::Then::end});
        changed_.notify_all();
    }

    void put(Piece piece) {
        const std::lock_guard lock{mutex_};
        pieces_.push_back(std::move(piece));
        hand();
    }
    // Drops what is owed.
    void drop() {
        const std::lock_guard lock{mutex_};
        owed_ = {};
    }
    void end_at_stop() { ends_at_stop_ = true; }
    int asked() {
        const std::lock_guard lock{mutex_};
        return asked_;
    }
    void wait_until_asked() {
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, 20s, [this] { return static_cast<bool>(owed_); });
    }
    bool wait_until_stopped() {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, 20s, [this] { return stopped_ > 0; });
    }

private:
    void hand() {
        changed_.notify_all();
        if (!owed_ || pieces_.empty()) return;
        Piece piece = std::move(pieces_.front());
        pieces_.pop_front();
        std::exchange(owed_, {})(std::move(piece));
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Piece> pieces_;
    GivePiece owed_;
    int asked_ = 0;
    int stopped_ = 0;
    std::atomic<bool> ends_at_stop_ = false;
};

class StreamedBody : public testing::Test {
protected:
    void start(platform::http::ServerOptions options = {}) {
        const auto answer = [source = source](const Request&, const Respond& respond) {
            respond({.content_type = "text/plain", .headers = {}, .body = {}, .source = source});
        };
        server = std::make_unique<TestServer>(
            std::move(options), std::vector<Route>{
                                    {platform::http::Method::get, "/stream", 0, answer}
        });
    }

    std::shared_ptr<TestSource> source = std::make_shared<TestSource>();
    std::unique_ptr<TestServer> server;
};

constexpr std::string_view get_stream = "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr std::string_view get_then_hello =
    "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n"
    "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

std::string body_of(const std::string& answer) {
    return answer.substr(answer.find("\r\n\r\n") + 4);
}

TEST_F(StreamedBody, GoesInChunksAndTheConnectionGoesOn) {
    start();
    source->put({"one", Piece::Then::more});
    source->put({"", Piece::Then::more});
    source->put({std::string(17, 'x'), Piece::Then::more});
    source->put({"end", Piece::Then::end});
    RawConnection connection{server->port()};
    connection.send(get_then_hello);
    const std::string all = connection.rest();
    EXPECT_NE(all.find("\r\nTransfer-Encoding: chunked\r\n"), std::string::npos) << all;
    EXPECT_TRUE(body_of(all).starts_with("3\r\none\r\n11\r\n" + std::string(17, 'x') +
                                         "\r\n3\r\nend\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n"))
        << all;
    EXPECT_TRUE(all.ends_with("hello"));
    EXPECT_EQ(all.substr(0, all.find("\r\n\r\n")).find("Content-Length"), std::string::npos);
}

TEST_F(StreamedBody, EndsWithTheConnectionInHttp10) {
    start();
    source->put({"one ", Piece::Then::more});
    source->put({"two", Piece::Then::end});
    RawConnection connection{server->port()};
    connection.send("GET /stream HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
    const std::string all = connection.rest();
    EXPECT_EQ(body_of(all), "one two");
    EXPECT_EQ(all.find("chunked"), std::string::npos);
    EXPECT_NE(all.find("Connection: close"), std::string::npos);
}

TEST_F(StreamedBody, IsNotMadeForHead) {
    start();
    RawConnection connection{server->port()};
    connection.send("HEAD /stream HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(body_of(connection.rest()), "");
    EXPECT_EQ(source->asked(), 0);
}

TEST_F(StreamedBody, IsBrokenOffWhereItFails) {
    start();
    source->put({"one", Piece::Then::more});
    source->put({"two", Piece::Then::failed});
    RawConnection connection{server->port()};
    connection.send(get_then_hello);
    EXPECT_EQ(body_of(connection.rest()), "3\r\none\r\n3\r\ntwo\r\n");
}

TEST_F(StreamedBody, IsBrokenOffWhereAPieceIsDropped) {
    start();
    RawConnection connection{server->port()};
    connection.send(get_stream);
    source->wait_until_asked();
    source->drop();
    EXPECT_EQ(body_of(connection.rest()), "");
}

TEST_F(StreamedBody, IsAskedForNoFasterThanItIsTaken) {
    start({.write_timeout = 200ms});
    constexpr int pieces = 100;
    for (int i = 0; i < pieces; ++i)
        source->put({std::string(std::size_t{1} << 20, 'x'), Piece::Then::more});
    RawConnection connection{server->port()};
    connection.send(get_stream);
    // The client takes nothing: the buffers of the sockets fill, then it is cut.
    EXPECT_TRUE(source->wait_until_stopped());
    EXPECT_LT(source->asked(), pieces / 2);
}

TEST_F(StreamedBody, EndsWhenTheClientLeaves) {
    start();
    {
        RawConnection connection{server->port()};
        connection.send(get_stream);
        source->wait_until_asked();
    }
    EXPECT_TRUE(source->wait_until_stopped());
    // Too late, for nobody.
    source->put({"late", Piece::Then::end});
}

TEST_F(StreamedBody, ThatWouldNeverEndEndsWhenTheServerStops) {
    start({.drain_timeout = 20s});
    source->end_at_stop();
    source->put({"one", Piece::Then::more});
    RawConnection connection{server->port()};
    connection.send(get_stream);
    source->wait_until_asked();
    const auto begun = std::chrono::steady_clock::now();
    server->server().stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s);
    EXPECT_EQ(body_of(connection.rest()), "3\r\none\r\n0\r\n\r\n");
}

TEST_F(StreamedBody, IsFinishedWhenTheServerStops) {
    start({.drain_timeout = 20s});
    RawConnection connection{server->port()};
    connection.send(get_stream);
    source->wait_until_asked();
    std::thread stopping{[this] { server->server().stop(); }};
    EXPECT_TRUE(source->wait_until_stopped());
    source->put({"one", Piece::Then::more});
    source->put({"two", Piece::Then::end});
    stopping.join();
    EXPECT_EQ(body_of(connection.rest()), "3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
}

}  // namespace
}  // namespace tests
