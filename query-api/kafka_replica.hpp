// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <memory>

#include "platform/kafka/kafka_log.hpp"
#include "platform/kafka/settings.hpp"
#include "platform/kafka/table.hpp"
#include "platform/result.hpp"
#include "query-api/replica.hpp"

namespace query_api {

// A replica and its connections to Kafka: it follows the log, and keeps the catalogue topic.
class KafkaReplica {
public:
    // Errors: as platform::kafka::KafkaLog::open() and Replica::start(), whose `failed` this is.
    static platform::Result<std::unique_ptr<KafkaReplica>> start(
        const platform::kafka::Settings& settings, const ReplicaOptions& options,
        std::function<void(platform::Error)> failed);
    KafkaReplica(const KafkaReplica&) = delete;
    KafkaReplica& operator=(const KafkaReplica&) = delete;
    // Stops.
    ~KafkaReplica();

    const Replica& replica() const { return *replica_; }

private:
    KafkaReplica() = default;
    platform::Status open(const platform::kafka::Settings& settings, const ReplicaOptions& options,
                          std::function<void(platform::Error)> failed);

    std::unique_ptr<platform::kafka::KafkaLog> log_;
    std::unique_ptr<platform::kafka::TableWriter> writer_;
    std::unique_ptr<Replica> replica_;
    std::unique_ptr<platform::kafka::TableReader> reader_;
};

}  // namespace query_api
