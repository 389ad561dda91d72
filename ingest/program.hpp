// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "ingest/replica.hpp"
#include "platform/kafka/settings.hpp"

namespace ingest {

struct ProgramOptions {
    platform::kafka::Settings kafka;
    ReplicaOptions replica;
};

// The program `barometre-ingest`: a replica that appends to the log on Kafka, until it is told to
// stop. Returns the status to exit with; what failed is said in the log, in one line.
int run(const ProgramOptions& options);

}  // namespace ingest
