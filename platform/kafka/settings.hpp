// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "platform/result.hpp"

namespace platform::kafka {

// Where a Baromètre keeps its log: a Kafka cluster and the prefix of its topics.
struct Settings {
    // The brokers asked first, as "host:port", several joined by commas.
    std::string bootstrap;
    std::string prefix = "barometre";

    // The log: one partition, every record for ever.
    std::string events_topic() const;
    // The current definitions: one partition, compacted.
    std::string catalogue_topic() const;
};

// Units: characters of a prefix; Kafka takes 249 for the whole name of a topic.
inline constexpr std::size_t prefix_length_max = 200;

// Units: bytes of a message with what Kafka adds: a record of record_bytes_max fits with room.
inline constexpr int message_bytes_max = 1'048'576;

// How long whoever opens a log, or creates or checks topics, waits for the brokers' answer.
inline constexpr std::chrono::milliseconds answer_max{10'000};

// Errors: invalid (a broker that is not host:port, a prefix that Kafka does not take).
Status check(const Settings& settings);

}  // namespace platform::kafka
