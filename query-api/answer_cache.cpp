// SPDX-License-Identifier: EUPL-1.2
#include "query-api/answer_cache.hpp"

#include <iterator>

namespace query_api {

std::shared_ptr<const std::string> AnswerCache::find(std::string_view key,
                                                     domain::Sequence touched) {
    const std::lock_guard lock{mutex_};
    const auto place = places_.find(key);
    if (place == places_.end() || place->second->position < touched) return nullptr;
    entries_.splice(entries_.begin(), entries_, place->second);
    return place->second->body;
}

void AnswerCache::put(const std::string& key, std::shared_ptr<const std::string> body,
                      domain::Sequence position) {
    constexpr std::size_t share = 4;
    const std::size_t size = key.size() + body->size();
    if (size > bytes_max_ / share) return;
    const std::lock_guard lock{mutex_};
    const auto known = places_.find(key);
    if (known != places_.end()) {
        if (known->second->position > position) return;
        erase(known->second);
    }
    while (bytes_ + size > bytes_max_) erase(std::prev(entries_.end()));
    entries_.push_front({key, std::move(body), position});
    places_.emplace(entries_.front().key, entries_.begin());
    bytes_ += size;
}

std::size_t AnswerCache::bytes() const {
    const std::lock_guard lock{mutex_};
    return bytes_;
}

void AnswerCache::erase(Entries::iterator entry) {
    bytes_ -= entry->bytes();
    places_.erase(entry->key);
    entries_.erase(entry);
}

}  // namespace query_api
