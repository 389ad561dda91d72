// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "platform/result.hpp"

namespace tests::bench {

// Requests to 127.0.0.1, each sent when the answer to the one before it has come.
struct LoadPlan {
    std::uint16_t port = 0;
    std::size_t connections = 64;
    std::chrono::milliseconds duration{1000};
    // The bytes of the next request.
    std::function<std::string()> request;
    // What each may be answered with.
    std::vector<int> statuses{200};
};

struct LoadResult {
    std::uint64_t answers = 0;
    double seconds = 0;

    double per_second() const { return static_cast<double>(answers) / seconds; }
};

// Keeps all connections busy for the duration, on this thread, with one epoll.
// Errors: io (no connection), invalid (another status).
platform::Result<LoadResult> load(const LoadPlan& plan);

// The bytes of one whole answer that has a Content-Length. Errors: io.
platform::Result<std::string> raw_answer(std::uint16_t port, const std::string& request);

}  // namespace tests::bench
