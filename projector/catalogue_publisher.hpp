// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.hpp"
#include "projector/read_model/store.hpp"

namespace projector {

// How often the position is published at most, and a row that was refused or overwritten.
constexpr std::chrono::milliseconds position_interval{200};
constexpr std::chrono::milliseconds row_interval{5'000};

// Keeps the catalogue topic (docs/events.md §4) as new as the store: publishes what the newest rows
// there lack, also where another replica that is behind has written an older one later, so that
// compaction never leaves that. The position stands only for definitions that are kept.
//
// Edge: a row of another log, or one that cannot be read, is told once and overwritten: the topic
// outlived a log. Threads: all of it from any thread.
class CataloguePublisher {
public:
    using Clock = std::chrono::steady_clock;
    // Publishes one row and tells, from any thread, also at once, whether it is kept.
    using Publish = std::function<void(std::string key, std::string value,
                                       std::function<void(platform::Status)> done)>;

    // `log_id` is that of the log that `store` follows. `store` outlives this, and this outlives
    // what `publish` may still have to tell.
    CataloguePublisher(const read_model::Store& store, std::string log_id, Publish publish);

    // A row of the topic, in the order of the topic, those published here too.
    void read(std::string_view key, std::string_view value);
    // All rows that there were at the start have been read. Nothing is published before.
    void reached_end();

    // Publishes what the topic lacks. To be called by a live replica, after each commit and some
    // times a second.
    void publish_missing(Clock::time_point now);

private:
    // What the topic holds under one key, as far as it counts: sequences of this log.
    struct Row {
        std::optional<domain::Sequence> newest;   // Of the last row read.
        std::optional<domain::Sequence> sent;     // Of what was not read back yet.
        std::optional<domain::Sequence> highest;  // Of what was ever sent.
        std::optional<domain::Sequence> kept;     // Of what is told to be durable.
        Clock::time_point again_at;               // The highest is not sent again before.
    };
    struct Outgoing {
        std::string key;
        std::string value;
        domain::Sequence sequence = 0;
    };

    static bool lacks(const Row& row, domain::Sequence sequence);
    std::vector<Outgoing> due_entries(const read_model::Published& published,
                                      Clock::time_point now);
    std::optional<Outgoing> due_position(const read_model::Published& published,
                                         Clock::time_point now);
    static void note_sent(Row& row, domain::Sequence sequence, Clock::time_point now);
    void send(Outgoing outgoing);
    void told(const std::string& key, domain::Sequence sequence, const platform::Status& status);
    std::optional<domain::Sequence> own_sequence(std::string_view key, std::string_view value);

    const read_model::Store& store_;
    const std::string log_id_;
    const Publish publish_;

    std::mutex mutex_;
    bool complete_ = false;
    bool warned_ = false;
    // Why the entries are to be looked through: other definitions, or news of the topic.
    std::shared_ptr<const read_model::Catalogue> looked_through_;
    Clock::time_point look_at_;
    // The first sequence whose definition is not kept in the topic yet.
    std::optional<domain::Sequence> not_kept_;
    Clock::time_point position_at_;
    std::map<std::string, Row, std::less<>> rows_;
};

}  // namespace projector
