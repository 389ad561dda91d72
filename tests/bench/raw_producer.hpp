// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "platform/result.hpp"

struct rd_kafka_s;
struct rd_kafka_topic_s;

namespace tests::bench {

// librdkafka alone, with the product's settings: what an ingest can be compared with.
// Threads: one at a time.
class RawProducer {
public:
    // Errors: unavailable.
    static platform::Result<RawProducer> open(const std::string& bootstrap,
                                              const std::string& topic);

    RawProducer(RawProducer&& other) noexcept;
    RawProducer& operator=(RawProducer&&) = delete;
    ~RawProducer();

    struct Plan {
        // Who waits at the same time, each for its own records before it sends the next.
        std::size_t waiters = 64;
        // What each sends at once.
        std::size_t batch = 1;
        std::chrono::milliseconds duration{1000};
    };
    struct Produced {
        std::size_t records = 0;
        double seconds = 0;

        double per_second() const { return static_cast<double>(records) / seconds; }
    };

    // Produces what `next_value` gives, under `key`; a record counts once all replicas have it.
    // Errors: io (a record that is refused).
    platform::Result<Produced> run(const Plan& plan, const std::string& key,
                                   const std::function<const std::string&()>& next_value);

private:
    RawProducer(rd_kafka_s* client, rd_kafka_topic_s* topic) : client_(client), topic_(topic) {}

    rd_kafka_s* client_;
    rd_kafka_topic_s* topic_;
};

}  // namespace tests::bench
