// SPDX-License-Identifier: EUPL-1.2
#include "domain/codec/json.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/must.hpp"

namespace {

namespace codec = domain::codec;

std::string canonical(const std::string& text) {
    return codec::canonical(support::must(codec::parse_json(text)));
}

std::string nested(int depth) {
    const auto levels = static_cast<std::size_t>(depth);
    return std::string(levels, '[') + std::string(levels, ']');
}

// A list nested `depth` deep, each second level an object.
std::string nested_objects(int depth) {
    std::string open;
    std::string close;
    for (int i = 0; i < depth; ++i) {
        open += i % 2 == 0 ? "[" : R"({"a":)";
        close.insert(0, i % 2 == 0 ? "]" : "}");
    }
    return open + (depth % 2 == 0 ? "1" : "") + close;
}

TEST(Json, IsWrittenCanonically) {
    struct Row {
        const char* text;
        const char* canonical;
    };
    const Row rows[] = {
        Row("{}", "{}"),
        Row("[]", "[]"),
        Row(" [ ]\r\n\t ", "[]"),
        Row(R"({"b":1,"a":2})", R"({"a":2,"b":1})"),
        Row(R"({"b":{"d":1,"c":[true,false,null]},"a":""})",
            R"({"a":"","b":{"c":[true,false,null],"d":1}})"),
        // By bytes, not by letters: capitals and digits first, accents last.
        Row(R"({"é":1,"z":2,"A":3,"1":4,"aa":5,"a":6})",
            R"({"1":4,"A":3,"a":6,"aa":5,"z":2,"é":1})"),
        // Numbers stay as written.
        Row("[1.0,1e2,1E+2,-0,0.10,100000000000000000000]",
            "[1.0,1e2,1E+2,-0,0.10,100000000000000000000]"),
        Row(R"(["\u00e9\u20ac\ud83d\ude00\/"])", "[\"é€😀/\"]"),
        Row(R"(["a\"b\\c\n\t"])", R"(["a\"b\\c\n\t"])"),
        Row(R"(["\u000a\u0009"])", R"(["\n\t"])"),
        Row(R"({"\u0061":1})", R"({"a":1})"),
    };
    for (const auto& row : rows) EXPECT_EQ(canonical(row.text), row.canonical) << row.text;
}

TEST(Json, LeavesOutMembersOfTheOutermostObjectOnly) {
    const auto value =
        support::must(codec::parse_json(R"({"a":1,"b":{"a":2},"c":[{"a":3}],"d":4})"));
    EXPECT_EQ(codec::canonical(value, {"a", "d", "z"}), R"({"b":{"a":2},"c":[{"a":3}]})");
}

TEST(Json, FindsMembers) {
    const auto value = support::must(codec::parse_json(R"({"a":null,"b":[1]})"));
    ASSERT_NE(value.member("a"), nullptr);
    EXPECT_TRUE(value.member("a")->is_null());
    ASSERT_NE(value.member("b"), nullptr);
    EXPECT_EQ(value.member("b")->array()->front().number()->text, "1");
    EXPECT_EQ(value.member("c"), nullptr);
    EXPECT_EQ(value.member("b")->member("a"), nullptr);
}

void expect_malformed(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
        const auto parsed = codec::parse_json(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, "json-malformed") << text;
    }
}

TEST(Json, RefusesWhatIsNoObjectOrArray) {
    expect_malformed({"",        " ",      "nul",      "{",          "[",         "]",
                      "[1",      "{\"a\"", "{\"a\":}", "{\"a\":1",   "{\"a\" 1}", "{a:1}",
                      "{'a':1}", "[1,]",   "[,1]",     "{\"a\":1,}", "[1 2]",     "[1]]",
                      "[1] x",   "[1][2]", "{}{}",     "[1],",       "[1] // x",  "/* x */[1]"});
    // Scalars are no events.
    expect_malformed({"1", "\"a\"", "null", "true"});
    // A byte order mark.
    expect_malformed({"\xEF\xBB\xBF[]"});
}

TEST(Json, RefusesWhatIsNoNumberOrLiteral) {
    expect_malformed({"[01]", "[-01]", "[1.]", "[.5]", "[+1]", "[-]", "[1e]", "[1e+]", "[0x1]",
                      "[1.5.2]", "[--1]", "[1a]", "[NaN]", "[Infinity]", "[-Infinity]", "[1_000]"});
    expect_malformed({"[tru]", "[True]", "[nul]", "[nullx]", "[truex]", "[falsey]", "[n]"});
}

TEST(Json, RefusesWhatIsNoString) {
    expect_malformed({
        "[\"a]", "[\"\\x41\"]", "[\"\\u12\"]", "[\"\\u12g4\"]", "[\"a\nb\"]", "[\"a\tb\"]",
        std::string{"[\"a\0b\"]", 7}
    });
    // Surrogates alone.
    expect_malformed({"[\"\\ud800\"]", "[\"\\ud800a\"]", "[\"\\udc00\"]", "[\"\\ud800\\ud800\"]"});
    // Bytes that are no UTF-8: a lone continuation, cut short, overlong, a surrogate, too high.
    expect_malformed({"[\"\x80\"]", "[\"\xC3\"]", "[\"\xE2\x82\"]", "[\"\xC0\x80\"]",
                      "[\"\xE0\x80\x80\"]", "[\"\xED\xA0\x80\"]", "[\"\xF4\x90\x80\x80\"]",
                      "[\"\xFF\"]"});
}

TEST(Json, RefusesNumbersThatNoDoubleHolds) {
    for (const char* text : {"[1e400]", "[-1e400]", "[1E+400]", "[1e99999999999999999999]"}) {
        const auto parsed = codec::parse_json(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, "json-number-out-of-range") << text;
    }
    const auto long_number = codec::parse_json("[" + std::string(400, '9') + "]");
    ASSERT_FALSE(long_number);
    EXPECT_EQ(long_number.error().code, "json-number-out-of-range");
    for (const char* text : {"[1e290]", "[-1e290]", "[1e-400]", "[0e0]"})
        EXPECT_TRUE(codec::parse_json(text)) << text;
}

TEST(Json, RefusesAMemberThatIsThereTwice) {
    for (const char* text :
         {R"({"a":1,"a":1})", R"({"a":1,"b":2,"\u0061":3})", R"([{"x":{"a":1,"a":2}}])"}) {
        const auto parsed = codec::parse_json(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, "json-duplicate-member") << text;
    }
    EXPECT_TRUE(codec::parse_json(R"([{"a":1},{"a":1}])"));
    EXPECT_TRUE(codec::parse_json(R"({"a":{"a":1}})"));
}

TEST(Json, Is32DeepAtMost) {
    EXPECT_TRUE(codec::parse_json(nested(codec::json_depth_max - 1)));
    EXPECT_TRUE(codec::parse_json(nested(codec::json_depth_max)));
    EXPECT_TRUE(codec::parse_json(nested_objects(codec::json_depth_max - 1)));
    for (const std::string& text : {nested(codec::json_depth_max + 1),
                                    nested_objects(codec::json_depth_max + 1), nested(100'000)}) {
        const auto parsed = codec::parse_json(text);
        ASSERT_FALSE(parsed);
        EXPECT_EQ(parsed.error().code, "json-too-deep");
    }
}

TEST(Json, RefusesControlAndBidirectionalCharactersInStringsAndNames) {
    for (const char* character : {"\\u0000", "\\u0001", "\\u001f", "\\r", "\\b", "\\f", "\\u007f",
                                  "\\u061c", "\\u200e", "\\u200f", "\\u202a", "\\u202e", "\\u2066",
                                  "\\u2069", "\x7F", "\xE2\x80\xAE", "\xD8\x9C"}) {
        for (const std::string& text : {"[\"a" + std::string{character} + "b\"]",
                                        "{\"a" + std::string{character} + "\":1}"}) {
            const auto parsed = codec::parse_json(text);
            ASSERT_FALSE(parsed) << text;
            EXPECT_EQ(parsed.error().code, "text-forbidden-character") << text;
        }
    }
    // Their neighbours are letters and signs like others.
    for (const char* character :
         {"\\u0020", "\\u0080", "\\u061b", "\\u061d", "\\u200d", "\\u2010", "\\u2029", "\\u202f",
          "\\u2065", "\\u206a", "\\n", "\\t", "é", "’"})
        EXPECT_TRUE(codec::parse_json("[\"" + std::string{character} + "\"]")) << character;
}

TEST(Json, QuotesStrings) {
    std::string out = "x";
    codec::append_quoted(out, "a\"\\\n\t\x01\x1F é");
    EXPECT_EQ(out, "x\"a\\\"\\\\\\n\\t\\u0001\\u001f é\"");
}

TEST(Json, ReadsManyTextsOneAfterTheOther) {
    for (int i = 0; i < 1'000; ++i) {
        EXPECT_EQ(canonical("[" + std::to_string(i) + "]"), "[" + std::to_string(i) + "]");
        EXPECT_FALSE(codec::parse_json("[" + std::to_string(i)));
    }
}

}  // namespace
