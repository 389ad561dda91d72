// SPDX-License-Identifier: EUPL-1.2
#include "platform/kafka/producer.hpp"

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>
#include <utility>

#include "platform/logging.hpp"

namespace platform::kafka {

namespace {

using event_log::Appended;
using event_log::Appending;
using event_log::Place;
using event_log::Record;
using event_log::Restamp;

// How often overdue appends are looked for.
constexpr std::chrono::milliseconds tick{100};
// How long the last answers of a failed client are waited for, so that fewer records come twice.
constexpr std::chrono::milliseconds failed_client_wait{2'000};
// Between two lines of the log about records that were not taken.
constexpr std::chrono::seconds failure_log_interval{10};
// Between two new clients: a cluster that refuses each is not hammered.
constexpr std::chrono::milliseconds replace_interval{500};

const Configuration client_configuration = {
    {"enable.idempotence",           "true"                                },
    // What waits is grouped here (docs/decisions/0005).
    {"linger.ms",                    "0"                                   },
    {"compression.codec",            "lz4"                                 },
    {"message.max.bytes",            std::to_string(message_bytes_max)     },
    // Never reached: the table here is smaller.
    {"queue.buffering.max.messages", std::to_string(10 * queue_records_max)},
};

const Configuration topic_configuration = {
    {"acks",               "all"                           },
    {"request.timeout.ms", "8000"                          },
    {"message.timeout.ms", std::to_string(send_max.count())},
};

Error unknown_outcome(std::string_view why) {
    return {Errc::io, "event log: kafka did not say whether the record is kept (" +
                          std::string(why) + "); it may still be for " +
                          std::to_string(lands_within.count() / 1000) +
                          " s: look it up by its source and id before sending it under another"};
}

Error never_sent() {
    return {Errc::unavailable,
            "event log: kafka does not answer, and the record was not sent: try again"};
}

Status check_carriable(const Record& record) {
    const auto refuse = [](std::string_view what) {
        return Error{Errc::invalid, "event log: " + std::string(what)};
    };
    if (event_log::record_bytes(record) > event_log::record_bytes_max)
        return refuse("the record is too large");
    if (record.timestamp_ms <= 0) return refuse("kafka keeps no time before 1970-01-01T00:00:00Z");
    for (const auto& header : record.headers)
        if (header.first.find('\0') != std::string::npos)
            return refuse("kafka takes no zero byte in the name of a header");
    return {};
}

// A record that the broker will refuse whatever is done.
bool is_about_the_record(rd_kafka_resp_err_t error) {
    return error == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE ||
           error == RD_KAFKA_RESP_ERR_INVALID_RECORD ||
           error == RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP;
}

Error refusal(rd_kafka_resp_err_t error) {
    const std::string said = rd_kafka_err2str(error);
    switch (error) {
        case RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP:
            return {Errc::clock,
                    "event log: kafka refuses the time of the record: the clock of this machine "
                    "runs ahead of the broker's; set it right (" +
                        said + ")"};
        case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
        case RD_KAFKA_RESP_ERR_INVALID_RECORD:
            return {Errc::invalid, "event log: kafka refuses the record: " + said};
        case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
        case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
        case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
            return {Errc::unavailable,
                    "event log: the topic is not there; create it with "
                    "`barometre topics create` (" +
                        said + ")"};
        default:
            return {Errc::unavailable, "event log: kafka did not take the record: " + said};
    }
}

}  // namespace

Producer::Producer(Settings settings, std::string topic, Advanced advanced)
    : settings_(std::move(settings)),
      topic_name_(std::move(topic)),
      advanced_(std::move(advanced)),
      contact_(topic_name_) {}

Producer::~Producer() {
    {
        std::unique_lock lock{mutex_};
        stopping_ = true;
        emptied_.wait_for(lock, flush_max, [&] { return waiting_.empty(); });
    }
    loop_.reset();
    // The client reads the values of the table until it is gone.
    close_client();
    for (auto& [id, waiting] : waiting_)
        if (waiting.done)
            waiting.done(waiting.tried ? unknown_outcome("this program stops") : never_sent());
}

void Producer::append(Record record, Restamp restamp, Appended done) {
    std::vector<Appending> one;
    one.push_back({std::move(record), std::move(restamp), std::move(done)});
    append(std::move(one));
}

void Producer::append(std::vector<Appending> all) {
    std::vector<Told> told;
    {
        const std::lock_guard lock{mutex_};
        for (Appending& one : all)
            if (auto accepted = accept(one); !accepted)
                told.push_back({std::move(one.done), accepted.error()});
        // Else whoever takes the answers of what is on its way sends them.
        if (sent_ == 0 && !failed_) send_held(told);
    }
    // Without the lock: it may append in turn.
    for (auto& refused : told) refused.done(std::move(refused.outcome));
}

// Moves it into the table, or leaves it and says why.
Status Producer::accept(Appending& one) {
    if (auto carriable = check_carriable(one.record); !carriable) return carriable;
    if (foreign_) return Error{Errc::unavailable, foreign_->detail};
    if (stopping_) return Error{Errc::unavailable, "event log: it is closing"};
    const auto bytes = event_log::record_bytes(one.record);
    if (waiting_.size() >= queue_records_max || waiting_bytes_ + bytes > queue_bytes_max)
        return Error{Errc::unavailable, "event log: the queue is full"};
    if (!failed_ && !client_)
        if (auto started = start_client(); !started) return started;
    waiting_bytes_ += bytes;
    const auto id = next_id_++;
    waiting_.emplace_hint(waiting_.end(), id,
                          Waiting{.id = id,
                                  .record = std::move(one.record),
                                  .restamp = std::move(one.restamp),
                                  .done = std::move(one.done),
                                  .since = Clock::now(),
                                  .bytes = bytes});
    return {};
}

Status Producer::health() const {
    const std::lock_guard lock{mutex_};
    return foreign_ ? Status{*foreign_} : Status{};
}

Status Producer::start_client() {
    auto client = make_client(settings_, Role::producer, client_configuration);
    if (!client) return client.error();
    auto topic = make_topic(**client, topic_name_, topic_configuration);
    if (!topic) return topic.error();
    client_ = std::move(*client);
    topic_ = std::move(*topic);
    events_ = main_queue(*client_);
    if (!loop_) loop_ = std::make_unique<SignalLoop>(tick, [this] { serve(); });
    loop_->watch(*events_);
    return {};
}

void Producer::close_client() {
    if (client_) rd_kafka_purge(client_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    events_.reset();
    topic_.reset();
    client_.reset();
}

// Gives a record of the table to the client, which reads the value where it is until it answers.
Status Producer::send(Waiting& waiting) {
    auto& record = waiting.record;
    std::vector<rd_kafka_vu_t> parts(6 + record.headers.size());
    std::size_t next = 0;
    const auto part = [&](rd_kafka_vtype_t type) -> auto& {
        parts[next].vtype = type;
        return parts[next++].u;
    };
    part(RD_KAFKA_VTYPE_RKT).rkt = topic_.get();
    part(RD_KAFKA_VTYPE_PARTITION).i32 = 0;
    part(RD_KAFKA_VTYPE_VALUE).mem = {record.value.data(), record.value.size()};
    part(RD_KAFKA_VTYPE_KEY).mem = {record.key.data(), record.key.size()};
    part(RD_KAFKA_VTYPE_TIMESTAMP).i64 = record.timestamp_ms;
    part(RD_KAFKA_VTYPE_OPAQUE).ptr = &waiting;
    for (const auto& [name, value] : record.headers)
        part(RD_KAFKA_VTYPE_HEADER).header = {name.c_str(), value.data(),
                                              static_cast<ssize_t>(value.size())};

    auto* failure = rd_kafka_produceva(client_.get(), parts.data(), parts.size());
    if (failure == nullptr) {
        waiting.sent = true;
        waiting.tried = true;
        ++sent_;
        held_id_ = waiting.id + 1;
        return {};
    }
    const auto code = rd_kafka_error_code(failure);
    const bool is_fatal = rd_kafka_error_is_fatal(failure) != 0 || code == RD_KAFKA_RESP_ERR__FATAL;
    rd_kafka_error_destroy(failure);
    if (is_fatal) {
        fail_client();
        return {};
    }
    return refusal(code);
}

// Those that are refused at once are told so.
void Producer::send_held(std::vector<Told>& told) {
    for (auto held = waiting_.lower_bound(held_id_); held != waiting_.end() && !failed_;) {
        const auto current = held++;
        if (auto sent = send(current->second); !sent)
            told.push_back(removed(current, sent.error()));
    }
}

void Producer::fail_client() {
    if (failed_) return;
    failed_ = true;
    failed_at_ = Clock::now();
}

void Producer::serve() {
    drain();
    replace_client();
    tell_overdue();
}

void Producer::drain() {
    if (!events_) return;
    while (const Event event{rd_kafka_queue_poll(events_.get(), 0)}) {
        if (rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_DR) {
            settle(event);
            continue;
        }
        const auto code = rd_kafka_event_error(event.get());
        if (code == RD_KAFKA_RESP_ERR__FATAL) {
            const std::lock_guard lock{mutex_};
            fail_client();
        } else if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN && state().waiting_records > 0) {
            // With nothing to send it says no more than that an idle connection was closed.
            contact_.lost(rd_kafka_event_error_string(event.get()));
        }
    }
}

void Producer::settle(const Event& event) {
    std::vector<Told> told;
    std::uint64_t end = 0;
    {
        const std::lock_guard lock{mutex_};
        if (rd_kafka_fatal_error(client_.get(), nullptr, 0) != RD_KAFKA_RESP_ERR_NO_ERROR)
            fail_client();
        while (const auto* message = rd_kafka_event_message_next(event.get())) {
            const auto waiting = waiting_.find(static_cast<Waiting*>(message->_private)->id);
            if (failed_ && message->err != RD_KAFKA_RESP_ERR_NO_ERROR &&
                !is_about_the_record(message->err))
                continue;
            auto outcome = outcome_of(*message);
            if (outcome && *outcome) end = std::max(end, **outcome + 1);
            if (!outcome && waiting->second.done) note_failure(outcome.error());
            told.push_back(removed(waiting, std::move(outcome)));
        }
        if (sent_ == 0 && !failed_) send_held(told);
        if (waiting_.empty()) emptied_.notify_all();
    }
    if (end > 0) advanced_(end);
    for (auto& one : told)
        if (one.done) one.done(std::move(one.outcome));
}

Result<Place> Producer::outcome_of(const rd_kafka_message_s& message) {
    const auto error = message.err;
    // The broker had it from a try whose answer was lost: durable, but it does not say where.
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR ||
        error == RD_KAFKA_RESP_ERR_DUPLICATE_SEQUENCE_NUMBER) {
        contact_.answered();
        if (message.offset < 0 || error != RD_KAFKA_RESP_ERR_NO_ERROR) return Place{};
        return checked(static_cast<std::uint64_t>(message.offset));
    }
    const bool is_certain = rd_kafka_message_status(&message) == RD_KAFKA_MSG_STATUS_NOT_PERSISTED;
    if (!is_certain && !is_about_the_record(error)) return unknown_outcome(rd_kafka_err2str(error));
    return refusal(error);
}

// Answers come in the order of the places.
Result<Place> Producer::checked(std::uint64_t offset) {
    if (!foreign_ && offset >= acknowledged_end_) {
        acknowledged_end_ = offset + 1;
        return Place{offset};
    }
    if (!foreign_)
        foreign_ = Error{
            Errc::corrupt,
            "event log: kafka acknowledged a record at place " + std::to_string(offset) +
                " of topic " + topic_name_ + ", which ended at " +
                std::to_string(acknowledged_end_) +
                " before: the topic was deleted and made again, or has lost records. Nothing more "
                "is taken. Restore the topic, then start this program again"};
    return Error{Errc::unavailable, foreign_->detail};
}

void Producer::note_failure(const Error& failure) {
    // That is told by health(), once.
    if (foreign_) return;
    if (failure.code == Errc::io) ++counts_.unknown;
    // Who appends says so: it is about this machine, not about the brokers.
    if (failure.code == Errc::clock) {
        ++counts_.clock_refused;
        return;
    }
    const auto now = Clock::now();
    if (now < failure_logged_at_ + failure_log_interval) return;
    failure_logged_at_ = now;
    log(Level::error, "kafka did not take a record",
        {
            {"topic",  topic_name_   },
            {"detail", failure.detail}
    });
}

Producer::Told Producer::removed(Table::iterator waiting, Result<Place> outcome) {
    waiting_bytes_ -= waiting->second.bytes;
    if (waiting->second.sent) --sent_;
    Told told{std::move(waiting->second.done), std::move(outcome)};
    waiting_.erase(waiting);
    return told;
}

// After a fatal error: once the failed client has given its last answers, a new one is made and
// given all that is left.
void Producer::replace_client() {
    std::string reason(512, '\0');
    {
        const std::lock_guard lock{mutex_};
        const auto now = Clock::now();
        if (!failed_ || stopping_ || now - replaced_at_ < replace_interval) return;
        if (client_ && rd_kafka_outq_len(client_.get()) > 0 &&
            now - failed_at_ < failed_client_wait)
            return;
        replaced_at_ = now;
        if (client_) rd_kafka_fatal_error(client_.get(), reason.data(), reason.size());
    }
    close_client();
    std::vector<Told> told;
    std::size_t left = 0;
    {
        const std::lock_guard lock{mutex_};
        if (auto started = start_client(); !started) {
            log(Level::error, "kafka producer cannot be made anew",
                {
                    {"detail", started.error().detail}
            });
            return;
        }
        failed_ = false;
        ++counts_.replaced;
        told = send_again();
        left = waiting_.size();
    }
    log(Level::warning, "kafka producer failed and was made anew",
        {
            {"topic",      topic_name_   },
            {"reason",     reason.c_str()},
            {"sent again", left          }
    });
    for (auto& one : told)
        if (one.done) one.done(std::move(one.outcome));
}

std::vector<Producer::Told> Producer::send_again() {
    std::vector<Told> told;
    const auto now = Clock::now();
    sent_ = 0;
    held_id_ = 0;
    for (auto& [id, one] : waiting_) one.sent = false;
    for (auto waiting = waiting_.begin(); waiting != waiting_.end() && !failed_;) {
        auto& [id, one] = *waiting;
        const auto current = waiting++;
        if (now - one.since >= send_max) {
            told.push_back(removed(current, unknown_outcome("the producer failed")));
            continue;
        }
        if (one.tried && one.restamp) one.restamp(one.record);
        if (auto sent = send(one); !sent) told.push_back(removed(current, sent.error()));
    }
    return told;
}

void Producer::tell_overdue() {
    std::vector<Told> told;
    {
        const std::lock_guard lock{mutex_};
        const auto now = Clock::now();
        for (auto waiting = waiting_.lower_bound(overdue_id_); waiting != waiting_.end();) {
            const auto current = waiting++;
            auto& [id, one] = *current;
            if (now - one.since < outcome_wait_max) break;
            overdue_id_ = id + 1;
            if (!one.tried) {
                told.push_back(removed(current, never_sent()));
                continue;
            }
            ++counts_.unknown;
            told.push_back(
                {std::exchange(one.done, nullptr), unknown_outcome("no answer in time")});
        }
        if (waiting_.empty()) emptied_.notify_all();
    }
    if (told.empty()) return;
    contact_.lost("records wait for their answer");
    for (auto& one : told) one.done(std::move(one.outcome));
}

ProducerState Producer::state() const {
    const std::lock_guard lock{mutex_};
    auto state = counts_;
    state.waiting_records = waiting_.size();
    state.waiting_bytes = waiting_bytes_;
    state.answering = contact_.is_answering();
    return state;
}

}  // namespace platform::kafka
