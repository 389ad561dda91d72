// SPDX-License-Identifier: EUPL-1.2
#include "projector/projector.hpp"

#include <vector>

#include "platform/logging.hpp"
#include "projector/read_model/stored_past.hpp"
#include "projector/read_model/versions.hpp"

namespace projector {
namespace {

using platform::Errc;
using platform::Error;
using platform::event_log::StoredRecord;
using Clock = std::chrono::steady_clock;

// How long a wait can overstay its time-out.
constexpr std::chrono::milliseconds poll_interval{100};
constexpr std::chrono::seconds narrator_interval{10};
// How long the log's end is waited for before what is there is applied meanwhile.
constexpr std::chrono::milliseconds end_answer_max{500};

Error to_error(domain::Halt halt) {
    switch (halt) {
        case domain::Halt::not_opened:
            return {Errc::invalid,
                    "log: its first record is not log.opened; this is not a log of "
                    "Baromètre"};
        case domain::Halt::engine_unknown:
            return {Errc::invalid,
                    "log: the next record raises an engine that this version does "
                    "not know; install a newer version, nothing is lost"};
        case domain::Halt::territories_unknown:
            return {Errc::invalid,
                    "log: it was opened with another list of territories; use the "
                    "version that made it"};
    }
    return {Errc::invalid, "log: it cannot be folded"};
}

// Says in the log of the program how far a projector is, until it is live.
class Narrator {
public:
    void tell(domain::Sequence applied, domain::Sequence lag, bool live) {
        const auto now = Clock::now();
        if (said_live_ || (!live && now < next_)) return;
        said_live_ = live;
        next_ = now + narrator_interval;
        const std::chrono::duration<double> elapsed = now - begun_;
        platform::log(platform::Level::info,
                      live ? "the read model is live" : "the log is being read",
                      {
                          {"applied", applied        },
                          {"to_go",   lag            },
                          {"seconds", elapsed.count()}
        });
    }

private:
    const Clock::time_point begun_ = Clock::now();
    Clock::time_point next_ = begun_ + narrator_interval;
    bool said_live_ = false;
};

std::vector<domain::Decoded> decode_all(const std::vector<StoredRecord>& records,
                                        std::size_t parsers) {
    std::vector<std::optional<domain::Decoded>> decoded(records.size());
    const auto work = [&](std::size_t first) {
        for (std::size_t i = first; i < records.size(); i += parsers)
            decoded[i] = domain::decode(records[i].record.value);
    };
    std::vector<std::thread> threads;
    for (std::size_t first = 1; first < parsers; ++first) threads.emplace_back(work, first);
    work(0);
    for (auto& thread : threads) thread.join();

    std::vector<domain::Decoded> all;
    all.reserve(decoded.size());
    for (auto& one : decoded) all.push_back(std::move(*one));
    return all;
}

}  // namespace

Projector::Projector(read_model::Store& store, platform::event_log::EventLog& log,
                     ProjectorOptions options)
    : store_(store),
      log_(log),
      options_(options),
      past_(std::make_unique<read_model::StoredPast>(store)),
      fold_(std::make_unique<domain::Fold>(*past_, options.cached_rows_max)),
      writer_(store) {}

Projector::~Projector() {
    stop();
}

platform::Status Projector::catch_up(const Applied& applied) {
    try {
        for (;;) {
            const auto count = apply_batch();
            if (!count) return count.error();
            if (*count == 0) {
                past_->release();
                return {};
            }
            if (applied) applied(store_.published()->position());
        }
    } catch (const read_model::StoreFailure& failure) {
        return failure.error();
    }
}

// Applies at most one batch; the number of records applied.
platform::Result<std::size_t> Projector::apply_batch() {
    const domain::Sequence next = fold_->head().next;
    auto since = Clock::now();
    const auto records = log_.read(next, options_.batch_records_max, options_.batch_bytes_max);
    if (!records) return records.error();
    if (records->empty()) return std::size_t{0};
    took(Stage::fetch, since);
    since = Clock::now();
    const auto decoded = decode_all(*records, options_.parsers);
    took(Stage::decode, since);
    since = Clock::now();
    for (std::size_t i = 0; i < records->size(); ++i) {
        if (auto status = apply((*records)[i].record, decoded[i]); !status) {
            // What came before is whole and stays.
            if (auto committed = commit(); !committed) return committed.error();
            return status.error();
        }
    }
    took(Stage::fold, since);
    if (auto committed = commit(); !committed) return committed.error();
    return records->size();
}

platform::Status Projector::commit() {
    const auto since = Clock::now();
    if (auto committed = writer_.commit(); !committed) return committed;
    took(Stage::write, since);
    fold_->committed();
    return {};
}

platform::Status Projector::apply(const platform::event_log::Record& record,
                                  const domain::Decoded& decoded) {
    if (domain::Fold::needs_commit(decoded) || fold_->is_crowded())
        if (auto committed = commit(); !committed) return committed;
    const auto changes = fold_->apply(decoded);
    if (!changes) return to_error(changes.error());
    if (options_.metrics) options_.metrics->decided(changes->record.outcome.kind);
    writer_.add(*changes, record);
    return {};
}

void Projector::start(Failed failed, std::function<void()> live) {
    // Whoever waits for what is applied already asks for the end before the thread has run.
    learn_end();
    thread_ = std::thread{
        [this, failed = std::move(failed), live = std::move(live)] { follow(failed, live); }};
}

void Projector::follow(const Failed& failed, const std::function<void()>& live) {
    Narrator narrator;
    const auto tell = [&] {
        narrator.tell(store_.published()->head.next, lag(), !not_live());
        // Whoever learns that a definition is applied finds it published, or nearly so.
        if (live && !not_live()) live();
        tell_waiters();
    };
    while (!stopping_) {
        learn_end();
        auto status = catch_up([&](domain::Sequence) { tell(); });
        // Nobody else would stop the process when the log takes no more.
        if (status) status = log_.health();
        if (!status) {
            failed(status.error());
            return;
        }
        tell();
        log_.wait_beyond(fold_->head().next, poll_interval);
    }
}

void Projector::learn_end() {
    if (to_catch_up_ != unknown_end) return;
    if (const auto end = log_.ask_end(end_answer_max)) to_catch_up_ = *end;
}

void Projector::stop() {
    // Once stopped, the log may be gone.
    if (stopping_.exchange(true)) return;
    log_.interrupt();
    if (thread_.joinable()) thread_.join();
    std::multimap<domain::Sequence, Waiter> left;
    {
        const std::lock_guard lock{mutex_};
        left.swap(waiters_);
    }
    for (auto& [position, waiter] : left) waiter.done(false);
}

void Projector::wait_for(domain::Sequence position, std::chrono::milliseconds timeout,
                         std::function<void(bool)> done) {
    const auto is_applied = [&] { return store_.published()->head.next > position; };
    if (!is_applied() && !stopping_) {
        const auto deadline = std::chrono::steady_clock::now() + timeout;
        const std::lock_guard lock{mutex_};
        // Asked again under the lock: tell_waiters() or stop() may just have passed.
        if (!is_applied() && !stopping_) {
            waiters_.emplace(position, Waiter{deadline, std::move(done)});
            return;
        }
    }
    done(is_applied());
}

domain::Sequence Projector::lag() const {
    const domain::Sequence end = log_.end();
    const domain::Sequence next = store_.published()->head.next;
    return end > next ? end - next : 0;
}

std::optional<std::string> Projector::not_live() const {
    const domain::Sequence to_catch_up = to_catch_up_;
    if (to_catch_up == unknown_end) return "the log does not tell yet how long it is";
    const domain::Sequence behind = lag();
    if (store_.published()->head.next >= to_catch_up && behind <= live_lag_max) return std::nullopt;
    return "reading the log: " + std::to_string(behind) + " records to go";
}

void Projector::took(Stage stage, Clock::time_point since) const {
    if (options_.metrics) options_.metrics->took(stage, Clock::now() - since);
}

void Projector::tell_waiters() {
    const domain::Sequence next = store_.published()->head.next;
    const auto now = std::chrono::steady_clock::now();
    std::vector<std::pair<bool, std::function<void(bool)>>> due;
    {
        const std::lock_guard lock{mutex_};
        for (auto waiter = waiters_.begin(); waiter != waiters_.end();) {
            const bool applied = waiter->first < next;
            if (!applied && waiter->second.deadline > now) {
                ++waiter;
                continue;
            }
            due.emplace_back(applied, std::move(waiter->second.done));
            waiter = waiters_.erase(waiter);
        }
    }
    for (auto& [applied, done] : due) done(applied);
}

}  // namespace projector
