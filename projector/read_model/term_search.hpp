// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "platform/rocks/database.hpp"
#include "projector/read_model/schema.hpp"

namespace projector::read_model {

enum class Direction : std::uint8_t { forward, backward };

// Which records are looked for: those that have all of `terms` (without terms every one), from
// `from` on, up to `position` at most.
struct TermSearch {
    std::vector<Term> terms;
    domain::Sequence from = 0;
    domain::Sequence position = 0;
    Direction direction = Direction::forward;
};

// How much is looked at in one go: few terms in common can mean many seeks without a find.
struct SearchBounds {
    std::size_t found_max = 0;
    std::size_t seeks_max = 10'000;
};

// What one go has come to.
struct Stretch {
    // In the order of the direction.
    std::vector<domain::Sequence> found;
    // Where the next one starts; nothing when there is no more up to the end.
    std::optional<domain::Sequence> next;
};

// Walks the intersection of the terms without loading any of them: the cost grows with the rarest
// of them, by a seek or two for each of its records.
// Errors: throws StoreFailure.
Stretch search_terms(const platform::rocks::Database& database, const TermSearch& search,
                     const SearchBounds& bounds);

}  // namespace projector::read_model
