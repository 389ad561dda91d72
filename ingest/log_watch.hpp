// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "platform/kafka/kafka_log.hpp"
#include "platform/kafka/settings.hpp"
#include "platform/result.hpp"

namespace ingest {

// How often the first record of the topic is read again.
constexpr std::chrono::seconds reread_interval{10};

// Finds out while an ingest runs that its topic is not its log any more: it was deleted and made
// again, or has lost records. A topic that is away is waited for.
class LogWatch {
public:
    // Told once, on the watch's thread; the process should stop.
    using Lost = std::function<void(const platform::Error&)>;

    // `log` outlives it.
    LogWatch(platform::kafka::Settings settings, std::string log_id, platform::kafka::KafkaLog& log,
             Lost lost);
    LogWatch(const LogWatch&) = delete;
    LogWatch& operator=(const LogWatch&) = delete;
    ~LogWatch();

private:
    void watch();
    platform::Status look();
    platform::Status reread();

    const platform::kafka::Settings settings_;
    const std::string log_id_;
    platform::kafka::KafkaLog& log_;
    const Lost lost_;
    std::chrono::steady_clock::time_point reread_at_;

    std::mutex mutex_;
    std::condition_variable stop_;
    bool stopping_ = false;
    std::thread thread_;  // Last: it uses all of the above.
};

}  // namespace ingest
