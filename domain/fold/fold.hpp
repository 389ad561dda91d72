// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string_view>

#include "domain/codec/event_json.hpp"
#include "domain/fold/changes.hpp"
#include "domain/fold/columns.hpp"
#include "domain/fold/past.hpp"
#include "domain/fold/recompute.hpp"

namespace domain {

// A record read as far as it can be, without knowing what came before: may be made on any thread,
// ahead of the fold.
struct Decoded {
    Result<codec::Envelope> envelope;
    // Missing where there is no envelope.
    std::optional<Result<EventData>> data;
};
Decoded decode(std::string_view value);

// Why a fold cannot go on: this log is not for this software. Nothing is stored, an operator acts.
enum class Halt : std::uint8_t {
    not_opened,           // Sequence 0 is not `log.opened`.
    engine_unknown,       // The log is of an engine that this software does not know.
    territories_unknown,  // The log was opened with another list of territories.
};

// The fold: (state, record) -> (state', changes, outcome), the only place where order matters. It
// holds the definitions and a bounded cache of the indicators it works on, and reads the rest from
// the past. What it returns is the same on every replay. Order of checks: decode, identity, limits
// (with the data), history order, revision, apply (DESIGN §5).
//
// Threads: one at a time.
class Fold {
public:
    // Rows kept in the cache between two commits; beyond it the least recently used indicators go.
    static constexpr std::size_t cached_rows_max = 400'000;
    // Rows that it may hold beside, for they go only once they are committed: see is_crowded().
    static constexpr std::size_t uncommitted_rows_max = 2'000'000;

    // Starts after what `past` holds; `past` outlives the fold. What it returns is the same for
    // any room that the cache is given.
    explicit Fold(const Past& past, std::size_t rows_kept = cached_rows_max,
                  std::size_t rows_uncommitted = uncommitted_rows_max);

    const Head& head() const { return head_; }

    // Whether everything returned so far has to be in the past before this record is applied.
    static bool needs_commit(const Decoded& record);

    // Folds the record at head().next.
    boost::system::result<Changes, Halt> apply(const Decoded& record);

    // Tells that everything returned so far is now in the past.
    void committed();

    // Whether the cache is so far beyond its bound that what was returned so far had better be
    // committed before the next record.
    bool is_crowded() const;

private:
    struct Cached {
        std::unique_ptr<IndicatorColumns> columns;
        std::uint64_t used = 0;
    };

    std::optional<Halt> must_halt(const Decoded& record) const;
    void advance(Changes& changes, const Decoded& record);
    Outcome decide(const Decoded& record, Arrival arrival, Changes& changes);
    // Why a loaded record is out of the history's order, if it is.
    std::optional<std::string_view> disorder(const codec::Envelope& loaded) const;
    std::optional<Outcome> known_identity(const codec::Envelope& envelope);

    Outcome apply(const LogOpened& opened, Changes& changes);
    Outcome apply(const EngineRaised& raised, Changes& changes);
    Outcome apply(const PolicyDefinition& policy, Changes& changes);
    Outcome apply(const IndicatorDefinition& indicator, Changes& changes);
    Outcome apply(const MeasuresReported& reported, Changes& changes);
    Outcome apply(const MeasuresWithdrawn& withdrawn, Changes& changes);
    Outcome apply(const EditionPublished& edition, Changes& changes);

    std::optional<Outcome> revision_conflict(const MeasuresReported& reported);
    DayEntry without(const MeasureRow& row, Sequence withdrawn) const;
    void set_day(const MeasureRow& row, const DayEntry& entry, Changes& changes);
    void recompute_touched(std::map<IndicatorId, std::vector<TouchedMonth>> touched,
                           Changes& changes);
    IndicatorColumns& columns(IndicatorId indicator);
    std::size_t cached_rows() const;
    std::optional<InForce> in_force(IndicatorId indicator) const;

    const Past& past_;
    std::size_t rows_kept_;
    std::size_t rows_uncommitted_;
    Head head_;
    std::map<PolicyId, PolicyDefinition> policies_;
    std::map<IndicatorId, IndicatorDefinition> indicators_;
    // Identities of records that are not yet in the past.
    std::map<Identity, FirstRecord> uncommitted_;
    std::map<IndicatorId, Cached> cache_;
    std::uint64_t uses_ = 0;
};

}  // namespace domain
