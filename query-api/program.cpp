// SPDX-License-Identifier: EUPL-1.2
#include "query-api/program.hpp"

#include <cstdlib>
#include <iostream>
#include <memory>
#include <utility>

#include "platform/kafka/kafka_log.hpp"
#include "platform/kafka/table.hpp"
#include "platform/logging.hpp"
#include "platform/process.hpp"

namespace query_api {
namespace {

using platform::Error;
using platform::Status;
using platform::kafka::KafkaLog;
using platform::kafka::TableReader;
using platform::kafka::TableWriter;

// A replica and its connections to Kafka.
class KafkaReplica {
public:
    KafkaReplica() = default;
    KafkaReplica(const KafkaReplica&) = delete;
    KafkaReplica& operator=(const KafkaReplica&) = delete;
    ~KafkaReplica() {
        reader_.reset();
        if (replica_) replica_->stop();
        // It may still tell the replica's catalogue what became of rows.
        writer_.reset();
    }

    Status start(const ProgramOptions& options, std::function<void(Error)> failed) {
        if (auto good = check(options.kafka); !good) return good;
        auto log = KafkaLog::open(options.kafka);
        if (!log) return log.error();
        log_ = std::move(*log);
        writer_ = std::make_unique<TableWriter>(options.kafka);
        auto replica = Replica::start(
            options.replica,
            ReplicaConnections{*log_, [this] { return log_->reader_state().answering; },
                               [this](std::string key, std::string value, auto done) {
                                   writer_->publish(std::move(key), std::move(value),
                                                    std::move(done));
                               }},
            std::move(failed));
        if (!replica) return replica.error();
        replica_ = std::move(*replica);
        auto reader = TableReader::start(
            options.kafka,
            {.row = [this](const std::string& key,
                           const std::string& value) { replica_->catalogue().read(key, value); },
             .reached_end = [this] { replica_->catalogue().reached_end(); }});
        if (!reader) return reader.error();
        reader_ = std::move(*reader);
        return {};
    }

    const Replica& replica() const { return *replica_; }

private:
    std::unique_ptr<KafkaLog> log_;
    std::unique_ptr<TableWriter> writer_;
    std::unique_ptr<Replica> replica_;
    std::unique_ptr<TableReader> reader_;
};

}  // namespace

int run(const ProgramOptions& options) {
    platform::ServingProcess process;
    KafkaReplica kafka;
    const auto started =
        kafka.start(options, [&process](const Error& error) { process.fail(error); });
    if (!started) {
        platform::log(platform::Level::error, "barometre-query-api cannot start",
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

}  // namespace query_api
