// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/http/message.hpp"
#include "platform/worker_pool.hpp"
#include "projector/metrics_page.hpp"
#include "projector/read_model/store.hpp"

namespace projector {

// What the admin port is about.
struct AdminSide {
    read_model::Store& store;
    MetricsPage& metrics;
    // Why /readyz is 503, in English; nothing when ready. Threads: any.
    std::function<std::optional<std::string>()> not_ready;
    // Where checkpoints are made.
    std::filesystem::path checkpoints;
};

// The routes of a port for operators only: /livez, /readyz, /metrics, and checkpoints, through
// which programs read a store that is in use: POST /checkpoint makes one (hard links, and its
// position) and says where, DELETE /checkpoint/{name} removes it.
class Admin {
public:
    // What `side` refers to outlives this.
    explicit Admin(AdminSide side);
    // Waits for a checkpoint that is being made.
    ~Admin() = default;
    Admin(const Admin&) = delete;
    Admin& operator=(const Admin&) = delete;

    // This outlives them.
    std::vector<platform::http::Route> routes();

private:
    platform::http::Response ready() const;
    platform::http::Response make_checkpoint();
    platform::http::Response remove_checkpoint(const std::string& name) const;
    platform::http::Handler on_worker(
        std::function<platform::http::Response(const platform::http::Request&)> answer);

    AdminSide side_;
    // One at a time. Last: its thread uses the above.
    platform::WorkerPool worker_;
};

}  // namespace projector
