// SPDX-License-Identifier: EUPL-1.2
#include "query-api/program.hpp"

#include <cstdlib>
#include <iostream>

#include "platform/logging.hpp"
#include "platform/process.hpp"
#include "query-api/kafka_replica.hpp"

namespace query_api {

int run(const ProgramOptions& options) {
    platform::ServingProcess process;
    const auto started =
        KafkaReplica::start(options.kafka, options.replica,
                            [&process](const platform::Error& error) { process.fail(error); });
    if (!started) {
        platform::log(platform::Level::error, "barometre-query-api cannot start",
                      {
                          {"why", started.error().detail}
        });
        return EXIT_FAILURE;
    }
    std::cout << "listening on http://" << options.replica.address << ":"
              << (*started)->replica().port()
              << ", for operators on http://127.0.0.1:" << (*started)->replica().admin_port()
              << "\n"
              << std::flush;
    return process.wait() ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace query_api
