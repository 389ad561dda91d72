// SPDX-License-Identifier: EUPL-1.2
#include "tests/torture/ledger.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tests::torture {

bool is_acknowledgement(const Receipt& receipt) {
    return receipt.status >= Receipt::Status::accepted;
}

AttemptPlace Ledger::begin(Submission submission) {
    const std::lock_guard lock(mutex_);
    entries_.push_back({std::move(submission), {{Content::original, Clock::now(), {}}}});
    return {entries_.size() - 1, 0};
}

AttemptPlace Ledger::begin_again(std::size_t entry, Content content) {
    const std::lock_guard lock(mutex_);
    auto& attempts = entries_[entry].attempts;
    attempts.push_back({content, Clock::now(), {}});
    return {entry, attempts.size() - 1};
}

void Ledger::answered(AttemptPlace place, Receipt receipt) {
    const std::lock_guard lock(mutex_);
    auto& attempts = entries_[place.entry].attempts;
    const bool before = std::ranges::any_of(
        attempts, [](const Attempt& attempt) { return is_acknowledgement(attempt.receipt); });
    if (!before && is_acknowledgement(receipt)) ++acknowledged_;
    Attempt& attempt = attempts[place.attempt];
    attempt.receipt = std::move(receipt);
    attempt.took = Clock::now() - attempt.begun;
}

std::optional<std::size_t> Ledger::choose(std::size_t dice, Content content) const {
    const std::lock_guard lock(mutex_);
    if (entries_.empty()) return std::nullopt;
    const std::size_t chosen = dice % entries_.size();
    const bool acknowledged =
        std::ranges::any_of(entries_[chosen].attempts, [](const Attempt& attempt) {
            return attempt.content == Content::original && is_acknowledgement(attempt.receipt);
        });
    if (content == Content::altered && !acknowledged) return std::nullopt;
    return chosen;
}

Submission Ledger::submission(std::size_t entry) const {
    const std::lock_guard lock(mutex_);
    return entries_[entry].submission;
}

std::vector<Entry> Ledger::take() {
    const std::lock_guard lock(mutex_);
    std::vector<Entry> taken(std::make_move_iterator(entries_.begin()),
                             std::make_move_iterator(entries_.end()));
    entries_.clear();
    return taken;
}

}  // namespace tests::torture
