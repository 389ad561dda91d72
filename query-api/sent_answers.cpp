// SPDX-License-Identifier: EUPL-1.2
#include "query-api/sent_answers.hpp"

namespace query_api {
namespace {

using platform::http::Request;
using platform::http::Response;

constexpr int status_ok = 200;

}  // namespace

std::string SentAnswers::key_of(const Request& request) {
    if (!request.header("if-none-match").empty() || !request.header("accept-datetime").empty())
        return {};
    const std::string_view accept = request.header("accept");
    std::string key;
    key.reserve(request.target.size() + 1 + accept.size());
    return key.append(request.target).append(1, ' ').append(accept);
}

std::optional<Response> SentAnswers::find(const std::string& key, const Circumstances& now) {
    const std::lock_guard lock{mutex_};
    if (circumstances_ != now) return std::nullopt;
    const auto answer = answers_.find(key);
    if (answer == answers_.end()) return std::nullopt;
    return answer->second;
}

void SentAnswers::put(const std::string& key, const Response& response, const Circumstances& then) {
    if (key.empty() || response.status != status_ok) return;
    const std::size_t size = key.size() + response.body.size();
    if (size > bytes_max_) return;
    const std::lock_guard lock{mutex_};
    if (circumstances_ != then || bytes_ + size > bytes_max_) {
        answers_.clear();
        bytes_ = 0;
        circumstances_ = then;
    }
    if (answers_.emplace(key, response).second) bytes_ += size;
}

}  // namespace query_api
