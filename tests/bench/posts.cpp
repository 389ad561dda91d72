// SPDX-License-Identifier: EUPL-1.2
#include "tests/bench/posts.hpp"

#include <array>
#include <utility>

#include "tests/vectors/support/api.hpp"
#include "tests/vectors/support/failure.hpp"

namespace tests::bench {
namespace {

constexpr std::array<std::string_view, 5> territories{"DEPT-22", "DEPT-29", "DEPT-35", "DEPT-56",
                                                      "DEPT-75"};

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
    return R"({"specversion":"1.0","id":"2024-10-23-)" + digits +
           R"(","source":"urn:prefecture:35","type":"fr.barometre.measures.reported.v1",)"
           R"("datacontenttype":"application/json","data":{"rows":[{"indicator":"IND-302",)"
           R"("territory":")" +
           std::string(territories[number % territories.size()]) +
           R"(","kind":"actual","date":"2024-09-)" + (number % 28 < 9 ? "0" : "") +
           std::to_string(number % 28 + 1) + R"(","value":")" + digits + R"("}]}})";
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
