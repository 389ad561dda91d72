// SPDX-License-Identifier: EUPL-1.2
#include "ingest/followed_catalogue.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "domain/event.hpp"
#include "platform/logging.hpp"

namespace ingest {

using projector::read_model::Catalogue;
using projector::read_model::Published;

FollowedCatalogue::FollowedCatalogue(std::string log_id, platform::event_log::EventLog& log)
    : log_id_(std::move(log_id)), log_(log) {
    teller_ = std::thread{[this] { tell_until_stopped(); }};
    asker_ = std::thread{[this] { ask_until_stopped(); }};
}

FollowedCatalogue::~FollowedCatalogue() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    waiters_changed_.notify_all();
    end_wanted_.notify_all();
    asker_.join();
    teller_.join();
}

void FollowedCatalogue::take(std::string_view key, std::string_view value) {
    auto row = projector::read_model::decode_catalogue_row(key, value);
    const std::lock_guard lock{mutex_};
    if (!row) return say_once("a row of the catalogue is left out", row.error().detail);
    if (const auto* position = std::get_if<Position>(&*row)) return add(*position);
    add(std::get<Entry>(*std::move(row)));
}

void FollowedCatalogue::add(Entry entry) {
    if (!counts(entry.log_id, entry.engine)) return;
    auto key = projector::read_model::key_of(entry.definition);
    const auto [at, added] = entries_.try_emplace(std::move(key), entry);
    if (!added && at->second.sequence >= entry.sequence) return;
    if (!added) at->second = std::move(entry);
    catalogue_.reset();
    published_.reset();
    waiters_changed_.notify_all();
}

void FollowedCatalogue::add(const Position& position) {
    if (!counts(position.log_id, position.engine) || position.next <= next_) return;
    next_ = position.next;
    engine_ = position.engine;
    published_.reset();
    waiters_changed_.notify_all();
}

bool FollowedCatalogue::counts(std::string_view log_id, std::uint32_t engine) {
    if (log_id != log_id_) {
        say_once("the catalogue has rows of another log, which are left out", log_id);
        return false;
    }
    if (engine > domain::engine_max) {
        say_once("the catalogue has rows of a newer engine: upgrade this program",
                 std::to_string(engine));
        return false;
    }
    return true;
}

void FollowedCatalogue::say_once(std::string_view what, std::string_view detail) {
    if (!said_.emplace(what).second) return;
    platform::log(platform::Level::warning, what,
                  {
                      {"detail", detail}
    });
}

void FollowedCatalogue::reached_end() {
    const std::lock_guard lock{mutex_};
    complete_ = true;
    published_.reset();
    waiters_changed_.notify_all();
}

bool FollowedCatalogue::is_complete() const {
    const std::lock_guard lock{mutex_};
    return complete_;
}

std::shared_ptr<const Published> FollowedCatalogue::published() const {
    const std::lock_guard lock{mutex_};
    if (published_) return published_;
    if (!catalogue_) {
        auto catalogue = std::make_shared<Catalogue>();
        for (const auto& [key, entry] : entries_)
            std::visit([&](const auto& definition) { catalogue->add(0, definition); },
                       entry.definition);
        catalogue_ = std::move(catalogue);
    }
    Published published;
    published.head.log_id = log_id_;
    published.head.engine = engine_;
    published.head.next = complete_ ? next_ : 0;
    published.catalogue = catalogue_;
    published_ = std::make_shared<const Published>(std::move(published));
    return published_;
}

void FollowedCatalogue::await_definitions(std::vector<std::string> missing,
                                          Clock::time_point deadline,
                                          std::function<void(Awaited)> done) {
    {
        const std::lock_guard lock{mutex_};
        waiters_.emplace(next_waiter_++,
                         Waiter{std::move(missing), deadline, std::move(done), std::nullopt});
    }
    end_wanted_.notify_one();
    waiters_changed_.notify_one();
}

bool FollowedCatalogue::knows(const std::vector<std::string>& ids) const {
    return std::all_of(ids.begin(), ids.end(),
                       [this](const std::string& id) { return entries_.contains(id); });
}

// What ends the wait now, if anything does.
std::optional<Awaited> FollowedCatalogue::awaited(const Waiter& waiter) const {
    if (complete_ && waiter.end && next_ >= *waiter.end) return Awaited::end;
    if (complete_ && !waiter.missing.empty() && knows(waiter.missing)) return Awaited::known;
    if (stopping_ || waiter.deadline <= Clock::now()) return Awaited::late;
    return std::nullopt;
}

// The calls that are due, taken out.
std::vector<std::function<void()>> FollowedCatalogue::take_told() {
    std::vector<std::function<void()>> told;
    for (auto at = waiters_.begin(); at != waiters_.end();) {
        Waiter& waiter = at->second;
        const auto how = awaited(waiter);
        if (!how) {
            ++at;
            continue;
        }
        told.emplace_back([done = std::move(waiter.done), how] { done(*how); });
        at = waiters_.erase(at);
    }
    return told;
}

std::optional<FollowedCatalogue::Clock::time_point> FollowedCatalogue::first_deadline() const {
    std::optional<Clock::time_point> first;
    for (const auto& [number, waiter] : waiters_)
        if (!first || waiter.deadline < *first) first = waiter.deadline;
    return first;
}

void FollowedCatalogue::tell_until_stopped() {
    std::unique_lock lock{mutex_};
    for (;;) {
        const auto told = take_told();
        if (!told.empty()) {
            lock.unlock();
            for (const auto& tell : told) tell();
            lock.lock();
            continue;
        }
        if (stopping_) return;
        if (const auto deadline = first_deadline())
            waiters_changed_.wait_until(lock, *deadline);
        else
            waiters_changed_.wait(lock);
    }
}

void FollowedCatalogue::ask_until_stopped() {
    const auto wants_end = [](const auto& entry) { return !entry.second.end; };
    std::unique_lock lock{mutex_};
    for (;;) {
        end_wanted_.wait(lock, [&] {
            return stopping_ || std::any_of(waiters_.begin(), waiters_.end(), wants_end);
        });
        if (stopping_) return;
        // Only who waits by now: what the log is asked for later is a later end.
        const auto first_later = next_waiter_;
        lock.unlock();
        const auto end = log_.ask_end(ask_wait_max);
        lock.lock();
        if (!end) {
            // The log may have refused at once.
            constexpr std::chrono::milliseconds pause{50};
            end_wanted_.wait_for(lock, pause, [this] { return stopping_; });
            continue;
        }
        for (auto& [number, waiter] : waiters_)
            if (number < first_later && !waiter.end) waiter.end = *end;
        waiters_changed_.notify_one();
    }
}

}  // namespace ingest
