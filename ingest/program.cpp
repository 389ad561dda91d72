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
namespace {

using platform::Status;
using platform::kafka::KafkaLog;
using platform::kafka::TableReader;

// A replica and its connections to Kafka.
class KafkaReplica {
public:
    KafkaReplica() = default;
    KafkaReplica(const KafkaReplica&) = delete;
    KafkaReplica& operator=(const KafkaReplica&) = delete;
    ~KafkaReplica() {
        if (replica_) replica_->stop();
        reader_.reset();
    }

    Status start(const ProgramOptions& options) {
        if (auto good = check(options.kafka); !good) return good;
        auto log_id = log_id_of(options.kafka);
        if (!log_id) return log_id.error();
        auto log = KafkaLog::open(options.kafka);
        if (!log) return log.error();
        log_ = std::move(*log);
        auto replica = Replica::start(options.replica,
                                      ReplicaConnections{.log = *log_,
                                                         .log_id = std::move(*log_id),
                                                         .log_state = [this] { return state(); },
                                                         .clock = &system_now});
        if (!replica) return replica.error();
        replica_ = std::move(*replica);
        auto reader = TableReader::start(
            options.kafka,
            {.row = [this](const std::string& key,
                           const std::string& value) { replica_->catalogue().take(key, value); },
             .reached_end = [this] { replica_->catalogue().reached_end(); }});
        if (!reader) return reader.error();
        reader_ = std::move(*reader);
        return {};
    }

    const Replica& replica() const { return *replica_; }

private:
    // Read through a log of its own, so that nothing more of it is read ahead and kept.
    static platform::Result<std::string> log_id_of(const platform::kafka::Settings& settings) {
        const auto log = KafkaLog::open(settings);
        if (!log) return log.error();
        return read_log_id(**log);
    }

    LogState state() const {
        const auto producer = log_->producer_state();
        return {.answers = producer.answering,
                .waiting_records = producer.waiting_records,
                .waiting_bytes = producer.waiting_bytes,
                .unknown = producer.unknown,
                .clock_refused = producer.clock_refused,
                .replaced = producer.replaced};
    }

    std::unique_ptr<KafkaLog> log_;
    std::unique_ptr<Replica> replica_;
    std::unique_ptr<TableReader> reader_;
};

}  // namespace

int run(const ProgramOptions& options) {
    platform::ServingProcess process;
    KafkaReplica kafka;
    if (const auto started = kafka.start(options); !started) {
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
