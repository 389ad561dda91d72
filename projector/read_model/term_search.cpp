// SPDX-License-Identifier: EUPL-1.2
#include "projector/read_model/term_search.hpp"

#include <algorithm>
#include <utility>

#include "domain/codec/row.hpp"
#include "projector/read_model/versions.hpp"

namespace projector::read_model {
namespace {

using domain::Sequence;

constexpr std::size_t sequence_bytes = 8;

// The records of one term, in one direction.
class TermCursor {
public:
    TermCursor(const platform::rocks::Database& database, const Term& term, Direction direction)
        : prefix_(key::term(term)),
          direction_(direction),
          cursor_(database.cursor(family::index, nullptr, key::after(prefix_))) {}

    // The first record at or beyond `wanted`; nothing at the end.
    std::optional<Sequence> reach(Sequence wanted) {
        // The next one is the likely one.
        if (at_ && is_before(*at_, wanted)) {
            direction_ == Direction::forward ? cursor_.next() : cursor_.prev();
            read();
            if (!at_) return at_;
        }
        if (at_ && !is_before(*at_, wanted)) return at_;
        const std::string sought = prefix_ + key::sequence(wanted);
        direction_ == Direction::forward ? cursor_.seek(sought) : cursor_.seek_for_prev(sought);
        read();
        return at_;
    }

private:
    bool is_before(Sequence one, Sequence other) const {
        return direction_ == Direction::forward ? one < other : one > other;
    }

    void read() {
        at_.reset();
        if (!cursor_.valid()) {
            if (auto status = cursor_.status(); !status) throw StoreFailure{status.error()};
            return;
        }
        const std::string_view found = cursor_.key();
        if (found.size() == prefix_.size() + sequence_bytes && found.starts_with(prefix_))
            at_ = domain::codec::read_u64(found.substr(prefix_.size()));
    }

    const std::string prefix_;
    const Direction direction_;
    platform::rocks::Cursor cursor_;
    std::optional<Sequence> at_;
};

std::optional<Sequence> beyond(Sequence sequence, const TermSearch& search) {
    if (search.direction == Direction::forward) {
        return sequence < search.position ? std::optional{sequence + 1} : std::nullopt;
    }
    return sequence > 0 ? std::optional{sequence - 1} : std::nullopt;
}

// Where a walk begins; nothing where it ends at once.
std::optional<Sequence> start_of(const TermSearch& search) {
    if (search.from <= search.position) return search.from;
    if (search.direction == Direction::backward) return search.position;
    return std::nullopt;
}

Stretch every_one(const TermSearch& search, std::size_t found_max) {
    Stretch stretch{.found = {}, .next = start_of(search)};
    while (stretch.next && stretch.found.size() < found_max) {
        stretch.found.push_back(*stretch.next);
        stretch.next = beyond(*stretch.next, search);
    }
    return stretch;
}

}  // namespace

Stretch search_terms(const platform::rocks::Database& database, const TermSearch& search,
                     const SearchBounds& bounds) {
    if (search.terms.empty()) return every_one(search, bounds.found_max);
    std::vector<TermCursor> cursors;
    cursors.reserve(search.terms.size());
    for (const Term& term : search.terms) cursors.emplace_back(database, term, search.direction);

    Stretch stretch{.found = {}, .next = start_of(search)};
    std::size_t agreed = 0;
    for (std::size_t seeks = 0; stretch.next && seeks < bounds.seeks_max; ++seeks) {
        if (stretch.found.size() == bounds.found_max) return stretch;
        const auto reached = cursors[seeks % cursors.size()].reach(*stretch.next);
        if (!reached || *reached > search.position) {
            stretch.next.reset();
            break;
        }
        agreed = *reached == *stretch.next ? agreed + 1 : 1;
        stretch.next = reached;
        if (agreed < cursors.size()) continue;
        stretch.found.push_back(*reached);
        stretch.next = beyond(*reached, search);
        agreed = 0;
    }
    return stretch;
}

}  // namespace projector::read_model
