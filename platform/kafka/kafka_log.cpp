// SPDX-License-Identifier: EUPL-1.2
#include "platform/kafka/kafka_log.hpp"

#include <string>
#include <utility>

#include "platform/kafka/topics.hpp"

namespace platform::kafka {

using event_log::Appended;
using event_log::Record;
using event_log::Restamp;
using event_log::StoredRecord;

Result<std::unique_ptr<KafkaLog>> KafkaLog::open(const Settings& settings) {
    const auto defects = check_events_topic(settings);
    if (!defects) return defects.error();
    if (!defects->empty()) {
        std::string all;
        for (const auto& defect : *defects) all.append("; ").append(describe(defect));
        return Error{Errc::invalid, "event log: it could lose records" + all};
    }
    auto reader = Reader::make(settings, settings.events_topic());
    if (!reader) return reader.error();
    if (const auto end = (*reader)->ask_end(answer_max); !end) return end.error();
    return std::unique_ptr<KafkaLog>(new KafkaLog(settings, std::move(*reader)));
}

KafkaLog::KafkaLog(const Settings& settings, std::unique_ptr<Reader> reader)
    : reader_(std::move(reader)),
      producer_(settings, settings.events_topic(),
                [this](std::uint64_t end) { reader_->advance(end); }) {}

void KafkaLog::append(Record record, Appended done) {
    producer_.append(std::move(record), {}, std::move(done));
}

void KafkaLog::append(Record record, Restamp restamp, Appended done) {
    producer_.append(std::move(record), std::move(restamp), std::move(done));
}

void KafkaLog::append(std::vector<event_log::Appending> all) {
    producer_.append(std::move(all));
}

Result<std::vector<StoredRecord>> KafkaLog::read(std::uint64_t from, std::size_t records_max,
                                                 std::size_t bytes_max) {
    return reader_->read(from, records_max, bytes_max);
}

std::uint64_t KafkaLog::end() {
    return reader_->end();
}

Result<std::uint64_t> KafkaLog::ask_end(std::chrono::milliseconds timeout) {
    return reader_->ask_end(timeout);
}

std::uint64_t KafkaLog::wait_beyond(std::uint64_t from, std::chrono::milliseconds timeout) {
    return reader_->wait_beyond(from, timeout);
}

void KafkaLog::interrupt() {
    reader_->interrupt();
}

ProducerState KafkaLog::producer_state() const {
    return producer_.state();
}

ReaderState KafkaLog::reader_state() const {
    return reader_->state();
}

}  // namespace platform::kafka
