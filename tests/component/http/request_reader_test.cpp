// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/request_reader.hpp"

#include <gtest/gtest.h>

#include <random>

namespace tests {
namespace {

using namespace platform::http;

Router echo_router() {
    std::vector<Route> routes;
    routes.push_back({Method::get, "/a/{b}", 0, {}});
    routes.push_back({Method::post, "/c", 100, {}});
    return Router{std::move(routes)};
}

// Everything that a reader makes of a stream that comes in these pieces, as text.
std::string read_pieces(const Router& router, const std::vector<std::string>& pieces) {
    RequestReader reader{router};
    std::string seen;
    std::string input;
    for (const std::string& piece : pieces) {
        input += piece;
        for (;;) {
            const ReadProgress progress = reader.feed(input);
            input.erase(0, progress.consumed);
            if (progress.step == ReadStep::need_more) break;
            if (progress.step == ReadStep::header_done) continue;
            if (progress.step == ReadStep::complete) {
                const Incoming incoming = reader.take();
                seen += incoming.request.target + " " + incoming.request.body + "\n";
                continue;
            }
            const Refusal refusal = reader.take_refusal();
            seen += std::to_string(refusal.response.status) + "\n";
            if (refusal.persistence == Persistence::close) return seen + "closed\n";
        }
    }
    return seen;
}

const std::string stream =
    "GET /a/b?c=d HTTP/1.1\r\nHost: x\r\nAccept: y\r\n\r\n"
    "POST /c HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nfirst"
    "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    "3;e=f\r\nsec\r\n3\r\nond\r\n0\r\nTrailer: t\r\n\r\n"
    "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"
    "POST /c HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nthird"
    "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n"
    "GET /a/b HTTP/1.1\r\nHost: x\r\n\r\n";

const std::string seen_in_stream = "/a/b?c=d \n/c first\n/c second\n404\n/c third\n400\nclosed\n";

TEST(RequestReader, ReadsAnEmptyChunkedBodyCutAnywhere) {
    const Router router = echo_router();
    const std::string header = "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const std::string body : {"0\r\n\r\n", "0\r\nA: b\r\n\r\n", "0;x=y\r\n\r\n"}) {
        std::vector<std::string> bytes{header};
        for (const char byte : body) bytes.emplace_back(1, byte);
        EXPECT_EQ(read_pieces(router, bytes), "/c \n") << body;
        EXPECT_EQ(read_pieces(router, {header + body}), "/c \n") << body;
    }
}

TEST(RequestReader, ReadsAStreamAsAWhole) {
    EXPECT_EQ(read_pieces(echo_router(), {stream}), seen_in_stream);
}

TEST(RequestReader, ReadsTheSameWhereverTheStreamIsCut) {
    const Router router = echo_router();
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        ASSERT_EQ(read_pieces(router, {stream.substr(0, cut), stream.substr(cut)}), seen_in_stream)
            << cut;
    }
}

TEST(RequestReader, ReadsTheSameByteByByte) {
    std::vector<std::string> bytes;
    for (const char byte : stream) bytes.emplace_back(1, byte);
    EXPECT_EQ(read_pieces(echo_router(), bytes), seen_in_stream);
}

TEST(RequestReader, GivesTheSameVerdictOnBrokenStreamsHoweverTheyCome) {
    const Router router = echo_router();
    std::mt19937 random{20240917};
    const std::string bytes = "\r\n :;,0123456789abcdefGPOSTchunked/\x80\xFF";
    for (int round = 0; round < 3000; ++round) {
        std::string broken = stream;
        for (unsigned change = 0; change < 1 + random() % 3; ++change) {
            broken[random() % broken.size()] = bytes[random() % bytes.size()];
        }
        // A header that is broken may be seen to be so only at its end.
        broken += "\r\n\r\n\r\n\r\n";
        std::vector<std::string> pieces;
        for (std::size_t at = 0; at < broken.size();) {
            const std::size_t length = 1 + random() % 40;
            pieces.push_back(broken.substr(at, length));
            at += length;
        }
        ASSERT_EQ(read_pieces(router, {broken}), read_pieces(router, pieces)) << round << broken;
    }
}

TEST(RequestReader, DoesNotSetMemoryAsideForWhatIsOnlyAnnounced) {
    std::vector<Route> routes;
    routes.push_back({Method::post, "/large", std::size_t{1} << 30U, {}});
    const Router router{std::move(routes)};
    RequestReader reader{router};
    const std::string header =
        "POST /large HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n";
    ASSERT_EQ(reader.feed(header).step, ReadStep::header_done);
    ASSERT_EQ(reader.feed("a").step, ReadStep::need_more);
    EXPECT_EQ(reader.body_bytes_received(), 1U);
    EXPECT_LT(reader.body_bytes(), 100'000U);
}

}  // namespace
}  // namespace tests
