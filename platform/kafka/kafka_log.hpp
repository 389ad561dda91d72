// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>

#include "platform/event_log/event_log.hpp"
#include "platform/kafka/producer.hpp"
#include "platform/kafka/reader.hpp"
#include "platform/kafka/settings.hpp"

namespace platform::kafka {

// The EventLog on a Kafka cluster: one partition, sequence = offset. What appends only never
// starts a consumer, what reads only never a producer.
//
// `append` tells `clock` when the broker says that this machine's clock runs ahead
// (State::clock_refused counts it), `io` after outcome_wait_max without an answer, and `invalid`
// for what Kafka cannot carry: a time at or before 1970-01-01T00:00:00Z, a header name with a zero
// byte. A null key, value or header value is read as an empty one. `read` refuses a `from` that the
// topic does not have: truncated, or another topic of this name.
class KafkaLog final : public event_log::EventLog {
public:
    // Checks the topic first.
    // Errors: invalid (settings, or the topic could lose records; says each and what to do),
    // not_found (no such topic), unavailable (no broker answered within answer_max).
    static Result<std::unique_ptr<KafkaLog>> open(const Settings& settings);

    // Waits at most flush_max for what was appended, tells the rest `io`. Nobody may be inside a
    // call.
    ~KafkaLog() override = default;

    void append(event_log::Record record, event_log::Appended done) override;
    void append(event_log::Record record, event_log::Restamp restamp,
                event_log::Appended done) override;
    void append(std::vector<event_log::Appending> all) override;
    std::chrono::milliseconds lands_within() const override { return kafka::lands_within; }
    Result<std::vector<event_log::StoredRecord>> read(std::uint64_t from, std::size_t records_max,
                                                      std::size_t bytes_max) override;
    std::uint64_t end() override;
    Result<std::uint64_t> ask_end(std::chrono::milliseconds timeout) override;
    std::uint64_t wait_beyond(std::uint64_t from, std::chrono::milliseconds timeout) override;
    // Good while a broker is away: it comes back. Errors: corrupt (the topic is not the one that
    // was appended to; nothing is taken any more).
    Status health() override { return producer_.health(); }
    void interrupt() override;

    ProducerState producer_state() const;
    ReaderState reader_state() const;

private:
    KafkaLog(const Settings& settings, std::unique_ptr<Reader> reader);

    const std::unique_ptr<Reader> reader_;
    Producer producer_;  // Last: it tells the reader what it appended.
};

}  // namespace platform::kafka
