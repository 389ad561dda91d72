// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "platform/event_log/event_log.hpp"
#include "platform/kafka/contact.hpp"
#include "platform/kafka/handles.hpp"
#include "platform/kafka/settings.hpp"
#include "platform/result.hpp"

namespace platform::kafka {

// Partition 0 of one topic, read from where the caller says: no group, no offset kept anywhere but
// with the caller. Checksums are checked.
class PartitionConsumer {
public:
    // Nothing came; the end of the partition, as it is now, was reached.
    struct Nothing {};
    struct End {};
    using Polled = std::variant<Nothing, End, event_log::StoredRecord, Error>;

    // Errors: invalid.
    static Result<std::unique_ptr<PartitionConsumer>> make(const Settings& settings,
                                                           const std::string& topic);
    PartitionConsumer(const PartitionConsumer&) = delete;
    PartitionConsumer& operator=(const PartitionConsumer&) = delete;
    ~PartitionConsumer();

    // Goes to the record at `offset`, or to the first one that there is.
    void start(std::uint64_t offset);
    void start_at_beginning();
    // Reads no more until the next start.
    void stop();

    // What comes next, waited for at most `timeout`. A broker that is away is
    // Nothing. Errors: corrupt (no such offset, a checksum).
    // Threads: one at a time for start(), stop() and poll().
    Polled poll(std::chrono::milliseconds timeout);

    // The end of the partition as the last answer told it. Threads: any.
    std::optional<std::uint64_t> known_end() const;

    // The end as the leader of the partition tells it now.
    // Errors: unavailable (no answer within `timeout`). Threads: any.
    Result<std::uint64_t> ask_end(std::chrono::milliseconds timeout) const;

    bool is_answering() const noexcept { return contact_.is_answering(); }

private:
    PartitionConsumer(Client client, Topic topic, std::string topic_name);

    void start_at(std::int64_t offset);
    Result<std::uint64_t> ask_end_once(std::chrono::milliseconds timeout) const;
    std::string taken_events() const;
    Polled failure(const rd_kafka_message_s& message);

    std::string topic_name_;
    Contact contact_;
    Client client_;
    Topic topic_;
    Queue events_;
    Queue records_;
    bool started_ = false;
};

}  // namespace platform::kafka
