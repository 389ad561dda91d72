// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

#include "platform/kafka/settings.hpp"
#include "query-api/replica.hpp"

namespace query_api {

struct ProgramOptions {
    platform::kafka::Settings kafka;
    ReplicaOptions replica;
};

// The program `barometre-query-api`: a replica that follows the log on Kafka, until it is told to
// stop. Returns the status to exit with; what failed is said in the log, in one line.
int run(const ProgramOptions& options);

}  // namespace query_api
