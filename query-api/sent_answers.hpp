// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "domain/instant.hpp"
#include "domain/measure.hpp"
#include "platform/http/message.hpp"

namespace query_api {

// What an answer depends on besides its request: how much is applied, and the day.
struct Circumstances {
    domain::Sequence next = 0;
    domain::Date today;

    bool operator==(const Circumstances&) const = default;
};

// Whole answers as they were sent, to send them again without looking at the request twice. They
// are those of one circumstance and all go when it changes, so that nothing has to be told apart.
// Threads: any.
class SentAnswers {
public:
    // What bodies and keys may take together; one more than that, and all go.
    explicit SentAnswers(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    // What of a request a 200 depends on; empty where the answer depends on what the client has or
    // on a moment that it asks for: it is neither found nor kept.
    static std::string key_of(const platform::http::Request& request);

    // The answer that was made under `now` to a request of this key.
    std::optional<platform::http::Response> find(const std::string& key, const Circumstances& now);

    // Keeps `response` if it is a 200. It must have been made under `then` from beginning to end.
    void put(const std::string& key, const platform::http::Response& response,
             const Circumstances& then);

private:
    const std::size_t bytes_max_;
    std::mutex mutex_;
    // Those of all answers.
    std::optional<Circumstances> circumstances_;
    std::unordered_map<std::string, platform::http::Response> answers_;
    std::size_t bytes_ = 0;
};

}  // namespace query_api
