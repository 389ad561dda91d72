// SPDX-License-Identifier: EUPL-1.2
// Requests that Boost 1.81 takes or that two parsers could read in two ways, against the whole
// program. Source: reference http-and-security §4.1.
#include <string>
#include <utility>
#include <vector>

#include "tests/component/http/raw_connection.hpp"
#include "tests/hostile/victim.hpp"

namespace tests::hostile {
namespace {

using std::string_literals::operator""s;

constexpr std::size_t trailers_bytes = 200 * 1024;
constexpr std::size_t extension_bytes = 1024 * 1024;

std::string get_with(const std::string& headers) {
    return "GET /v1/territories HTTP/1.1\r\n" + headers + "\r\n";
}

std::string post_with(const std::string& headers, const std::string& body) {
    return "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: " + std::string(event_type) +
           "\r\n" + headers + "\r\n\r\n" + body;
}

std::string chunk(const std::string& content, const std::string& extension = {}) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string size;
    for (std::size_t rest = content.size(); rest > 0; rest /= 16)
        size.insert(0, 1, digits[rest % 16]);
    return size + extension + "\r\n" + content + "\r\n";
}

class Framing : public Hostile {
protected:
    // Sends `request` and behind it, in the same packet, an event that must never be seen.
    void expect_refused(const std::string& request, std::string_view code, int status = 400) {
        SCOPED_TRACE(request.substr(0, 200));
        RawConnection connection{port()};
        ASSERT_TRUE(connection.send(request + raw_post(event_text("smuggled"))));
        const RawAnswer answer = connection.answer();
        ASSERT_EQ(answer.status, status) << answer.body;
        EXPECT_EQ(answer.headers.at("connection"), "close");
        EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
        EXPECT_NE(answer.body.find("/problems/" + std::string(code) + "\""), std::string::npos)
            << answer.body;
        EXPECT_TRUE(connection.ends());
    }
};

TEST_F(Framing, ATransferCodingIsExactlyChunked) {
    for (const char* coding :
         {"gzip", "xchunked", "chunked, identity", "gzip, chunked", "identity"}) {
        const std::string header = "Transfer-Encoding: "s + coding;
        expect_refused(post_with(header, ""), "bad-transfer-encoding");
        expect_refused(post_with(header, "0\r\n\r\n"), "bad-transfer-encoding");
    }
}

TEST_F(Framing, TransferCodingsAreOfHttp11) {
    expect_refused(
        "POST /v1/events HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "bad-transfer-encoding");
}

TEST_F(Framing, ThereIsOneTransferCodingOrOneLength) {
    expect_refused(post_with("Transfer-Encoding: gzip\r\nContent-Length: 5", "hello"),
                   "bad-transfer-encoding");
    expect_refused(post_with("Content-Length: 5\r\nTransfer-Encoding: gzip", "hello"),
                   "malformed-request");
    expect_refused(post_with("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
                   "malformed-request");
    expect_refused(post_with("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n"),
                   "malformed-request");
    expect_refused(
        post_with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
        "malformed-request");
}

TEST_F(Framing, ALengthIsOneDecimalNumber) {
    expect_refused(post_with("Content-Length: 5\r\nContent-Length: 5", "hello"), "repeated-header");
    expect_refused(post_with("Content-Length: 5, 5", "hello"), "bad-content-length");
    expect_refused(post_with("Content-Length: 5\r\nContent-Length: 6", "hello"),
                   "malformed-request");
    for (const char* length : {"+5", "0x5"}) {
        expect_refused(post_with("Content-Length: "s + length, "hello"), "malformed-request");
    }
}

TEST_F(Framing, ThereIsOneHost) {
    expect_refused(get_with(""), "host-missing");
    expect_refused(get_with("Host: x\r\nHost: y\r\n"), "repeated-header");
}

TEST_F(Framing, ATargetIsAPathOfPrintableAscii) {
    for (const char* line : {"GET http://x/v1/territories", "GET /v1/territoires\xC3\xA9"}) {
        expect_refused(line + " HTTP/1.1\r\nHost: x\r\n\r\n"s, "bad-target");
    }
}

TEST_F(Framing, AMethodIsOneOfOurs) {
    for (const char* method : {"post", "get", "BREW", "PATCH"}) {
        expect_refused(method + " /v1/events HTTP/1.1\r\nHost: x\r\n\r\n"s, "method-unknown", 501);
    }
}

TEST_F(Framing, AReadHasNoBody) {
    expect_refused(get_with("Host: x\r\nContent-Length: 5\r\n") + "hello", "unexpected-body");
    expect_refused(get_with("Host: x\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n",
                   "unexpected-body");
}

TEST_F(Framing, WhatIsNotWellFormedIsRefused) {
    expect_refused(get_with("Host : x\r\n"), "malformed-request");
    expect_refused(get_with("Host: x\r\nA: b\0c\r\n"s), "malformed-request");
    expect_refused("GET /v1/territories HTTP/1.1\nHost: x\n\n", "malformed-request");
    expect_refused("GET /v1/territories HTTP/1.2\r\nHost: x\r\n\r\n", "malformed-request");
    expect_refused(
        post_with("Transfer-Encoding: chunked", "10000000000000005\r\nhello\r\n0\r\n\r\n"),
        "malformed-request");
}

TEST_F(Framing, AFoldedHeaderIsOneHeader) {
    RawConnection connection{port()};
    ASSERT_TRUE(connection.send(get_with("Host: x\r\nAccept: text/\r\n csv\r\n")));
    EXPECT_GE(connection.answer().status, 200);
    ASSERT_TRUE(connection.send(get_with("Host: x\r\nAccept-Language: fr,\r\n en\r\n")));
    EXPECT_EQ(connection.answer().status, 200);
}

TEST_F(Framing, ATrailerAddsNoHeader) {
    RawConnection connection{port()};
    ASSERT_TRUE(connection.send(
        "POST /v1/imports?source=urn%3Ahostile&reason=test HTTP/1.1\r\n"
        "Host: x\r\nContent-Type: text/csv\r\nPrefer: wait=30\r\n"
        "Idempotency-Key: with-trailer\r\n"
        "Transfer-Encoding: chunked\r\n\r\n" +
        chunk(file_text(1)) + "0\r\nAuthorization: stolen\r\nIdempotency-Key: other\r\n\r\n"));
    const RawAnswer answer = connection.answer();
    EXPECT_EQ(answer.status, 200) << answer.body;
    stored(1);
    EXPECT_EQ(get("/v1/event?source=urn%3Ahostile&id=with-trailer").status, 200);
    EXPECT_EQ(get("/v1/event?source=urn%3Ahostile&id=other").status, 404);
}

// Sends what is more than a body may have around its content; the answer comes before its end.
class TooMuchFraming : public Framing {
protected:
    void expect_too_large(const std::string& body) {
        RawConnection connection{port()};
        ASSERT_TRUE(connection.send(post_with("Transfer-Encoding: chunked", "")));
        connection.send(body + raw_post(event_text("smuggled")));
        const RawAnswer answer = connection.answer();
        EXPECT_TRUE(answer.status == 431 || answer.status == 413) << answer.status;
        EXPECT_TRUE(connection.ends());
    }
};

TEST_F(TooMuchFraming, TrailersAreBounded) {
    std::string trailers;
    while (trailers.size() < trailers_bytes) trailers += "A: " + std::string(500, 'a') + "\r\n";
    expect_too_large(chunk(event_text("long-trailers")) + "0\r\n" + trailers + "\r\n");
}

TEST_F(TooMuchFraming, AChunkExtensionIsBounded) {
    expect_too_large(
        chunk(event_text("long-extension"), ";a=" + std::string(extension_bytes, 'a')) +
        "0\r\n\r\n");
}

}  // namespace
}  // namespace tests::hostile
