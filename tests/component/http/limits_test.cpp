// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/request_reader.hpp"
#include "tests/component/http/raw_connection.hpp"
#include "tests/component/http/test_server.hpp"

#include <array>
#include <cstdio>
#include <future>

namespace tests {
namespace {

using namespace platform::http;

int status_of(TestServer& server, const std::string& request) {
    RawConnection connection{server.port()};
    connection.send(request);
    return connection.answer().status;
}

std::string chunk(const std::string& content, const std::string& extension = "") {
    std::array<char, 20> size;
    std::snprintf(size.data(), size.size(), "%zx", content.size());
    return size.data() + extension + "\r\n" + content + "\r\n";
}

const std::string chunked_post =
    "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

TEST(Limits, AHeaderOfTheGreatestSizeIsTakenAndOneByteMoreIsNot) {
    TestServer server;
    const std::string begin = "GET /hello HTTP/1.1\r\nHost: x\r\nA: ";
    const std::string end = "\r\n\r\n";
    const std::size_t room = header_bytes_max - begin.size() - end.size();
    EXPECT_EQ(status_of(server, begin + std::string(room, 'a') + end), 200);
    EXPECT_EQ(status_of(server, begin + std::string(room + 1, 'a') + end), 431);
}

TEST(Limits, AHeaderThatComesInPiecesIsCountedAsAWhole) {
    TestServer server;
    RawConnection connection{server.port()};
    connection.send("GET /hello HTTP/1.1\r\nHost: x\r\n");
    for (int i = 0; i < 20; ++i) {
        connection.send("A" + std::to_string(i) + ": " + std::string(1000, 'a') + "\r\n");
    }
    EXPECT_EQ(connection.answer().status, 431);
    EXPECT_TRUE(connection.ends());
    EXPECT_EQ(server.handled(), 0);
}

TEST(Limits, TheGreatestNumberOfFieldsIsTakenAndOneMoreIsNot) {
    TestServer server;
    const auto request = [](std::size_t fields) {
        std::string text = "GET /hello HTTP/1.1\r\nHost: x\r\n";
        for (std::size_t i = 1; i < fields; ++i) text += "A: b\r\n";
        return text + "\r\n";
    };
    EXPECT_EQ(status_of(server, request(header_fields_max)), 200);
    EXPECT_EQ(status_of(server, request(header_fields_max + 1)), 431);
}

TEST(Limits, ATargetOfTheGreatestSizeIsTakenAndOneByteMoreIsNot) {
    TestServer server;
    const auto request = [](std::size_t bytes) {
        const std::string begin = "/hello?a=";
        return "GET " + begin + std::string(bytes - begin.size(), 'a') +
               " HTTP/1.1\r\nHost: x\r\n\r\n";
    };
    EXPECT_EQ(status_of(server, request(target_bytes_max)), 200);
    EXPECT_EQ(status_of(server, request(target_bytes_max + 1)), 414);
    EXPECT_EQ(status_of(server, request(2 * header_bytes_max)), 414);
}

TEST(Limits, ABodyOfTheGreatestSizeIsTakenAndOneByteMoreIsNot) {
    TestServer server;
    const auto request = [](std::size_t bytes) {
        return "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(bytes) +
               "\r\n\r\n" + std::string(bytes, 'a');
    };
    EXPECT_EQ(status_of(server, request(1000)), 200);
    EXPECT_EQ(status_of(server, request(1001)), 413);
    EXPECT_EQ(server.handled(), 1);
}

TEST(Limits, AChunkedBodyOfTheGreatestSizeIsTakenAndOneByteMoreIsNot) {
    TestServer server;
    const std::string most = chunk(std::string(500, 'a')) + chunk(std::string(500, 'a'));
    EXPECT_EQ(status_of(server, chunked_post + most + "0\r\n\r\n"), 200);
    EXPECT_EQ(status_of(server, chunked_post + most + chunk("a") + "0\r\n\r\n"), 413);
    EXPECT_EQ(server.handled(), 1);
}

TEST(Limits, ABodyTooLargeIsRefusedFromItsHeaderAlone) {
    TestServer server;
    for (const std::string& header : {
             "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n",
             "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
             "Content-Length: 10000000\r\n\r\n",
             "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n989680\r\n",
         }) {
        SCOPED_TRACE(header);
        RawConnection connection{server.port()};
        ASSERT_TRUE(connection.send(header));
        const RawAnswer answer = connection.answer();
        EXPECT_EQ(answer.status, 413);
        EXPECT_EQ(answer.headers.at("connection"), "close");
        EXPECT_NE(answer.body.find(type_of("body-too-large")), std::string::npos);
    }
    EXPECT_EQ(server.handled(), 0);
}

TEST(Limits, WhoSendsTenMegabytesAllTheSameStillReadsTheRefusal) {
    TestServer server;
    RawConnection connection{server.port()};
    ASSERT_TRUE(
        connection.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n"));
    EXPECT_TRUE(connection.send(std::string(10'000'000, 'a')));
    EXPECT_EQ(connection.answer().status, 413);
    connection.end_sending();
    EXPECT_TRUE(connection.ends());
}

TEST(Limits, ARouteWithoutBodyTakesAnEmptyOneOnly) {
    TestServer server{{}, {route(Method::post, "/now", 0, [](const Request&) { return "now"; })}};
    EXPECT_EQ(status_of(server, "POST /now HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"), 200);
    EXPECT_EQ(status_of(server, "POST /now HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na"),
              413);
}

TEST(Limits, ChunkExtensionsAreBounded) {
    TestServer server;
    const auto request = [](std::size_t bytes) {
        return chunked_post + chunk("a", ";" + std::string(bytes, 'e')) + "0\r\n\r\n";
    };
    EXPECT_EQ(status_of(server, request(body_framing_bytes_max - 100)), 200);
    EXPECT_EQ(status_of(server, request(body_framing_bytes_max + 100)), 413);
    EXPECT_EQ(status_of(server, request(1'000'000)), 413);
}

TEST(Limits, ManyChunkExtensionsAreBoundedTogether) {
    TestServer server;
    std::string body;
    for (int i = 0; i < 100; ++i) body += chunk("a", ";" + std::string(1000, 'e'));
    EXPECT_EQ(status_of(server, chunked_post + body + "0\r\n\r\n"), 413);
}

TEST(Limits, TrailersAreBounded) {
    TestServer server;
    const auto request = [](std::size_t bytes) {
        std::string trailers;
        while (trailers.size() < bytes) trailers += "A: " + std::string(100, 'a') + "\r\n";
        return chunked_post + "0\r\n" + trailers + "\r\n";
    };
    EXPECT_EQ(status_of(server, request(body_framing_bytes_max - 200)), 200);
    EXPECT_EQ(status_of(server, request(body_framing_bytes_max + 200)), 413);
    EXPECT_EQ(status_of(server, request(200'000)), 413);
}

TEST(Limits, ChunksOfOneByteAreTaken) {
    TestServer server;
    std::string body;
    for (int i = 0; i < 1000; ++i) body += chunk("a");
    EXPECT_EQ(status_of(server, chunked_post + body + "0\r\n\r\n"), 200);
}

TEST(Limits, BodiesThatAreHeldAreCountedTogether) {
    ServerOptions options;
    options.bodies_bytes_max = 200'000;
    std::promise<Respond> asked;
    const auto hold = [&asked](const Request&, const Respond& respond) {
        asked.set_value(respond);
    };
    TestServer server{
        options,
        {{Method::post, "/hold", 100'000, hold},
          route(Method::post, "/take", 100'000, [](const Request&) { return "taken"; })}
    };
    const auto header = [](const std::string& path) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n";
    };
    RawConnection held{server.port()};
    ASSERT_TRUE(held.send(header("/hold") + std::string(100'000, 'a')));
    const Respond respond = asked.get_future().get();

    RawConnection refused{server.port()};
    ASSERT_TRUE(refused.send(header("/take") + std::string(90'000, 'a')));
    const RawAnswer answer = refused.answer();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.headers.at("retry-after"), "1");
    EXPECT_NE(answer.body.find(type_of("overloaded")), std::string::npos);

    respond({200, "text/plain", {}, "released"});
    EXPECT_EQ(held.answer().body, "released");
    RawConnection taken{server.port()};
    ASSERT_TRUE(taken.send(header("/take") + std::string(90'000, 'a')));
    ASSERT_TRUE(taken.send(std::string(10'000, 'a')));
    EXPECT_EQ(taken.answer().body, "taken");
}

TEST(Limits, OneConnectionTooManyIsTurnedAway) {
    ServerOptions options;
    options.connections_max = 2;
    TestServer server{options};
    RawConnection first{server.port()};
    RawConnection second{server.port()};
    for (RawConnection* connection : {&first, &second}) {
        connection->send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
        ASSERT_EQ(connection->answer().status, 200);
    }
    RawConnection third{server.port()};
    const RawAnswer answer = third.answer();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.headers.at("retry-after"), "1");
    EXPECT_TRUE(third.ends());
}

}  // namespace
}  // namespace tests
