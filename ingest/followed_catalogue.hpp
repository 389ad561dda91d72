// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "domain/measure.hpp"
#include "ingest/read_side.hpp"
#include "platform/event_log/event_log.hpp"
#include "projector/read_model/catalogue_entry.hpp"
#include "projector/read_model/store.hpp"

namespace ingest {

// The definitions in force as the catalogue topic tells them (docs/events.md §4), for a process
// without a read model. Several replicas publish: of an id the entry of the highest sequence
// counts, and how far the catalogue reaches is the highest position published. Rows of another log,
// of an engine that this software does not know, or that cannot be read are left out; each kind of
// them is logged once.
// Threads: any; take() and reached_end() one at a time.
class FollowedCatalogue {
public:
    // How often the log is asked for its end again when it does not answer.
    static constexpr std::chrono::milliseconds ask_wait_max{1'000};

    // `log` outlives this.
    FollowedCatalogue(std::string log_id, platform::event_log::EventLog& log);
    // Who still waits is told that it is late.
    ~FollowedCatalogue();
    FollowedCatalogue(const FollowedCatalogue&) = delete;
    FollowedCatalogue& operator=(const FollowedCatalogue&) = delete;

    // Takes the next row of the topic.
    void take(std::string_view key, std::string_view value);
    // The topic was read up to its present end: from now on the definitions count.
    void reached_end();

    // Whether the topic was read to its end once.
    bool is_complete() const;
    // Every definition, in force from sequence 0 on, and how far they reach; `head.next` is 0 until
    // is_complete().
    std::shared_ptr<const projector::read_model::Published> published() const;

    // As ReadSide::await_definitions(): `done` is called on a thread of this.
    void await_definitions(std::vector<std::string> missing,
                           std::chrono::steady_clock::time_point deadline,
                           std::function<void(Awaited)> done);

private:
    using Clock = std::chrono::steady_clock;
    using Entry = projector::read_model::CatalogueEntry;
    using Position = projector::read_model::CataloguePosition;

    struct Waiter {
        std::vector<std::string> missing;
        Clock::time_point deadline;
        std::function<void(Awaited)> done;
        // The end of the log to be reached, once the log has told it.
        std::optional<domain::Sequence> end;
    };

    bool counts(std::string_view log_id, std::uint32_t engine);
    void add(Entry entry);
    void add(const Position& position);
    void say_once(std::string_view what, std::string_view detail);
    bool knows(const std::vector<std::string>& ids) const;
    std::optional<Awaited> awaited(const Waiter& waiter) const;
    std::vector<std::function<void()>> take_told();
    std::optional<Clock::time_point> first_deadline() const;
    void tell_until_stopped();
    void ask_until_stopped();

    const std::string log_id_;
    platform::event_log::EventLog& log_;

    mutable std::mutex mutex_;
    std::condition_variable waiters_changed_;
    std::condition_variable end_wanted_;
    std::map<std::string, Entry, std::less<>> entries_;
    std::uint32_t engine_ = 0;
    // The record that opens the log defines nothing: the catalogue reaches beyond it from the
    // start.
    domain::Sequence next_ = 1;
    bool complete_ = false;
    bool stopping_ = false;
    // Made from the entries when it is asked for after one has changed.
    mutable std::shared_ptr<const projector::read_model::Published> published_;
    mutable std::shared_ptr<const projector::read_model::Catalogue> catalogue_;
    std::set<std::string, std::less<>> said_;
    std::map<std::uint64_t, Waiter> waiters_;
    std::uint64_t next_waiter_ = 0;

    // Last: they use all of the above.
    std::thread teller_;
    std::thread asker_;
};

}  // namespace ingest
