// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>

#include "ingest/log_watch.hpp"
#include "ingest/replica.hpp"
#include "platform/kafka/kafka_log.hpp"
#include "platform/kafka/settings.hpp"
#include "platform/kafka/table.hpp"
#include "platform/result.hpp"

namespace ingest {

struct ProgramOptions {
    platform::kafka::Settings kafka;
    ReplicaOptions replica;
};

// A replica and its connections to Kafka.
class KafkaReplica {
public:
    KafkaReplica();
    KafkaReplica(const KafkaReplica&) = delete;
    KafkaReplica& operator=(const KafkaReplica&) = delete;
    // Stops the replica, then waits for what the brokers have not answered yet.
    ~KafkaReplica();

    // Once. `lost` is told when the topic is found not to be the log any more.
    // Errors: those of KafkaLog::open(), read_log_id() and Replica::start().
    platform::Status start(const ProgramOptions& options, LogWatch::Lost lost);

    // Once started.
    const Replica& replica() const { return *replica_; }

private:
    std::unique_ptr<platform::kafka::KafkaLog> log_;
    std::unique_ptr<Replica> replica_;
    std::unique_ptr<platform::kafka::TableReader> reader_;  // After the replica, which it feeds.
    std::unique_ptr<LogWatch> watch_;
};

// The program `barometre-ingest`: a replica that appends to the log on Kafka, until it is told to
// stop. Returns the status to exit with; what failed is said in the log, in one line.
int run(const ProgramOptions& options);

}  // namespace ingest
