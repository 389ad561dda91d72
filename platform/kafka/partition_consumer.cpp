// SPDX-License-Identifier: EUPL-1.2
#include "platform/kafka/partition_consumer.hpp"

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <limits>
#include <string_view>
#include <thread>
#include <utility>

namespace platform::kafka {

namespace {

using event_log::Headers;
using event_log::StoredRecord;

constexpr std::int32_t partition = 0;
constexpr std::int64_t time_of_end = -1;
constexpr std::chrono::milliseconds ask_again{100};

const Configuration configuration = {
    {"enable.auto.commit",         "false"  },
    {"enable.auto.offset.store",   "false"  },
    {"enable.partition.eof",       "true"   },
    {"allow.auto.create.topics",   "false"  },
    {"check.crcs",                 "true"   },
    // A reader that goes elsewhere waits for the fetch under way.
    {"fetch.wait.max.ms",          "100"    },
    {"fetch.error.backoff.ms",     "100"    },
    {"fetch.message.max.bytes",    "1048576"},
    {"fetch.max.bytes",            "8388608"},
    {"queued.max.messages.kbytes", "32768"  },
};

// The library takes milliseconds as an int.
int whole_milliseconds(std::chrono::milliseconds duration) {
    return static_cast<int>(std::clamp<std::chrono::milliseconds::rep>(
        duration.count(), 0, std::numeric_limits<int>::max()));
}

// What Kafka calls null is an empty text here.
std::string text_of(const void* bytes, std::size_t size) {
    return bytes == nullptr ? std::string{} : std::string(static_cast<const char*>(bytes), size);
}

Headers headers_of(const rd_kafka_message_t& message) {
    rd_kafka_headers_t* found = nullptr;
    Headers headers;
    if (rd_kafka_message_headers(&message, &found) != RD_KAFKA_RESP_ERR_NO_ERROR) return headers;
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    for (std::size_t i = 0;
         rd_kafka_header_get_all(found, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i)
        headers.emplace_back(name, text_of(value, size));
    return headers;
}

StoredRecord record_of(const rd_kafka_message_t& message) {
    StoredRecord stored;
    stored.sequence = static_cast<std::uint64_t>(message.offset);
    stored.record.key = text_of(message.key, message.key_len);
    stored.record.value = text_of(message.payload, message.len);
    stored.record.headers = headers_of(message);
    stored.record.timestamp_ms = rd_kafka_message_timestamp(&message, nullptr);
    return stored;
}

Error no_such_offset(const std::string& topic, std::string_view said) {
    return {
        Errc::corrupt,
        "event log: topic " + topic +
            " does not have the record that is read next: it was truncated, or it is another "
            "topic under the same name. Restore the topic, or rebuild what was built from it (" +
            std::string(said) + ")"};
}

struct DestroyPartitions {
    void operator()(rd_kafka_topic_partition_list_t* list) const noexcept {
        rd_kafka_topic_partition_list_destroy(list);
    }
};

}  // namespace

Result<std::unique_ptr<PartitionConsumer>> PartitionConsumer::make(const Settings& settings,
                                                                   const std::string& topic_name) {
    auto client = make_client(settings, Role::consumer, configuration);
    if (!client) return client.error();
    auto topic = make_topic(**client, topic_name,
                            {
                                {"auto.offset.reset", "error"}
    });
    if (!topic) return topic.error();
    return std::unique_ptr<PartitionConsumer>(
        new PartitionConsumer(std::move(*client), std::move(*topic), topic_name));
}

PartitionConsumer::PartitionConsumer(Client client, Topic topic, std::string topic_name)
    : topic_name_(std::move(topic_name)),
      contact_(topic_name_),
      client_(std::move(client)),
      topic_(std::move(topic)),
      events_(main_queue(*client_)),
      records_(rd_kafka_queue_new(client_.get())) {}

PartitionConsumer::~PartitionConsumer() {
    stop();
}

void PartitionConsumer::start(std::uint64_t offset) {
    start_at(static_cast<std::int64_t>(offset));
}

void PartitionConsumer::start_at_beginning() {
    start_at(RD_KAFKA_OFFSET_BEGINNING);
}

void PartitionConsumer::stop() {
    if (std::exchange(started_, false)) rd_kafka_consume_stop(topic_.get(), partition);
}

void PartitionConsumer::start_at(std::int64_t offset) {
    stop();
    // What the last place left behind must not be taken for what this one gives.
    records_.reset(rd_kafka_queue_new(client_.get()));
    started_ = rd_kafka_consume_start_queue(topic_.get(), partition, offset, records_.get()) == 0;
}

PartitionConsumer::Polled PartitionConsumer::poll(std::chrono::milliseconds timeout) {
    if (const auto down = taken_events(); !down.empty()) contact_.lost(down);
    const Message message{rd_kafka_consume_queue(records_.get(), whole_milliseconds(timeout))};
    if (!message) return Nothing{};
    if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        contact_.answered();
        return End{};
    }
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) return failure(*message);
    contact_.answered();
    return record_of(*message);
}

// Empties the client's queue; what it says if no broker is left, else nothing.
std::string PartitionConsumer::taken_events() const {
    std::string down;
    while (const Event event{rd_kafka_queue_poll(events_.get(), 0)})
        if (rd_kafka_event_error(event.get()) == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN)
            down = rd_kafka_event_error_string(event.get());
    return down;
}

PartitionConsumer::Polled PartitionConsumer::failure(const rd_kafka_message_s& message) {
    const std::string said = rd_kafka_message_errstr(&message);
    switch (message.err) {
        case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
        case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
            return no_such_offset(topic_name_, said);
        case RD_KAFKA_RESP_ERR__BAD_MSG:
        case RD_KAFKA_RESP_ERR__BAD_COMPRESSION:
            return Error{Errc::corrupt, "event log: topic " + topic_name_ +
                                            " has a damaged record; restore the replica that "
                                            "serves it (" +
                                            said + ")"};
        default:
            contact_.lost(said);
            return Nothing{};
    }
}

std::optional<std::uint64_t> PartitionConsumer::known_end() const {
    std::int64_t low = 0;
    std::int64_t high = 0;
    if (rd_kafka_get_watermark_offsets(client_.get(), topic_name_.c_str(), partition, &low,
                                       &high) != RD_KAFKA_RESP_ERR_NO_ERROR ||
        high < 0)
        return std::nullopt;
    return static_cast<std::uint64_t>(high);
}

Result<std::uint64_t> PartitionConsumer::ask_end(std::chrono::milliseconds timeout) const {
    // Where nobody reads, nobody else takes them.
    static_cast<void>(taken_events());
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        auto asked = ask_end_once(left);
        // A broker that no longer leads the partition says so; the next one is known soon.
        if (asked || left <= ask_again) return asked;
        std::this_thread::sleep_for(ask_again);
    }
}

// Asked by time, because that call keeps its time-out; rd_kafka_query_watermark_offsets does not
// (docs/decisions/0005).
Result<std::uint64_t> PartitionConsumer::ask_end_once(std::chrono::milliseconds timeout) const {
    const std::unique_ptr<rd_kafka_topic_partition_list_t, DestroyPartitions> asked{
        rd_kafka_topic_partition_list_new(1)};
    auto* one = rd_kafka_topic_partition_list_add(asked.get(), topic_name_.c_str(), partition);
    one->offset = time_of_end;
    auto error =
        rd_kafka_offsets_for_times(client_.get(), asked.get(), whole_milliseconds(timeout));
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) error = asked->elems[0].err;
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR || asked->elems[0].offset < 0)
        return Error{Errc::unavailable, "event log: kafka did not say where topic " + topic_name_ +
                                            " ends: " + rd_kafka_err2str(error)};
    return static_cast<std::uint64_t>(asked->elems[0].offset);
}

}  // namespace platform::kafka
