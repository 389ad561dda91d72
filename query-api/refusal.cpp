// SPDX-License-Identifier: EUPL-1.2
#include "query-api/refusal.hpp"

namespace query_api {
namespace {

constexpr int status_unavailable = 503;
constexpr std::string_view retry_after_seconds = "1";

}  // namespace

platform::http::Response refused(const Refusal& why, platform::http::Language language) {
    auto response = platform::http::problem(why.kind, language, why.detail);
    if (why.kind.status == status_unavailable)
        response.headers.emplace_back("Retry-After", retry_after_seconds);
    return response;
}

}  // namespace query_api
