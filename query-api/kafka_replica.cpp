// SPDX-License-Identifier: EUPL-1.2
#include "query-api/kafka_replica.hpp"

#include <string>
#include <utility>

namespace query_api {

using platform::Error;
using platform::Status;
using platform::kafka::KafkaLog;
using platform::kafka::Settings;
using platform::kafka::TableReader;
using platform::kafka::TableWriter;

platform::Result<std::unique_ptr<KafkaReplica>> KafkaReplica::start(
    const Settings& settings, const ReplicaOptions& options, std::function<void(Error)> failed) {
    std::unique_ptr<KafkaReplica> replica{new KafkaReplica};
    if (auto opened = replica->open(settings, options, std::move(failed)); !opened)
        return opened.error();
    return replica;
}

KafkaReplica::~KafkaReplica() {
    reader_.reset();
    if (replica_) replica_->stop();
    // It may still tell the replica's catalogue what became of rows.
    writer_.reset();
}

Status KafkaReplica::open(const Settings& settings, const ReplicaOptions& options,
                          std::function<void(Error)> failed) {
    if (auto good = check(settings); !good) return good;
    auto log = KafkaLog::open(settings);
    if (!log) return log.error();
    log_ = std::move(*log);
    writer_ = std::make_unique<TableWriter>(settings);
    auto replica = Replica::start(
        options,
        ReplicaConnections{*log_, [this] { return log_->reader_state().answering; },
                           [this](std::string key, std::string value, auto done) {
                               writer_->publish(std::move(key), std::move(value), std::move(done));
                           }},
        std::move(failed));
    if (!replica) return replica.error();
    replica_ = std::move(*replica);
    auto reader = TableReader::start(
        settings,
        {.row = [this](const std::string& key,
                       const std::string& value) { replica_->catalogue().read(key, value); },
         .reached_end = [this] { replica_->catalogue().reached_end(); }});
    if (!reader) return reader.error();
    reader_ = std::move(*reader);
    return {};
}

}  // namespace query_api
