// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/authorize.hpp"

#include <utility>

#include "platform/access/key_ring.hpp"

namespace platform::http {
namespace {

using access::Identity;

// Source: RFC 6750 §3.
constexpr std::string_view challenge = "WWW-Authenticate";

Response key_needed(std::string_view authorization, Language language) {
    Response response = problem(problems::key_needed, language);
    response.headers.emplace_back(
        challenge, authorization.empty() ? "Bearer" : R"(Bearer error="invalid_token")");
    return response;
}

Response right_missing(access::Rights needed, Language language) {
    Response response = problem(problems::right_missing, language, needed.text(' '));
    response.headers.emplace_back(
        challenge, R"(Bearer error="insufficient_scope", scope=")" + needed.text(' ') + '"');
    return response;
}

}  // namespace

Result<Identify> identify_by_keys(const std::string& keys_file) {
    if (keys_file.empty()) return Identify{};
    auto opened = access::KeyRing::open(keys_file);
    if (!opened) return opened.error();
    return Identify{[ring = std::shared_ptr<access::KeyRing>{std::move(*opened)}](
                        std::string_view authorization) { return ring->identify(authorization); }};
}

Authorized authorize(const Identify& identify, const Route& route, std::string_view authorization,
                     Language language) {
    static const auto local = std::make_shared<const Identity>(access::local_identity());
    if (route.needs.empty()) return std::shared_ptr<const Identity>{};
    if (!identify) return local;
    auto caller = identify(authorization);
    if (!caller) return key_needed(authorization, language);
    if (!caller->rights.meets(route.needs)) {
        // Whoever sent no key may have one that does.
        if (authorization.empty()) return key_needed(authorization, language);
        return right_missing(route.needs, language);
    }
    return caller;
}

void keep_private(Response& response) {
    constexpr std::string_view shared = "public";
    for (auto& [name, value] : response.headers)
        if (name == "Cache-Control" && value.starts_with(shared))
            value.replace(0, shared.size(), "private");
}

}  // namespace platform::http
