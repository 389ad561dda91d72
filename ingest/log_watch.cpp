// SPDX-License-Identifier: EUPL-1.2
#include "ingest/log_watch.hpp"

#include <utility>

#include "ingest/remote_read_side.hpp"

namespace ingest {

using platform::Errc;
using platform::Error;
using platform::kafka::KafkaLog;
using std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds look_interval{500};

}  // namespace

LogWatch::LogWatch(platform::kafka::Settings settings, std::string log_id, KafkaLog& log, Lost lost)
    : settings_(std::move(settings)),
      log_id_(std::move(log_id)),
      log_(log),
      lost_(std::move(lost)),
      reread_at_(steady_clock::now() + reread_interval),
      thread_([this] { watch(); }) {}

LogWatch::~LogWatch() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    stop_.notify_all();
    thread_.join();
}

void LogWatch::watch() {
    std::unique_lock lock{mutex_};
    while (!stop_.wait_for(lock, look_interval, [this] { return stopping_; })) {
        lock.unlock();
        const auto good = look();
        if (!good) return lost_(good.error());
        lock.lock();
    }
}

platform::Status LogWatch::look() {
    if (auto good = log_.health(); !good) return good;
    // Brokers that are away would only hold up the end of the program.
    if (steady_clock::now() < reread_at_ || !log_.producer_state().answering) return {};
    auto good = reread();
    reread_at_ = steady_clock::now() + reread_interval;
    return good;
}

// Through a log of its own, as at the start.
platform::Status LogWatch::reread() {
    const auto log = KafkaLog::open(settings_);
    if (!log) return {};
    const auto id = read_log_id(**log);
    if (id && *id == log_id_) return {};
    if (!id && id.error().code != Errc::invalid) return {};
    return Error{Errc::corrupt,
                 "event log: topic " + settings_.events_topic() + " holds " +
                     (id ? "log " + *id : "no log of ours") + ", not log " + log_id_ +
                     " any more: it was deleted and made again. Restore the topic; or, if the new "
                     "one is meant, start this program again"};
}

}  // namespace ingest
