// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/http/message.hpp"
#include "platform/metrics.hpp"

namespace ingest {

// What operators ask of one replica: GET /livez, /readyz and /metrics. Levels and counts are read
// when they are asked for.
// Threads: any, but for add_level() and add_count(), which come before routes().
class Admin {
public:
    // `is_ready` may be called from any thread.
    explicit Admin(std::function<bool()> is_ready) : is_ready_(std::move(is_ready)) {}
    Admin(const Admin&) = delete;
    Admin& operator=(const Admin&) = delete;

    void add_level(std::string_view name, std::string_view help, std::function<double()> level);
    // Of what happened since the start.
    void add_count(std::string_view name, std::string_view help,
                   std::function<std::uint64_t()> count, platform::Labels labels = {});

    // This outlives them.
    std::vector<platform::http::Route> routes();

private:
    platform::http::Response metrics_page();

    std::function<bool()> is_ready_;
    platform::Metrics metrics_;
    std::vector<std::pair<platform::Gauge*, std::function<double()>>> levels_;
    std::vector<std::pair<platform::Counter*, std::function<std::uint64_t()>>> counts_;
};

}  // namespace ingest
