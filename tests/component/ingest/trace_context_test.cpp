// SPDX-License-Identifier: EUPL-1.2
#include "ingest/trace_context.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/support/must.hpp"

namespace tests::ingest_site {
namespace {

using ingest::trace_of;
using ingest::TraceContext;
using platform::http::Request;

const std::string parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

Request request_with(std::vector<std::pair<std::string, std::string>> headers) {
    Request request;
    request.headers = std::move(headers);
    return request;
}

std::string state_read(const std::string& state) {
    const auto request = request_with({
        {"traceparent", parent},
        {"tracestate",  state }
    });
    return trace_of(request).state;
}

TEST(TraceContext, IsReadFromTheHeadersOfARequest) {
    const auto trace = trace_of(request_with({
        {"traceparent", " " + parent                },
        {"tracestate",  "rojo=00f067aa0ba902b7"     },
        {"tracestate",  " , congo=t61rcWkgMzE , a=b"}
    }));

    EXPECT_EQ(trace.parent, parent);
    EXPECT_EQ(trace.state, "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE,a=b");
}

TEST(TraceContext, IsReadFromTheAttributesOfAnEvent) {
    const auto event = support::must(
        domain::codec::parse_json(R"({"traceparent":")" + parent + R"(","tracestate":"a=b"})"));

    EXPECT_EQ(trace_of(event).parent, parent);
    EXPECT_EQ(trace_of(event).state, "a=b");
    EXPECT_EQ(trace_of(support::must(domain::codec::parse_json(R"({"traceparent":1})"))).parent,
              "");
}

TEST(TraceContext, OfALaterVersionIsReadAsFarAsItIsKnown) {
    const auto request = request_with({
        {"traceparent", "01" + parent.substr(2) + "-more"}
    });

    EXPECT_EQ(trace_of(request).parent, parent);
}

TEST(TraceContext, ThatIsNotWellFormedIsNone) {
    const std::vector<std::string> texts{
        "",
        parent.substr(1),
        parent + "0",
        parent + "-more",
        "ff" + parent.substr(2),
        "0g" + parent.substr(2),
        "01" + parent.substr(2) + "more",
        "00-" + std::string(32, '0') + parent.substr(35),
        parent.substr(0, 36) + std::string(16, '0') + "-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01",
        "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        parent.substr(0, 53) + "0x",
    };
    for (const std::string& text : texts) {
        const auto request = request_with({
            {"traceparent", text },
            {"tracestate",  "a=b"}
        });
        EXPECT_EQ(trace_of(request).parent, "") << text;
        EXPECT_EQ(trace_of(request).state, "") << text;
    }
    const auto twice = request_with({
        {"traceparent", parent},
        {"traceparent", parent}
    });
    EXPECT_EQ(trace_of(twice).parent, "");
}

TEST(TraceContext, KeepsItsParentWithoutAStateThatIsNot) {
    EXPECT_EQ(state_read("tenant@vendor=a b"), "tenant@vendor=a b");
    for (const char* state : {"a", "=b", "a=", "A=b", "a=b=c", "a=b,c", "a=\x01", "a b=c"})
        EXPECT_EQ(state_read(state), "") << state;

    std::string most = "k0=v";
    for (int i = 1; i < 32; ++i) most += ",k" + std::to_string(i) + "=v";
    EXPECT_EQ(state_read(most), most);
    EXPECT_EQ(state_read(most + ",k32=v"), "");

    const auto of_length = [](std::size_t length) {
        const std::string end = ",b=" + std::string(256, 'v') + ",c=v";
        return "a=" + std::string(length - end.size() - 2, 'v') + end;
    };
    EXPECT_EQ(state_read(of_length(512)).size(), ingest::trace_state_bytes_max);
    EXPECT_EQ(state_read(of_length(513)), "");
    EXPECT_EQ(state_read("a=" + std::string(256, 'v')).size(), 258U);
    EXPECT_EQ(state_read("a=" + std::string(257, 'v')), "");
}

TEST(TraceContext, IsAddedAsHeadersWhereThereIsOne) {
    platform::event_log::Headers headers;
    TraceContext{}.add_to(headers);
    EXPECT_TRUE(headers.empty());

    TraceContext{parent, "a=b"}.add_to(headers);
    EXPECT_EQ(headers, (platform::event_log::Headers{
                           {"traceparent", parent},
                           {"tracestate",  "a=b" }
    }));
}

}  // namespace
}  // namespace tests::ingest_site
