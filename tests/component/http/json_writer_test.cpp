// SPDX-License-Identifier: EUPL-1.2
#include "platform/json_writer.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

#include <limits>

namespace tests {
namespace {

using platform::JsonWriter;

std::string as_json_string(std::string_view text) {
    std::string out;
    JsonWriter{out}.string(text);
    return out;
}

TEST(JsonWriter, PutsCommasWhereTheyBelong) {
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    json.key("a").begin_array().end_array();
    json.key("b").begin_array().integer(-1).unsigned_integer(2).null().end_array();
    json.key("c").begin_object().key("d").boolean(true).key("e").boolean(false).end_object();
    json.key("f").number_text("92.500000001");
    json.key("g").raw("[1,2]").key("h").string("i");
    json.key("j").begin_array();
    json.begin_object().end_object().begin_object().end_object().end_array();
    json.end_object();
    EXPECT_EQ(out,
              "{\"a\":[],\"b\":[-1,2,null],\"c\":{\"d\":true,\"e\":false},\"f\":92.500000001,"
              "\"g\":[1,2],\"h\":\"i\",\"j\":[{},{}]}");
}

TEST(JsonWriter, AppendsToWhatIsThere) {
    std::string out = "data: ";
    JsonWriter{out}.begin_array().integer(1).end_array();
    EXPECT_EQ(out, "data: [1]");
}

TEST(JsonWriter, WritesTheGreatestAndLeastIntegers) {
    std::string out;
    JsonWriter json{out};
    json.begin_array();
    json.integer(std::numeric_limits<std::int64_t>::min());
    json.unsigned_integer(std::numeric_limits<std::uint64_t>::max());
    json.end_array();
    EXPECT_EQ(out, "[-9223372036854775808,18446744073709551615]");
}

TEST(JsonWriter, EscapesWhatJsonEscapes) {
    EXPECT_EQ(as_json_string(""), "\"\"");
    EXPECT_EQ(as_json_string("a\"b\\c/d"), "\"a\\\"b\\\\c/d\"");
    EXPECT_EQ(as_json_string("\n\r\t\b\f"), "\"\\n\\r\\t\\b\\f\"");
    EXPECT_EQ(as_json_string(std::string_view{"\0\x1F\x7F", 3}), "\"\\u0000\\u001f\x7F\"");
    EXPECT_EQ(as_json_string("Côtes-d'Armor €😀"), "\"Côtes-d'Armor €😀\"");
}

TEST(JsonWriter, ReplacesWhatIsNotUtf8) {
    EXPECT_EQ(as_json_string("a\xFF"
                             "b"),
              "\"a\\ufffdb\"");
    EXPECT_EQ(as_json_string("\xC0\x80"), "\"\\ufffd\\ufffd\"");
    EXPECT_EQ(as_json_string("\xED\xA0\x80"), "\"\\ufffd\\ufffd\\ufffd\"");
    EXPECT_EQ(as_json_string("\xF4\x90\x80\x80"), "\"\\ufffd\\ufffd\\ufffd\\ufffd\"");
    EXPECT_EQ(as_json_string("é\xC3"), "\"é\\ufffd\"");
}

TEST(JsonWriter, AStrictParserReadsEachByteBack) {
    for (int byte = 0; byte < 256; ++byte) {
        const std::string text(3, static_cast<char>(byte));
        boost::system::error_code error;
        const auto parsed = boost::json::parse(as_json_string(text), error);
        ASSERT_FALSE(error) << byte;
        if (byte < 0x80) {
            EXPECT_EQ(std::string_view{parsed.as_string()}, text);
        }
    }
}

}  // namespace
}  // namespace tests
