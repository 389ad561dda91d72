// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <random>
#include <string>
#include <vector>

#include "domain/codec/json.hpp"
#include "tests/support/must.hpp"
#include "tests/support/property.hpp"

namespace tests::property {
namespace {

namespace codec = domain::codec;
using Random = std::mt19937_64;

std::size_t pick(Random& random, std::size_t count) {
    return std::uniform_int_distribution<std::size_t>{0, count - 1}(random);
}

const std::string& one_of(Random& random, const std::vector<std::string>& choices) {
    return choices[pick(random, choices.size())];
}

const std::vector<std::string> characters{
    "a",    "b",    "Z",   "0",   " ",       "é", "€", "😀",      "\\n",
    "\\\"", "\\\\", "\\/", "\\t", "\\u0041", "/", "~", "\\u00e9", "\\ud83d\\ude00"};
const std::vector<std::string> numbers{
    "0",    "-0",   "1",   "12.50", "-3.25e2",
    "1E+3", "1e-5", "0.1", "1.0",   "123456789012345678901234567890"};
const std::vector<std::string> spaces{"", "", "", " ", "\n", "\t ", "\r\n"};

std::string random_string(Random& random) {
    std::string text = "\"";
    for (std::size_t length = pick(random, 6); length > 0; --length)
        text += one_of(random, characters);
    return text + "\"";
}

// The text of a value; members of an object get distinct names by a number.
std::string random_json(Random& random, int depth) {
    const auto space = [&random] { return one_of(random, spaces); };
    const std::size_t kind = pick(random, depth > 0 ? 6 : 4);
    if (kind == 0) return one_of(random, {"true", "false", "null"});
    if (kind == 1) return one_of(random, numbers);
    if (kind < 4) return random_string(random);
    std::string text;
    for (std::size_t i = pick(random, 5); i > 0; --i) {
        text += (text.empty() ? "" : ",") + space();
        if (kind == 4) {
            std::string name = random_string(random);
            name.insert(1, std::to_string(i));
            text += name + space() + ":" + space();
        }
        text += random_json(random, depth - 1) + space();
    }
    return kind == 4 ? "{" + text + "}" : "[" + text + "]";
}

std::string random_list(Random& random) {
    return "[" + random_json(random, 4) + "]";
}

void shuffle_members(codec::Json& value, Random& random) {
    if (auto* members = std::get_if<codec::JsonObject>(&value.value)) {
        std::shuffle(members->begin(), members->end(), random);
        for (auto& member : *members) shuffle_members(member.value, random);
    }
    if (auto* elements = std::get_if<codec::JsonArray>(&value.value))
        for (auto& element : *elements) shuffle_members(element, random);
}

TEST(CanonicalJson, OfItselfIsItself) {
    support::for_random([](Random& random) {
        for (int i = 0; i < 20'000; ++i) {
            const std::string text = random_list(random);
            auto value = support::must(codec::parse_json(text));
            const std::string canonical = codec::canonical(value);
            ASSERT_EQ(codec::canonical(support::must(codec::parse_json(canonical))), canonical)
                << text;
            // Nor does the order of members matter.
            shuffle_members(value, random);
            ASSERT_EQ(codec::canonical(value), canonical) << text;
        }
    });
}

std::string mutated(std::string text, Random& random) {
    const std::string bytes = "{}[]\",:\\0123456789.eE+-ntrufalse \n\x01\x7F\x80\xC3\xA9\xFF";
    for (std::size_t edits = 1 + pick(random, 3); edits > 0 && !text.empty(); --edits) {
        const std::size_t at = pick(random, text.size());
        const char byte = bytes[pick(random, bytes.size())];
        switch (pick(random, 4)) {
            case 0:
                text[at] = byte;
                break;
            case 1:
                text.insert(at, 1, byte);
                break;
            case 2:
                text.erase(at, 1 + pick(random, 3));
                break;
            default:
                text.resize(at);
                break;
        }
    }
    return text;
}

// What this reader refuses on purpose, and the other takes.
bool is_stricter(const std::string& code) {
    return code == "json-duplicate-member" || code == "json-number-out-of-range" ||
           code == "text-forbidden-character" || code == "json-too-deep";
}

TEST(Json, IsReadOrRefusedAsAnotherReaderDoes) {
    support::for_random([](Random& random) {
        for (int i = 0; i < 50'000; ++i) {
            const std::string text = mutated(random_list(random), random);
            const auto read = codec::parse_json(text);
            boost::system::error_code error;
            const auto other = boost::json::parse(text, error);
            const bool other_reads = !error && (other.is_object() || other.is_array());
            if (read) {
                ASSERT_TRUE(other_reads) << text;
                const std::string canonical = codec::canonical(*read);
                ASSERT_EQ(codec::canonical(support::must(codec::parse_json(canonical))), canonical);
            } else if (other_reads) {
                ASSERT_TRUE(is_stricter(read.error().code)) << read.error().code << " " << text;
            }
        }
    });
}

}  // namespace
}  // namespace tests::property
