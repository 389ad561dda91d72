// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "domain/fold/fold.hpp"
#include "platform/event_log/event_log.hpp"
#include "platform/result.hpp"
#include "projector/projector_metrics.hpp"
#include "projector/read_model/store.hpp"

namespace projector {

namespace read_model {
class StoredPast;
}

struct ProjectorOptions {
    // Records that one WriteBatch holds at most; bytes of their values read ahead at most.
    std::size_t batch_records_max = 1'000;
    std::size_t batch_bytes_max = std::size_t{2} << 20;
    // Threads that decode records ahead of the fold (1: the projector's own).
    std::size_t parsers = 1;
    // Rows of the indicators worked on that are held between two commits.
    std::size_t cached_rows_max = domain::Fold::cached_rows_max;
    // Told of the work, if any; it outlives the projector.
    ProjectorMetrics* metrics = nullptr;
};

// A projector is live once it has applied what the log held when it started to follow, as long as
// it is behind by no more records than this.
constexpr domain::Sequence live_lag_max = 1'000;

// Folds the log into a store: catch-up, then live, by one code path.
class Projector {
public:
    // Told on the projector's thread after each commit, with the newest position.
    using Applied = std::function<void(domain::Sequence)>;
    // Told once, on the projector's thread, when it can go on no more: the store could not be
    // written or read, the log not be read, or the log is not for this software. The text says what
    // to do; the process should stop.
    using Failed = std::function<void(platform::Error)>;

    // `store` and `log` outlive the projector.
    Projector(read_model::Store& store, platform::event_log::EventLog& log,
              ProjectorOptions options = {});
    // Stops.
    ~Projector();
    Projector(const Projector&) = delete;
    Projector& operator=(const Projector&) = delete;

    // Applies everything up to the present end of the log, on this thread, telling `applied` as it
    // goes on. Errors: as Failed.
    platform::Status catch_up(const Applied& applied = {});

    // Follows the log on a thread of its own until stop(). `live` is told on that thread while the
    // projector is live: after each commit and at least ten times a second.
    void start(Failed failed, std::function<void()> live = {});
    // Ends following; pending waits are told `false`. The log is interrupted for good.
    void stop();

    // Calls `done(true)` once `position` is applied, at once if it is, `done(false)` after
    // `timeout` or at stop(). On the caller's thread or the projector's; it must return soon.
    // Threads: any.
    void wait_for(domain::Sequence position, std::chrono::milliseconds timeout,
                  std::function<void(bool)> done);

    // Records known to be in the log that are not applied yet. Threads: any.
    domain::Sequence lag() const;

    // Why it is not live, for people; nothing when it is. Threads: any.
    std::optional<std::string> not_live() const;

private:
    static constexpr domain::Sequence unknown_end = ~domain::Sequence{0};

    struct Waiter {
        std::chrono::steady_clock::time_point deadline;
        std::function<void(bool)> done;
    };

    platform::Result<std::size_t> apply_batch();
    platform::Status commit();
    void learn_end();
    platform::Status apply(const platform::event_log::Record& record,
                           const domain::Decoded& decoded);
    void follow(const Failed& failed, const std::function<void()>& live);
    void tell_waiters();
    void took(Stage stage, std::chrono::steady_clock::time_point since) const;

    read_model::Store& store_;
    platform::event_log::EventLog& log_;
    ProjectorOptions options_;
    std::unique_ptr<read_model::StoredPast> past_;
    std::unique_ptr<domain::Fold> fold_;
    read_model::StoreWriter writer_;

    std::mutex mutex_;
    std::multimap<domain::Sequence, Waiter> waiters_;
    std::atomic<bool> stopping_ = false;
    // The end of the log when it began to follow, once that is known.
    std::atomic<domain::Sequence> to_catch_up_ = unknown_end;
    std::thread thread_;
};

}  // namespace projector
