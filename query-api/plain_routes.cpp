// SPDX-License-Identifier: EUPL-1.2
#include "query-api/plain_routes.hpp"

#include <array>
#include <utility>

#include "platform/http/problem.hpp"
#include "platform/json_writer.hpp"
#include "query-api/openapi.hpp"
#include "query-api/problems.hpp"

namespace query_api {
namespace {

namespace http = platform::http;

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> main_addresses{
    {{"documentation", "/openapi.json"},
     {"territories", "/v1/territories"},
     {"policies", "/v1/policies"},
     {"indicators", "/v1/indicators"},
     {"barometer", "/v1/territories/NAT-FR/barometer"},
     {"live", "/livez"},
     {"ready", "/readyz"}}
};

http::Response json_answer(std::string_view body) {
    http::Response response;
    response.headers.emplace_back("Cache-Control", "no-cache");
    response.body = body;
    return response;
}

std::string index_document() {
    std::string out;
    platform::JsonWriter json{out};
    json.begin_object();
    json.key("name").string("Baromètre");
    for (const auto& [name, address] : main_addresses) json.key(name).string(address);
    json.end_object();
    return out;
}

http::Response ready(const ReadSide& side, http::Language language) {
    const auto why = side.not_ready();
    if (why) return http::problem(problems::not_ready, language, *why);
    return json_answer(R"({"status":"ready"})");
}

// `answer(language)` is what is answered to a request without parameters.
template <class Answer>
http::Route route(std::string path, Answer answer) {
    return {http::Method::get, std::move(path), 0,
            [answer](const http::Request& request, const http::Respond& respond) {
                const auto language = http::preferred_language(request.header("accept-language"));
                if (request.query.empty()) return respond(answer(language));
                respond(http::problem(problems::parameter_unknown, language,
                                      request.query.front().first));
            }};
}

}  // namespace

std::vector<http::Route> plain_routes(const ReadSide& side) {
    return {route("/", [](http::Language) { return json_answer(index_document()); }),
            route("/livez", [](http::Language) { return json_answer(R"({"status":"live"})"); }),
            route("/readyz", [side](http::Language language) { return ready(side, language); }),
            route("/openapi.json", [](http::Language) { return json_answer(openapi_document()); })};
}

}  // namespace query_api
