// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <functional>
#include <memory>

struct rd_kafka_queue_s;

namespace platform::kafka {

// A thread that serves queues of the client library: it calls `serve` after something came into a
// watched queue that was empty, and every `interval` besides. `serve` must empty the queues.
class SignalLoop {
public:
    SignalLoop(std::chrono::milliseconds interval, std::function<void()> serve);
    SignalLoop(const SignalLoop&) = delete;
    SignalLoop& operator=(const SignalLoop&) = delete;
    // Waits for the end of a call of `serve`; there is none after.
    ~SignalLoop();

    // As long as `queue` lives. Threads: any.
    void watch(rd_kafka_queue_s& queue);

private:
    struct Loop;

    std::unique_ptr<Loop> loop_;
};

}  // namespace platform::kafka
