// SPDX-License-Identifier: EUPL-1.2
#include "ingest/program.hpp"

#include <cstdlib>
#include <iostream>
#include <memory>
#include <utility>

#include "ingest/remote_read_side.hpp"
#include "ingest/service.hpp"
#include "platform/kafka/kafka_log.hpp"
#include "platform/kafka/table.hpp"
#include "platform/logging.hpp"
#include "platform/process.hpp"

namespace ingest {
using platform::kafka::KafkaLog;
using platform::kafka::TableReader;

namespace {

// Read through a log of its own, so that nothing more of it is read ahead and kept.
platform::Result<std::string> log_id_of(const platform::kafka::Settings& settings) {
    const auto log = KafkaLog::open(settings);
    if (!log) return log.error();
    return read_log_id(**log);
}

LogState state_of(const KafkaLog& log) {
    const auto producer = log.producer_state();
    return {.answers = producer.answering,
            .waiting_records = producer.waiting_records,
            .waiting_bytes = producer.waiting_bytes,
            .unknown = producer.unknown,
            .clock_refused = producer.clock_refused,
            .replaced = producer.replaced};
}

}  // namespace

KafkaReplica::KafkaReplica() = default;

KafkaReplica::~KafkaReplica() {
    if (replica_) replica_->stop();
}

platform::Status KafkaReplica::start(const ProgramOptions& options, LogWatch::Lost lost) {
    if (auto good = check(options.kafka); !good) return good;
    auto log_id = log_id_of(options.kafka);
    if (!log_id) return log_id.error();
    auto log = KafkaLog::open(options.kafka);
    if (!log) return log.error();
    log_ = std::move(*log);
    auto replica = Replica::start(options.replica, {.log = *log_,
                                                    .log_id = *log_id,
                                                    .log_state = [this] { return state_of(*log_); },
                                                    .clock = &system_now});
    if (!replica) return replica.error();
    replica_ = std::move(*replica);
    FollowedCatalogue& catalogue = replica_->catalogue();
    auto reader = TableReader::start(
        options.kafka,
        {.row = [&catalogue](const std::string& key,
                             const std::string& value) { catalogue.take(key, value); },
         .reached_end = [&catalogue] { catalogue.reached_end(); }});
    if (!reader) return reader.error();
    reader_ = std::move(*reader);
    watch_ = std::make_unique<LogWatch>(options.kafka, std::move(*log_id), *log_, std::move(lost));
    return {};
}

int run(const ProgramOptions& options) {
    platform::ServingProcess process;
    KafkaReplica kafka;
    if (const auto started =
            kafka.start(options, [&process](const platform::Error& error) { process.fail(error); });
        !started) {
        platform::log(platform::Level::error, "barometre-ingest cannot start",
                      {
                          {"why", started.error().detail}
        });
        return EXIT_FAILURE;
    }
    std::cout << "listening on http://" << options.replica.address << ":" << kafka.replica().port()
              << ", for operators on http://127.0.0.1:" << kafka.replica().admin_port() << "\n"
              << std::flush;
    return process.wait() ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace ingest
