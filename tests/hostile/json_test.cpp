// SPDX-License-Identifier: EUPL-1.2
// What JSON parsers let through and no event may hold. Source: reference http-and-security §4.2.
#include <string>

#include "tests/hostile/victim.hpp"

namespace tests::hostile {
namespace {

using std::string_literals::operator""s;

constexpr std::size_t depth_max = 32;
// The event, its data, its rows and the row are around the value.
constexpr std::size_t depth_around_a_value = 4;

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

class Json : public Hostile {
protected:
    void expect_refused(std::string body, int status, std::string_view code) {
        SCOPED_TRACE(body.substr(0, 300));
        expect_problem(post_event(body), status, code);
        // A batch answers for each of its events, unless it cannot be read as a whole.
        const auto batch = post("/v1/events",
                                {
                                    {"content-type", std::string(batch_type)}
        },
                                "[" + body + "]");
        EXPECT_TRUE(batch.status == status || batch.status == 207) << batch.body;
        EXPECT_NE(batch.body.find(code), std::string::npos) << batch.body;
    }
};

TEST_F(Json, ANumberIsFinite) {
    for (const char* number : {"1e400", "-1e400", "1E999999999"}) {
        expect_refused(event_with_row("infinite", "\"value\":"s + number), 400,
                       "json-number-out-of-range");
    }
    for (const char* word : {"NaN", "Infinity", "-Infinity", "nan"}) {
        expect_refused(event_with_row("infinite", "\"value\":"s + word), 400, "json-malformed");
    }
}

TEST_F(Json, AValueIsDecimalText) {
    for (const char* number : {"49", "1e-400", "18446744073709551616", "true", "[]"}) {
        expect_refused(event_with_row("no-text", "\"value\":"s + number), 422, "data-malformed");
    }
    for (const char* text : {"1e400", "NaN", "Infinity", "1e3", "0x10", " 1", ""}) {
        expect_refused(event_with_row("no-decimal", "\"value\":\""s + text + "\""), 422,
                       "value-bad-format");
    }
    expect_refused(event_with_row("large", R"("value":"10000000000000000")"), 422,
                   "value-out-of-range");
    expect_refused(event_with_row("precise", R"("value":"0.0000000001")"), 422,
                   "value-too-many-decimals");
}

TEST_F(Json, AMemberIsThereOnce) {
    expect_refused(event_with_row("twice", R"("value":"1","value":"2")"), 400,
                   "json-duplicate-member");
    expect_refused(event_with_row("twice", R"("value":"1","v\u0061lue":"2")"), 400,
                   "json-duplicate-member");
    std::string event = event_text("twice");
    event.insert(1, R"("id":"other",)");
    expect_refused(event, 400, "json-duplicate-member");
}

TEST_F(Json, TextsHoldNoControlCharacter) {
    for (const char* escape : {R"(\u0000)", R"(\u0007)", R"(\u202e)", R"(\u2066)", R"(\u200f)"}) {
        expect_refused(event_text("a"s + escape + "b"), 400, "text-forbidden-character");
    }
    for (const char* raw : {"\xE2\x80\xAE", "\xE2\x81\xA6"}) {
        expect_refused(event_text("a"s + raw + "b"), 400, "text-forbidden-character");
    }
    expect_refused(event_text("a\0b"s), 400, "json-malformed");
}

TEST_F(Json, TextsAreUtf8) {
    for (const char* bytes : {"\xFF", "\xC3", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC0\xAF"}) {
        expect_refused(event_text("a"s + bytes + "b"), 400, "json-malformed");
    }
    expect_refused(event_text(R"(a\ud800b)"), 400, "json-malformed");
}

TEST_F(Json, NothingStandsAroundTheEvent) {
    for (const std::string& body : {"\xEF\xBB\xBF" + event_text("a"), event_text("a") + "{}",
                                    event_text("a") + ",", "// a\n" + event_text("a")}) {
        expect_problem(post_event(body), 400, "json-malformed");
    }
    for (const char* body : {"", "{", "[1,2", "\"text\"", "{\"a\":1,}"}) {
        EXPECT_EQ(post_event(body).status, 400) << body;
    }
}

TEST_F(Json, NestingEndsAtItsLimit) {
    const auto with_depth = [](std::size_t depth) {
        return event_with_row("deep", "\"value\":" + nested(depth - depth_around_a_value));
    };
    expect_problem(post_event(with_depth(depth_max)), 422, "data-malformed");
    expect_problem(post_event(with_depth(depth_max + 1)), 400, "json-too-deep");
    EXPECT_EQ(post_event(nested(1'000'000)).status, 400);
    EXPECT_EQ(post_event(std::string(2'000'000, '[')).status, 400);
}

}  // namespace
}  // namespace tests::hostile
