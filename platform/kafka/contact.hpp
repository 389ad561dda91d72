// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <atomic>
#include <string>
#include <string_view>
#include <utility>

namespace platform::kafka {

// Whether the brokers answer, said in the log once when they stop and once when they do again.
// Threads: any.
class Contact {
public:
    explicit Contact(std::string topic) : topic_(std::move(topic)) {}

    void lost(std::string_view reason);
    void answered();
    bool is_answering() const noexcept { return answering_.load(std::memory_order_relaxed); }

private:
    const std::string topic_;
    std::atomic<bool> answering_{true};
};

}  // namespace platform::kafka
