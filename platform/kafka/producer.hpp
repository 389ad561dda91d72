// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "platform/event_log/event_log.hpp"
#include "platform/kafka/contact.hpp"
#include "platform/kafka/handles.hpp"
#include "platform/kafka/settings.hpp"
#include "platform/kafka/signal_loop.hpp"

namespace platform::kafka {

// What may wait for the brokers' answer; one more is refused.
inline constexpr std::size_t queue_records_max = 10'000;
// Units: bytes, as record_bytes() counts them.
inline constexpr std::size_t queue_bytes_max = std::size_t{64} << 20;

// An append without an answer for so long is told that its outcome is not known, or, where it is
// still held and was never sent, that nothing was appended.
inline constexpr std::chrono::milliseconds outcome_wait_max{5'000};
// A record is sent, and sent again, for so long; then the client gives it up.
inline constexpr std::chrono::milliseconds send_max{30'000};
// What a broker has received it appends within this time, or it has lost the partition to another
// (broker.session.timeout.ms is 9 s). A single broker that is stopped for longer may still append
// when it goes on.
inline constexpr std::chrono::milliseconds broker_settles{15'000};
// From the `io` of an append on: a record may be given to a new producer until send_max after its
// append, which sends it for send_max again (docs/decisions/0005).
inline constexpr std::chrono::milliseconds lands_within =
    send_max + send_max + broker_settles - outcome_wait_max;

// How long the destructor waits for the answers that are still missing.
inline constexpr std::chrono::milliseconds flush_max{5'000};

// Counted since the start but for what waits now.
struct ProducerState {
    std::size_t waiting_records = 0;
    std::size_t waiting_bytes = 0;
    // Appends told that their outcome is not known.
    std::uint64_t unknown = 0;
    // Refused because this machine's clock runs ahead of the broker's.
    std::uint64_t clock_refused = 0;
    // Producers made anew after a fatal error.
    std::uint64_t replaced = 0;
    // Whether the brokers answer, as far as the last append tells.
    bool answering = true;
};

// Appends to partition 0 of one topic, in the order of the calls: idempotent, acknowledged by all
// replicas in sync. What comes while records are on their way is held and sent together once they
// are answered: a broker takes one request of a connection after another anyway, and few large ones
// cost it, and the client, less (docs/decisions/0005). The client starts with the first append. A
// fatal error of the idempotent producer is survived: what is not acknowledged stays here, and a
// new producer sends it again in the same order (a record may so be in the log twice, never lost).
// Threads: any.
class Producer {
public:
    // The end of the topic after an acknowledged record; called before its `done`.
    using Advanced = std::function<void(std::uint64_t end)>;

    Producer(Settings settings, std::string topic, Advanced advanced);
    Producer(const Producer&) = delete;
    Producer& operator=(const Producer&) = delete;
    // Waits at most flush_max for the missing answers, then tells the rest `io`.
    ~Producer();

    // As those of EventLog. `restamp` may be empty.
    void append(event_log::Record record, event_log::Restamp restamp, event_log::Appended done);
    void append(std::vector<event_log::Appending> all);

    // Errors: corrupt (a record was acknowledged at a place that an earlier one has: the topic was
    // made again under its name, or lost records; nothing is taken any more).
    Status health() const;

    ProducerState state() const;

private:
    using Clock = std::chrono::steady_clock;

    struct Waiting {
        std::uint64_t id = 0;
        event_log::Record record;
        event_log::Restamp restamp;
        event_log::Appended done;  // Empty once told that the outcome is not known.
        Clock::time_point since;
        std::size_t bytes = 0;
        bool sent = false;   // The client has it.
        bool tried = false;  // This one or an earlier client had it.
    };
    struct Told {
        event_log::Appended done;
        Result<event_log::Place> outcome;
    };
    using Table = std::map<std::uint64_t, Waiting>;

    Status accept(event_log::Appending& one);
    Status start_client();
    void close_client();
    Status send(Waiting& waiting);
    void send_held(std::vector<Told>& told);
    void fail_client();
    void serve();
    void drain();
    void settle(const Event& event);
    Result<event_log::Place> outcome_of(const rd_kafka_message_s& message);
    Result<event_log::Place> checked(std::uint64_t offset);
    void note_failure(const Error& failure);
    Told removed(Table::iterator waiting, Result<event_log::Place> outcome);
    void replace_client();
    std::vector<Told> send_again();
    void tell_overdue();

    const Settings settings_;
    const std::string topic_name_;
    const Advanced advanced_;
    Contact contact_;

    mutable std::mutex mutex_;
    std::condition_variable emptied_;
    Table waiting_;  // By order of append; a sent record stays where it is until it is answered.
    std::uint64_t next_id_ = 1;
    std::uint64_t overdue_id_ = 1;  // All before it were told in time or as unknown.
    std::size_t sent_ = 0;          // Of waiting_, those that the client has.
    std::uint64_t held_id_ = 1;     // All from it on are held.
    std::size_t waiting_bytes_ = 0;
    ProducerState counts_;
    std::uint64_t acknowledged_end_ = 0;
    std::optional<Error> foreign_;  // Why nothing is taken any more.
    bool stopping_ = false;
    // The client met a fatal error: nothing more is given to it.
    bool failed_ = false;
    Clock::time_point failed_at_;
    Clock::time_point replaced_at_;
    Clock::time_point failure_logged_at_;

    Client client_;
    Topic topic_;
    Queue events_;

    std::unique_ptr<SignalLoop> loop_;  // Last: its thread uses all of the above.
};

}  // namespace platform::kafka
