// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>

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

    // Once. Errors: those of KafkaLog::open(), read_log_id() and Replica::start().
    platform::Status start(const ProgramOptions& options);

    // Once started.
    const Replica& replica() const { return *replica_; }

private:
    std::unique_ptr<platform::kafka::KafkaLog> log_;
    std::unique_ptr<Replica> replica_;
    std::unique_ptr<platform::kafka::TableReader> reader_;  // Last: it feeds the replica.
};

// The program `barometre-ingest`: a replica that appends to the log on Kafka, until it is told to
// stop. Returns the status to exit with; what failed is said in the log, in one line.
int run(const ProgramOptions& options);

}  // namespace ingest
