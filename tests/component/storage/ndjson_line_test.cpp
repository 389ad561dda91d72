// SPDX-License-Identifier: EUPL-1.2
#include "platform/event_log/ndjson_line.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/must.hpp"

namespace {

using namespace platform::event_log;
using platform::Errc;
using support::must;

const Headers content_type = {
    {"content-type", "application/cloudevents+json"}
};

std::string line_of(const Record& record, std::uint64_t sequence = 812) {
    std::string line;
    append_line(line, {sequence, record});
    return line;
}

void expect_equal(const Record& got, const Record& wanted, const std::string& line) {
    EXPECT_EQ(got.key, wanted.key) << line;
    EXPECT_EQ(got.value, wanted.value) << line;
    EXPECT_EQ(got.headers, wanted.headers) << line;
    EXPECT_EQ(got.timestamp_ms, wanted.timestamp_ms) << line;
}

void expect_kept(const Record& record) {
    const std::string line = line_of(record);
    EXPECT_EQ(line.find('\n'), std::string::npos) << line;
    EXPECT_TRUE(is_json_line(line)) << line;
    const auto read = must(read_line(line));
    EXPECT_EQ(read.sequence, 812U);
    expect_equal(read.record, record, line);
}

TEST(NdjsonLine, IsWhatTheDocumentationShows) {
    EXPECT_EQ(line_of({"CH-045", R"({"id":"a", "data":{} })", content_type, 1'726'128'662'123}),
              R"({"sequence":812,"key":"CH-045",)"
              R"("headers":{"content-type":"application/cloudevents+json"},)"
              R"("timestamp":1726128662123,"event":{"id":"a", "data":{} }})");
}

TEST(NdjsonLine, KeepsEveryByteOfAnyRecord) {
    const std::string zero(1, '\0');
    for (const std::string& value :
         {std::string{}, std::string{"{}"}, std::string{" {\"a\" : 1.50 } \t"}, std::string{"812"},
          std::string{"\"}\""}, std::string{"{}}"}, std::string{"{}\n"}, std::string{"{\r}"},
          std::string{"{"}, std::string{"{\"a\":01}"}, std::string{"\xEF\xBB\xBF{}"},
          std::string{"{\"a\":\"\xFF\"}"}, std::string{"\xFF\xFE"}, zero, zero + zero,
          std::string{"{\"é\":\"\\u0000\"}"}, std::string{"{\"a\":123456789012345678901234567890}"},
          std::string(1'000, '['), std::string(100, '[') + std::string(100, ']')})
        expect_kept({"key", value, content_type, 1});
    for (const std::string& key :
         {std::string{}, zero, std::string{"\"\\\n\x1f é"}, std::string{"\xC0\x80"}})
        expect_kept({key, "{}", {}, -1});
    expect_kept({"", "", {}, std::numeric_limits<std::int64_t>::min()});
    expect_kept({"", "", {}, std::numeric_limits<std::int64_t>::max()});
}

TEST(NdjsonLine, KeepsHeadersThatNoJsonObjectCanHold) {
    expect_kept({
        "", "{}", {{"", ""}, {"a", "\n"}, {"b", ""}},
          0
    });
    const Headers repeated = {
        {"a", "1"},
        {"b", "2"},
        {"a", "1"}
    };
    EXPECT_NE(line_of({"", "{}", repeated, 0}).find(R"("headers_base64":[["YQ==","MQ=="],)"),
              std::string::npos);
    expect_kept({"", "{}", repeated, 0});
    expect_kept({"", "{}", {{"\xFF", "1"}}, 0});
    expect_kept({"", "{}", {{"a", "\xFF\xFE\xFD"}}, 0});
}

TEST(NdjsonLine, WritesAsEventOnlyWhatIsOneLineOfJson) {
    EXPECT_TRUE(is_json_line("{}"));
    EXPECT_TRUE(is_json_line(" [1, \"\\n\"] "));
    for (const std::string_view text :
         {"", "{}\n", "{\r\n}", "{} {}", "{'a':1}", "{\"a\":1e999}", "\xEF\xBB\xBF{}", "nul"})
        EXPECT_FALSE(is_json_line(text)) << text;
}

TEST(NdjsonLine, TakesTheLinesOfAnExportToo) {
    const auto read = must(
        read_line(R"({"sequence":3,"time":"2024-01-01T00:00:00Z","outcome":{"kind":"applied"},)"
                  R"("key":"k","headers":{},"timestamp":7,"event": {"a":[1]} })"));
    EXPECT_EQ(read.sequence, 3U);
    EXPECT_EQ(read.record.value, R"( {"a":[1]} )");
}

TEST(NdjsonLine, RefusesWhatItWouldNotWrite) {
    for (const std::string_view line : {
             "",
             "{}",
             "[]",
             R"({"sequence":1,"key":"","headers":{},"timestamp":0})",
             R"({"sequence":1,"key":"","headers":{},"event":{}})",
             R"({"sequence":1,"headers":{},"timestamp":0,"event":{}})",
             R"({"key":"","headers":{},"timestamp":0,"event":{}})",
             R"({"sequence":1,"key":"","timestamp":0,"event":{}})",
             R"({"sequence":-1,"key":"","headers":{},"timestamp":0,"event":{}})",
             R"({"sequence":1,"key":1,"headers":{},"timestamp":0,"event":{}})",
             R"({"sequence":1,"key":"","headers":{"a":1},"timestamp":0,"event":{}})",
             R"({"sequence":1,"key":"","headers":{},"timestamp":0,"event":{}}})",
             R"({"sequence":1,"key":"","headers":{},"timestamp":0,"event":{}} x)",
             R"({"sequence":1,"key":"","headers":{},"timestamp":0,"event":{a}})",
             R"({"sequence":1,"key":"","headers":{},"timestamp":0,"event":})",
             R"({"sequence":1,"key":"","headers":{},"event":{},"timestamp":0})",
             R"({"sequence":1,"sequence":1,"key":"","headers":{},"timestamp":0,"event":{}})",
             R"({"sequence":1,"key":"","key_base64":"","headers":{},"timestamp":0,"event":{}})",
             R"({"sequence":1,"key":"","headers":{},"timestamp":0,"value_base64":"YQ"})",
             R"({"sequence":1,"key":"","headers":{},"timestamp":0,"value_base64":" YQ=="})",
             R"({"sequence":1,"key":"","headers":{},"timestamp":0,"value_base64":"YR=="})",
             R"({"sequence":1,"key":"","headers":{},"timestamp":0,"value_base64":"===="})",
             R"({"sequence":1,"key":"","headers_base64":[["YQ=="]],"timestamp":0,"event":{}})",
             R"({"sequence":1,"key":"","headers":{},"timestamp":0,"offset":1,"event":{}})",
         }) {
        const auto read = read_line(line);
        ASSERT_FALSE(read) << line;
        EXPECT_EQ(read.error().code, Errc::invalid) << line;
    }
}

TEST(NdjsonLine, HasRoomForTheLargestRecordAndNoMore) {
    const Record largest{std::string(record_bytes_max, '\x01'), "", {}, 0};
    expect_kept(largest);
    const std::string value(line_bytes_max, ' ');
    EXPECT_EQ(read_line("{" + value + "}").error().detail, "the line is too long");
}

}  // namespace
