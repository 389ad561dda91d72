// SPDX-License-Identifier: EUPL-1.2
#include "projector/signer.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "projector/read_model/log_tree.hpp"
#include "projector/read_model/versions.hpp"

namespace projector {
namespace {

namespace merkle = domain::merkle;

constexpr std::chrono::seconds sign_interval{1};

std::string of_size(std::uint64_t size) {
    return "the checkpoint of size " + std::to_string(size);
}

}  // namespace

Signer::Signer(const read_model::Store& store, std::unique_ptr<SignerFolder> folder,
               SignedLog& shown, NotLive not_live)
    : store_(store), folder_(std::move(folder)), shown_(shown), not_live_(std::move(not_live)) {}

Signer::~Signer() {
    stop();
}

void Signer::start() {
    thread_ = std::thread{[this] { work(); }};
}

void Signer::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    stop_told_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Signer::work() {
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        lock.unlock();
        step();
        lock.lock();
        stop_told_.wait_for(lock, sign_interval, [this] { return stopping_; });
    }
    // What came in since the last second is signed too.
    lock.unlock();
    step();
}

void Signer::step() {
    if (shown_.is_refused()) return;
    try {
        const bool all_is_there = !not_live_();
        const std::uint64_t applied = store_.published()->head.next;
        if (auto wrong = check_history(applied)) return shown_.refuse(std::move(*wrong));
        const auto& history = folder_->history();
        if (checked_ < history.size()) {
            if (all_is_there)
                shown_.refuse("the log has " + std::to_string(applied) + " records, but " +
                              of_size(history.back().size) +
                              " was signed: its last records are gone; bring the whole log back");
            return;
        }
        if (!history.empty() && !shown_.newest()) shown_.publish({history.back(), folder_->last()});
        if (applied == (history.empty() ? 0 : history.back().size)) return;
        if (auto wrong = sign(applied)) shown_.refuse(std::move(*wrong));
    } catch (const read_model::StoreFailure& failure) {
        shown_.refuse(failure.error().detail);
    }
}

// What is wrong with a checkpoint that was signed and whose records are applied, if anything.
std::optional<std::string> Signer::check_history(std::uint64_t applied) {
    const auto& history = folder_->history();
    for (; checked_ < history.size() && history[checked_].size <= applied; ++checked_) {
        const merkle::Checkpoint& before = history[checked_];
        walk_to(before.size, applied);
        if (walked_.root() == before.root) continue;
        const std::uint64_t good = checked_ == 0 ? 0 : history[checked_ - 1].size;
        return of_size(before.size) +
               " was signed over other records: the log was changed between record " +
               std::to_string(good) + " and record " + std::to_string(before.size - 1) +
               "; `barometre verify` of an export made before names the record";
    }
    return std::nullopt;
}

void Signer::walk_to(std::uint64_t size, std::uint64_t applied) {
    const read_model::LogTree tree{store_, applied};
    while (walked_.size() < size) {
        const std::uint64_t index = walked_.size() / merkle::tile_width;
        const std::uint64_t offset = walked_.size() % merkle::tile_width;
        if (index != walked_tile_index_ || offset >= walked_tile_.size()) {
            const std::uint64_t there = applied - index * merkle::tile_width;
            walked_tile_ = tree.tile({0, index, std::min(merkle::tile_width, there)});
            walked_tile_index_ = index;
        }
        walked_.append(walked_tile_[offset]);
    }
}

// Why the records up to `size` may not be signed, if so.
std::optional<std::string> Signer::sign(std::uint64_t size) {
    read_model::LogTree tree{store_, size};
    const merkle::Checkpoint checkpoint{folder_->name(), size, tree.root()};
    if (!folder_->history().empty()) {
        const merkle::Checkpoint& last = folder_->history().back();
        const merkle::Consistency claim{last.size, last.root, size, checkpoint.root};
        if (!merkle::verify(claim, tree.consistency_proof(last.size)))
            return "the records up to " + std::to_string(size - 1) + " do not extend " +
                   of_size(last.size) + ", which was signed";
    }
    std::string note = merkle::sign_note(merkle::checkpoint_text(checkpoint), folder_->keys());
    if (auto kept = folder_->add(checkpoint, note); !kept) return kept.error().detail;
    ++checked_;
    shown_.publish({checkpoint, std::move(note)});
    return std::nullopt;
}

}  // namespace projector
