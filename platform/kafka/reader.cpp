// SPDX-License-Identifier: EUPL-1.2
#include "platform/kafka/reader.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "platform/event_log/wait.hpp"

namespace platform::kafka {

namespace {

using event_log::StoredRecord;
using Polled = PartitionConsumer::Polled;

// Also how long a reader that goes elsewhere may wait for the thread to follow.
constexpr std::chrono::milliseconds poll_max{20};
// Taken from the client's queue before the lock is taken once for all of them.
constexpr std::size_t batch_max = 512;
// Once there is a record, how long more of those that the log has are waited for.
constexpr std::chrono::milliseconds more_wait_max{50};
// Looks of the checking thread while nobody waits for it.
constexpr std::chrono::milliseconds check_interval = recheck_after / 4;

}  // namespace

Result<std::unique_ptr<Reader>> Reader::make(const Settings& settings, const std::string& topic) {
    auto consumer = PartitionConsumer::make(settings, topic);
    if (!consumer) return consumer.error();
    auto witness = PartitionConsumer::make(settings, topic);
    if (!witness) return witness.error();
    return std::unique_ptr<Reader>(new Reader(std::move(*consumer), std::move(*witness), topic));
}

Reader::Reader(std::unique_ptr<PartitionConsumer> consumer,
               std::unique_ptr<PartitionConsumer> witness, std::string topic)
    : consumer_(std::move(consumer)), witness_(std::move(witness)), topic_(std::move(topic)) {}

Reader::~Reader() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
        interrupted_ = true;
    }
    changed_.notify_all();
    room_.notify_all();
    check_.notify_all();
    if (thread_.joinable()) thread_.join();
    if (checker_.joinable()) checker_.join();
}

Result<std::vector<StoredRecord>> Reader::read(std::uint64_t from, std::size_t records_max,
                                               std::size_t bytes_max) {
    if (records_max == 0) return std::vector<StoredRecord>{};
    if (auto within = check_within(from); !within) return within.error();
    Lock lock{mutex_};
    go_to(from);
    await_records(lock, records_max, bytes_max);
    auto records = take(from, records_max, bytes_max);
    if (records.empty() && error_) return *error_;
    return records;
}

// The client would only say so once it is there.
Status Reader::check_within(std::uint64_t from) {
    if (from <= end()) return {};
    const auto asked = ask_end(read_wait_max);
    if (!asked || from <= *asked) return {};
    return Error{Errc::corrupt,
                 "event log: it ends at " + std::to_string(*asked) + ", before record " +
                     std::to_string(from) +
                     ": it was truncated, or it is another log; check --bootstrap and --prefix"};
}

// Makes the record at `from` the first of those ahead, or the next to come.
void Reader::go_to(std::uint64_t from) {
    const auto first = next_ - ahead_.size();
    if (thread_.joinable() && from >= first && from <= next_) {
        for (auto sequence = first; sequence < from; ++sequence) {
            ahead_bytes_ -= ahead_.front().record.value.size();
            ahead_.pop_front();
        }
        room_.notify_one();
        return;
    }
    ahead_.clear();
    ahead_bytes_ = 0;
    next_ = from;
    wanted_ = from;
    ++places_;
    error_.reset();
    room_.notify_one();
    if (thread_.joinable()) return;
    thread_ = std::thread{[this] { follow(); }};
    checker_ = std::thread{[this] { check_until_stopped(); }};
}

void Reader::await_records(Lock& lock, std::size_t records_max, std::size_t bytes_max) {
    // Not what comes meanwhile: a steady flow would be waited for without end.
    const auto known_end = end_;
    const auto is_over = [&] {
        return error_ || interrupted_ || next_ >= known_end ||
               ahead_.size() >= std::min(records_max, ahead_records_max) ||
               (!ahead_.empty() && ahead_bytes_ >= std::min(bytes_max, ahead_bytes_max));
    };
    changed_.wait_for(lock, read_wait_max, [&] { return is_over() || !ahead_.empty(); });
    changed_.wait_for(lock, more_wait_max, is_over);
}

std::vector<StoredRecord> Reader::take(std::uint64_t from, std::size_t records_max,
                                       std::size_t bytes_max) {
    std::vector<StoredRecord> taken;
    // Somebody may have gone elsewhere meanwhile.
    if (next_ - ahead_.size() != from) return taken;
    std::size_t bytes = 0;
    while (!ahead_.empty() && taken.size() < records_max) {
        bytes += ahead_.front().record.value.size();
        taken.push_back(std::move(ahead_.front()));
        ahead_.pop_front();
        if (bytes >= bytes_max) break;
    }
    ahead_bytes_ -= bytes;
    room_.notify_one();
    return taken;
}

std::uint64_t Reader::end() {
    const auto told = consumer_->known_end();
    const std::lock_guard lock{mutex_};
    if (told) end_ = std::max(end_, *told);
    return end_;
}

Result<std::uint64_t> Reader::ask_end(std::chrono::milliseconds timeout) {
    auto asked = consumer_->ask_end(timeout);
    if (asked) advance(*asked);
    return asked;
}

std::uint64_t Reader::wait_beyond(std::uint64_t from, std::chrono::milliseconds timeout) {
    {
        Lock lock{mutex_};
        if (!thread_.joinable()) go_to(end_);
        changed_.wait_for(lock, std::min(timeout, event_log::wait_max),
                          [&] { return interrupted_ || error_ || end_ > from; });
    }
    return end();
}

void Reader::interrupt() {
    {
        const std::lock_guard lock{mutex_};
        interrupted_ = true;
    }
    changed_.notify_all();
}

void Reader::advance(std::uint64_t end) {
    {
        const std::lock_guard lock{mutex_};
        if (end <= end_) return;
        end_ = end;
    }
    changed_.notify_all();
}

ReaderState Reader::state() const {
    const std::lock_guard lock{mutex_};
    return {ahead_.size(), consumer_->is_answering()};
}

void Reader::follow() {
    while (await_room()) {
        auto batch = next_batch();
        if (std::holds_alternative<StoredRecord>(batch.front())) await_checked();
        keep(std::move(batch));
    }
}

std::vector<Polled> Reader::next_batch() {
    std::vector<Polled> batch;
    batch.push_back(consumer_->poll(poll_max));
    while (std::holds_alternative<StoredRecord>(batch.back()) && batch.size() < batch_max)
        batch.push_back(consumer_->poll(std::chrono::milliseconds{0}));
    return batch;
}

// Waits until what was read before is known to be still the same.
void Reader::await_checked() {
    Lock lock{mutex_};
    if (!last_ || Clock::now() - checked_ < recheck_after) return;
    check_wanted_ = true;
    check_.notify_one();
    room_.wait(lock, [&] { return stopping_ || wanted_ || error_ || !check_wanted_; });
}

void Reader::check_until_stopped() {
    Lock lock{mutex_};
    for (;;) {
        check_.wait_for(lock, check_interval, [&] { return stopping_ || check_wanted_; });
        if (stopping_) return;
        if (!is_check_due()) continue;
        const auto place = places_;
        const StoredRecord last = *last_;
        lock.unlock();
        const auto begun = Clock::now();
        const auto again = read_again(last.sequence, place);
        witness_->stop();
        lock.lock();
        // What came from a place that is left is not kept.
        if (!stopping_ && places_ == place) conclude(last, begun, again);
    }
}

bool Reader::is_check_due() const {
    if (!last_ || error_ || wanted_) return false;
    if (check_wanted_) return true;
    return last_->sequence != checked_sequence_ && Clock::now() - checked_ >= recheck_after / 2;
}

Polled Reader::read_again(std::uint64_t sequence, std::uint64_t place) {
    const auto is_left = [&] {
        const std::lock_guard lock{mutex_};
        return stopping_ || places_ != place;
    };
    witness_->start(sequence);
    Polled again = PartitionConsumer::Nothing{};
    while (std::holds_alternative<PartitionConsumer::Nothing>(again) && !is_left())
        again = witness_->poll(poll_max);
    return again;
}

void Reader::conclude(const StoredRecord& last, Clock::time_point begun, const Polled& again) {
    const auto* stored = std::get_if<StoredRecord>(&again);
    if (const auto* error = std::get_if<Error>(&again))
        error_ = *error;
    else if (stored == nullptr || *stored != last)
        error_ =
            Error{Errc::corrupt,
                  "event log: record " + std::to_string(last.sequence) + " of topic " + topic_ +
                      " is not the one that was read before: it is another topic under the "
                      "same name, or was altered. Nothing of it was taken. Restore the topic, "
                      "or rebuild what was built from it"};
    check_wanted_ = false;
    checked_ = begun;
    checked_sequence_ = last.sequence;
    room_.notify_one();
    if (error_) changed_.notify_all();
}

// Waits until more may be taken, then goes where a reader wants; false when stopping.
bool Reader::await_room() {
    std::optional<std::uint64_t> wanted;
    {
        Lock lock{mutex_};
        room_.wait(lock, [&] {
            return stopping_ || wanted_ ||
                   (!error_ && ahead_.size() < ahead_records_max && ahead_bytes_ < ahead_bytes_max);
        });
        if (stopping_) return false;
        wanted = std::exchange(wanted_, std::nullopt);
        if (!wanted) return true;
        last_.reset();
        check_wanted_ = false;
        checked_ = Clock::now();
    }
    consumer_->start(*wanted);
    return true;
}

void Reader::keep(std::vector<Polled> batch) {
    const auto told = consumer_->known_end();
    {
        const std::lock_guard lock{mutex_};
        // What came from a place that is no longer wanted, or after what is not the log.
        if (wanted_ || error_) return;
        for (auto& polled : batch) {
            if (auto* stored = std::get_if<StoredRecord>(&polled))
                keep_record(std::move(*stored));
            else if (auto* error = std::get_if<Error>(&polled))
                error_ = std::move(*error);
            if (error_) break;
        }
        end_ = std::max(end_, std::max(next_, told.value_or(0)));
    }
    changed_.notify_all();
}

void Reader::keep_record(StoredRecord stored) {
    if (stored.sequence != next_) {
        error_ = Error{Errc::corrupt,
                       "event log: record " + std::to_string(next_) + " is missing, " +
                           std::to_string(stored.sequence) +
                           " came instead: the topic was compacted or used with transactions; "
                           "restore it"};
        return;
    }
    ++next_;
    ahead_bytes_ += stored.record.value.size();
    last_ = stored;
    ahead_.push_back(std::move(stored));
}

}  // namespace platform::kafka
