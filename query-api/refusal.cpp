// SPDX-License-Identifier: EUPL-1.2
#include "query-api/refusal.hpp"

#include "platform/http/gate.hpp"
#include "platform/logging.hpp"

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

platform::http::Response failed_read(const projector::read_model::StoreFailure& failure,
                                     platform::http::Language language) {
    platform::log(platform::Level::error, "a read failed",
                  {
                      {"detail", failure.what()}
    });
    return platform::http::problem(platform::http::internal_error, language);
}

}  // namespace query_api
