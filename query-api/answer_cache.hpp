// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "domain/measure.hpp"

namespace query_api {

// Rendered answers under the position they were rendered at, least recently used out first. Whether
// one is still right is told by positions alone, never by time.
// Threads: any.
class AnswerCache {
public:
    // What bodies and keys may take together.
    explicit AnswerCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    // The body under `key`, if it was rendered at `touched` or later; null else.
    std::shared_ptr<const std::string> find(std::string_view key, domain::Sequence touched);

    // Keeps `body`, in place of an older one. Edge: a body that alone would take a fourth of the
    // room is not kept.
    void put(const std::string& key, std::shared_ptr<const std::string> body,
             domain::Sequence position);

    // Bytes kept.
    std::size_t bytes() const;

private:
    struct Entry {
        std::string key;
        std::shared_ptr<const std::string> body;
        domain::Sequence position = 0;

        std::size_t bytes() const { return key.size() + body->size(); }
    };
    using Entries = std::list<Entry>;

    void erase(Entries::iterator entry);

    const std::size_t bytes_max_;
    mutable std::mutex mutex_;
    // Most recently used first.
    Entries entries_;
    // By the key inside each entry.
    std::unordered_map<std::string_view, Entries::iterator> places_;
    std::size_t bytes_ = 0;
};

}  // namespace query_api
