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
#include "projector/read_model/store.hpp"

namespace projector {

struct ProjectorOptions {
    // Records that one WriteBatch holds at most; bytes of their values read ahead at most.
    std::size_t batch_records_max = 1'000;
    std::size_t batch_bytes_max = std::size_t{2} << 20;
    // Threads that decode records ahead of the fold (1: the projector's own).
    std::size_t parsers = 1;
};

// Compares a store with the log it is to follow: the log's identity (record 0) and the last record
// applied, byte for byte.
// Errors: invalid (another log, a log that lost records or was altered; the text says what to do),
// corrupt, io.
platform::Status check_same_log(const read_model::Store& store, platform::event_log::EventLog& log);

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

    // Follows the log on a thread of its own until stop().
    void start(Failed failed);
    // Ends following; pending waits are told `false`. The log is interrupted for good.
    void stop();

    // Calls `done(true)` once `position` is applied, at once if it is, `done(false)` after
    // `timeout` or at stop(). On the caller's thread or the projector's; it must return soon.
    // Threads: any.
    void wait_for(domain::Sequence position, std::chrono::milliseconds timeout,
                  std::function<void(bool)> done);

    // Records in the log that are not applied yet.
    domain::Sequence lag() const;

private:
    struct Waiter {
        std::chrono::steady_clock::time_point deadline;
        std::function<void(bool)> done;
    };

    platform::Result<std::size_t> apply_batch();
    platform::Status apply(const platform::event_log::Record& record,
                           const domain::Decoded& decoded);
    void follow(const Failed& failed);
    void tell_waiters();

    read_model::Store& store_;
    platform::event_log::EventLog& log_;
    ProjectorOptions options_;
    std::unique_ptr<domain::Past> past_;
    std::unique_ptr<domain::Fold> fold_;
    read_model::StoreWriter writer_;

    std::mutex mutex_;
    std::multimap<domain::Sequence, Waiter> waiters_;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

}  // namespace projector
