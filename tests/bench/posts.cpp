// SPDX-License-Identifier: EUPL-1.2
#include "tests/bench/posts.hpp"

#include <array>
#include <utility>

#include "domain/codec/json.hpp"
#include "tests/vectors/support/api.hpp"
#include "tests/vectors/support/failure.hpp"

namespace tests::bench {
namespace {

constexpr std::array<std::string_view, 5> territories{"DEPT-22", "DEPT-29", "DEPT-35", "DEPT-56",
                                                      "DEPT-75"};

constexpr std::string_view id_prefix = "2024-10-23-";
constexpr std::size_t id_digits = 12;

// All of the same length, so that one can take the place of another.
std::string id_of(std::uint64_t number) {
    const std::string digits = std::to_string(number);
    return std::string(id_prefix) + std::string(id_digits - digits.size(), '0') + digits;
}

}  // namespace

platform::Status define_houses(const std::string& url) {
    auto api = vectors::Api::open(url);
    if (!api) return api.error();
    constexpr std::array<std::pair<const char*, const char*>, 2> definitions{
        {{"/v1/policies", R"({"id":"CH-045"})"},
         {"/v1/indicators", R"({"id":"IND-302","policy":"CH-045","roll_up":{"actual":{)"
                            R"("department":{"from":"entered","operation":"none"},)"
                            R"("region":{"from":"departments","operation":"sum"},)"
                            R"("nation":{"from":"regions","operation":"sum"}}}})"}}
    };
    for (const auto& [target, body] : definitions) {
        const auto response = api->send({
            .method = "POST",
            .target = target,
            .headers = {{"content-type", "application/json"}, {"prefer", "wait=30"}},
            .body = body
        });
        if (!response) return response.error();
        if (response->status != 200) return vectors::failure(response->body);
    }
    return {};
}

std::string event_text(std::uint64_t number) {
    const std::string digits = std::to_string(number);
    return R"({"specversion":"1.0","id":")" + id_of(number) +
           R"(","source":"urn:prefecture:35","type":"fr.barometre.measures.reported.v1",)"
           R"("datacontenttype":"application/json","data":{"rows":[{"indicator":"IND-302",)"
           R"("territory":")" +
           std::string(territories[number % territories.size()]) +
           R"(","kind":"actual","date":"2024-09-)" + (number % 28 < 9 ? "0" : "") +
           std::to_string(number % 28 + 1) + R"(","value":")" + digits + R"("}]}})";
}

std::string record_text(std::uint64_t number) {
    std::string text = domain::codec::canonical(*domain::codec::parse_json(event_text(number)));
    text.pop_back();
    return text + R"(,"authid":"local","recordedtime":"2024-10-23T10:20:30.405060Z"})";
}

NumberedText::NumberedText(std::string text, std::uint64_t first, std::size_t count)
    : text_(std::move(text)) {
    std::size_t from = 0;
    for (std::size_t i = 0; i < count; ++i) {
        from = text_.find(id_of(first + i), from);
        places_.push_back(from);
    }
}

const std::string& NumberedText::numbered(std::uint64_t first) {
    for (const std::size_t place : places_) {
        const auto id = id_of(first++);
        text_.replace(place, id.size(), id);
    }
    return text_;
}

std::string post_text(std::string_view type, const std::string& body) {
    return "POST /v1/events HTTP/1.1\r\nHost: bench\r\nPrefer: respond-async\r\nContent-Type: " +
           std::string(type) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           body;
}

std::uint16_t port_of(const std::string& url) {
    return static_cast<std::uint16_t>(std::stoul(url.substr(url.rfind(':') + 1)));
}

}  // namespace tests::bench
