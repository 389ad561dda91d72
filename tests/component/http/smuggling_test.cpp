// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/http/raw_connection.hpp"
#include "tests/component/http/test_server.hpp"

namespace tests {
namespace {

using std::string_literals::operator""s;

const std::string hidden = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";

std::string get(const std::string& headers) {
    return "GET /hello HTTP/1.1\r\n" + headers + "\r\n";
}

std::string post(const std::string& headers, const std::string& body) {
    return "POST /echo HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n" + body;
}

// What Boost 1.81 takes, or what could mean two things to two parsers.
class Smuggling : public testing::Test {
protected:
    // Sends `request` and in the same packet a second one, which must never be seen.
    void expect_refused(const std::string& request, const std::string& code, int status = 400) {
        SCOPED_TRACE(request);
        RawConnection connection{server.port()};
        ASSERT_TRUE(connection.send(request + hidden));
        const RawAnswer answer = connection.answer();
        ASSERT_EQ(answer.status, status);
        EXPECT_EQ(answer.headers.at("connection"), "close");
        EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
        EXPECT_NE(answer.body.find(type_of(code)), std::string::npos) << answer.body;
        EXPECT_TRUE(connection.ends());
        EXPECT_EQ(server.handled(), 0);
    }

    TestServer server;
};

TEST_F(Smuggling, ATransferCodingIsExactlyChunked) {
    for (const char* coding : {"gzip", "xchunked", "chunked, identity", "gzip, chunked",
                               "chunked;q=1", "identity", ""}) {
        const std::string header = "Transfer-Encoding: "s + coding;
        expect_refused(post(header, ""), "bad-transfer-encoding");
        expect_refused(post(header, "0\r\n\r\n"), "bad-transfer-encoding");
    }
    expect_refused(
        "POST /echo HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n"
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "bad-transfer-encoding");
}

TEST_F(Smuggling, ThereIsOneTransferCodingOrOneLength) {
    expect_refused(post("Transfer-Encoding: gzip\r\nContent-Length: 5", "hello"),
                   "bad-transfer-encoding");
    expect_refused(post("Content-Length: 5\r\nTransfer-Encoding: gzip", "hello"),
                   "malformed-request");
    expect_refused(post("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
                   "malformed-request");
    expect_refused(post("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n"),
                   "malformed-request");
    expect_refused(post("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
                   "bad-transfer-encoding");
    expect_refused(post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
                   "malformed-request");
}

TEST_F(Smuggling, ALengthIsOneDecimalNumber) {
    expect_refused(post("Content-Length: 5\r\nContent-Length: 5", "hello"), "repeated-header");
    expect_refused(post("Content-Length: 5, 5", "hello"), "bad-content-length");
    expect_refused(post("Content-Length: 5\r\nContent-Length: 6", "hello"), "malformed-request");
    for (const char* length : {"+5", "-5", "0x5", "5 5", "", "18446744073709551616"}) {
        expect_refused(post("Content-Length: "s + length, "hello"), "malformed-request");
    }
}

TEST_F(Smuggling, AHeaderThatDecidesIsThereOnce) {
    expect_refused(get(""), "host-missing");
    expect_refused("GET /hello HTTP/1.0\r\n\r\n", "host-missing");
    expect_refused(get("Host: x\r\nHost: y\r\n"), "repeated-header");
    expect_refused(get("Host: x\r\nAuthorization: a\r\nAuthorization: b\r\n"), "repeated-header");
    expect_refused(post("Content-Type: a/b\r\nContent-Type: a/b", ""), "repeated-header");
    expect_refused(post("Idempotency-Key: a\r\nIDEMPOTENCY-KEY: b", ""), "repeated-header");
}

TEST_F(Smuggling, ATargetIsAPathOfPrintableAscii) {
    for (const char* line : {"GET http://x/hello", "CONNECT x:80", "OPTIONS *", "GET hello",
                             "GET /h\xC3\xA9llo", "GET /hello#a"}) {
        expect_refused(line + " HTTP/1.1\r\nHost: x\r\n\r\n"s, "bad-target");
    }
}

TEST_F(Smuggling, AMethodIsOneOfOurs) {
    for (const char* method : {"post", "BREW", "PATCH", "GETT"}) {
        expect_refused(method + " /hello HTTP/1.1\r\nHost: x\r\n\r\n"s, "method-unknown", 501);
    }
}

TEST_F(Smuggling, GetHeadAndDeleteHaveNoBody) {
    for (const char* line : {"GET /hello", "HEAD /hello", "DELETE /thing/1"}) {
        expect_refused(line + " HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"s,
                       "unexpected-body");
        expect_refused(
            line + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"s + "0\r\n\r\n",
            "unexpected-body");
    }
}

TEST_F(Smuggling, WhatIsNotWellFormedIsRefused) {
    expect_refused("GET /hello HTTP/1.1\r\nHost : x\r\n\r\n", "malformed-request");
    expect_refused("GET /hello HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n"s, "malformed-request");
    expect_refused("GET /hello HTTP/1.1\nHost: x\n\n", "malformed-request");
    expect_refused("GET /hello HTTP/1.2\r\nHost: x\r\n\r\n", "malformed-request");
    expect_refused("GET  /hello HTTP/1.1\r\nHost: x\r\n\r\n", "malformed-request");
    expect_refused("\x16\x03\x01\x02\x00\x01\r\n\r\n"s, "malformed-request");
}

TEST_F(Smuggling, AChunkIsAsLongAsItSays) {
    const std::string chunked = "Transfer-Encoding: chunked";
    expect_refused(post(chunked, "10000000000000005\r\nhello\r\n0\r\n\r\n"), "malformed-request");
    expect_refused(post(chunked, "3\r\nhello\r\n0\r\n\r\n"), "malformed-request");
    expect_refused(post(chunked, "-5\r\nhello\r\n0\r\n\r\n"), "malformed-request");
    expect_refused(post(chunked, "\r\nhello\r\n0\r\n\r\n"), "malformed-request");
}

TEST(Framing, ATrailerAddsNoHeader) {
    const auto headers = [](const platform::http::Request& request) {
        std::string text;
        for (const auto& [name, value] : request.headers) text += name + "=" + value + ";";
        return text;
    };
    TestServer server{{}, {route(platform::http::Method::post, "/headers", 1000, headers)}};
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send(
        "POST /headers HTTP/1.1\r\nHost: x\r\nIdempotency-Key: first\r\n"
        "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n"
        "Authorization: stolen\r\nIdempotency-Key: second\r\nConnection: close\r\n\r\n" +
        hidden));

    const RawAnswer answer = connection.answer();

    EXPECT_EQ(answer.body, "host=x;idempotency-key=first;transfer-encoding=chunked;");
    EXPECT_EQ(connection.answer().body, "hello");
}

TEST(Framing, AFoldedHeaderIsOneHeader) {
    const auto folded = [](const platform::http::Request& request) {
        return std::string{request.header("a")};
    };
    TestServer server{{}, {route(platform::http::Method::get, "/folded", 0, folded)}};
    RawConnection connection{server.port()};
    ASSERT_TRUE(connection.send("GET /folded HTTP/1.1\r\nHost: x\r\nA: b\r\n c: d\r\n\r\n"));
    EXPECT_EQ(connection.answer().body, "b c: d");
}

TEST(Framing, WhatIsSoundIsServed) {
    TestServer server;
    for (const std::string& request : {
             "GET /hello HTTP/1.1\r\nhost: x\r\nContent-Length: 0\r\n\r\n"s,
             "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"s,
             "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n"
             "5;a=b\r\nhello\r\n0\r\n\r\n"s,
             "GET /hello HTTP/1.0\r\nHost: x\r\n\r\n"s,
         }) {
        SCOPED_TRACE(request);
        RawConnection connection{server.port()};
        ASSERT_TRUE(connection.send(request));
        const RawAnswer answer = connection.answer();
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, "hello");
    }
}

}  // namespace
}  // namespace tests
