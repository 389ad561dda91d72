// SPDX-License-Identifier: EUPL-1.2
#include "tests/bench/raw_producer.hpp"

#include <librdkafka/rdkafka.h>

#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace tests::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t error_bytes = 512;
constexpr int flush_ms = 10'000;
constexpr int poll_ms = 100;

platform::Error failure(platform::Errc code, const std::string& what) {
    return {code, "librdkafka: " + what};
}

// One who waits: how many of its records are not acknowledged.
struct Waiter {
    std::size_t missing = 0;
};

// What all waiters send.
struct Source {
    rd_kafka_s* client;
    rd_kafka_topic_t* topic;
    const std::string& key;
    const std::function<const std::string&()>& next_value;
};

rd_kafka_resp_err_t produce(const Source& source, Waiter& waiter) {
    constexpr std::string_view type = "application/cloudevents+json";
    const std::string& value = source.next_value();
    std::array<rd_kafka_vu_t, 7> parts{};
    parts[0].vtype = RD_KAFKA_VTYPE_RKT;
    parts[0].u.rkt = source.topic;
    parts[1].vtype = RD_KAFKA_VTYPE_PARTITION;
    parts[1].u.i32 = 0;
    parts[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    parts[2].u.i = RD_KAFKA_MSG_F_COPY;
    // The client copies it, so it is not written to.
    parts[3].vtype = RD_KAFKA_VTYPE_VALUE;
    parts[3].u.mem = {const_cast<char*>(value.data()), value.size()};
    parts[4].vtype = RD_KAFKA_VTYPE_KEY;
    parts[4].u.mem = {const_cast<char*>(source.key.data()), source.key.size()};
    parts[5].vtype = RD_KAFKA_VTYPE_HEADER;
    parts[5].u.header = {"content-type", type.data(), static_cast<ssize_t>(type.size())};
    parts[6].vtype = RD_KAFKA_VTYPE_OPAQUE;
    parts[6].u.ptr = &waiter;
    auto* failed = rd_kafka_produceva(source.client, parts.data(), parts.size());
    if (failed == nullptr) return RD_KAFKA_RESP_ERR_NO_ERROR;
    const auto code = rd_kafka_error_code(failed);
    rd_kafka_error_destroy(failed);
    return code;
}

// Hands over what a waiter sends at once.
platform::Status send(const Source& source, Waiter& waiter, std::size_t count) {
    waiter.missing = count;
    for (std::size_t i = 0; i < count; ++i) {
        const auto failed = produce(source, waiter);
        if (failed == RD_KAFKA_RESP_ERR_NO_ERROR) continue;
        waiter.missing = i;
        return failure(platform::Errc::io, rd_kafka_err2str(failed));
    }
    return {};
}

}  // namespace

platform::Result<RawProducer> RawProducer::open(const std::string& bootstrap,
                                                const std::string& topic) {
    std::array<char, error_bytes> error{};
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    const std::array<std::pair<const char*, const char*>, 6> settings{
        {{"bootstrap.servers", bootstrap.c_str()},
         {"enable.idempotence", "true"},
         {"linger.ms", "0"},
         {"compression.codec", "lz4"},
         {"queue.buffering.max.messages", "100000"},
         {"socket.nagle.disable", "true"}}
    };
    for (const auto& [name, value] : settings)
        if (rd_kafka_conf_set(conf, name, value, error.data(), error.size()) != RD_KAFKA_CONF_OK)
            return failure(platform::Errc::invalid, error.data());
    rd_kafka_conf_set_events(conf, RD_KAFKA_EVENT_DR);
    rd_kafka_t* client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, error.data(), error.size());
    if (client == nullptr) return failure(platform::Errc::unavailable, error.data());
    return RawProducer(client, rd_kafka_topic_new(client, topic.c_str(), nullptr));
}

RawProducer::RawProducer(RawProducer&& other) noexcept
    : client_(std::exchange(other.client_, nullptr)),
      topic_(std::exchange(other.topic_, nullptr)) {}

RawProducer::~RawProducer() {
    if (client_ == nullptr) return;
    rd_kafka_flush(client_, flush_ms);
    rd_kafka_topic_destroy(topic_);
    rd_kafka_destroy(client_);
}

platform::Result<RawProducer::Produced> RawProducer::run(
    const Plan& plan, const std::string& key,
    const std::function<const std::string&()>& next_value) {
    rd_kafka_queue_t* queue = rd_kafka_queue_get_main(client_);
    std::vector<Waiter> waiters(plan.waiters);
    const Source source{client_, topic_, key, next_value};
    Produced produced;
    platform::Status status;
    const auto begun = Clock::now();
    const auto until = begun + plan.duration;
    std::size_t waiting = 0;
    for (Waiter& waiter : waiters) {
        if (status) status = send(source, waiter, plan.batch);
        if (status) ++waiting;
    }
    while (waiting > 0) {
        rd_kafka_event_t* event = rd_kafka_queue_poll(queue, poll_ms);
        if (event == nullptr) continue;
        while (const auto* message = rd_kafka_event_message_next(event)) {
            auto& waiter = *static_cast<Waiter*>(message->_private);
            if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR)
                status = failure(platform::Errc::io, rd_kafka_err2str(message->err));
            ++produced.records;
            if (--waiter.missing > 0) continue;
            if (status && Clock::now() < until) status = send(source, waiter, plan.batch);
            if (waiter.missing == 0) --waiting;
        }
        rd_kafka_event_destroy(event);
    }
    produced.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    rd_kafka_queue_destroy(queue);
    if (!status) return status.error();
    return produced;
}

}  // namespace tests::bench
