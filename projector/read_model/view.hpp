// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "domain/codec/row.hpp"
#include "domain/event.hpp"
#include "domain/sha256.hpp"
#include "platform/event_log/event_log.hpp"
#include "projector/read_model/store.hpp"
#include "projector/read_model/term_search.hpp"

namespace projector::read_model {

// A record as the store keeps it.
struct StoredRecordRow {
    domain::RecordRow decision;
    platform::event_log::Record record;
};

// What one record did to a figure.
struct AuditEntry {
    domain::Sequence sequence = 0;
    domain::codec::AuditRow row;
};

// A cell as it was believed from a record on.
struct CellVersion {
    domain::Month month;
    domain::Sequence since = 0;
    // Nothing: there was no row any more.
    std::optional<domain::Cell> cell;
};

// The read model as it was after a position: every read is of the versions valid there, so it does
// not change while records are applied. Cheap to make.
// Errors: reads throw StoreFailure. Threads: one at a time.
class View {
public:
    // At the newest position applied.
    explicit View(const Store& store);
    // At `position`, which must have been applied.
    View(const Store& store, domain::Sequence position);

    // The same store at another position, which must have been applied.
    View at(domain::Sequence position) const { return {store_, position}; }

    domain::Sequence position() const { return position_; }
    // What was published when this was made, which may be beyond position().
    const Published& published() const { return *published_; }

    PolicyVersion policy(domain::PolicyId id) const;
    IndicatorVersion indicator(domain::IndicatorId id) const;
    std::vector<PolicyVersion> policies() const;
    std::vector<IndicatorVersion> indicators() const;
    std::vector<IndicatorVersion> indicators_of(domain::PolicyId policy) const;

    // Nothing where there never was a state, or it is empty again.
    std::optional<domain::codec::StateRow> state(domain::IndicatorId indicator,
                                                 domain::Territory territory);
    domain::CellSeries cells(domain::IndicatorId indicator, domain::Territory territory,
                             domain::Kind kind);
    // The valid row of each day, withdrawn ones too, ascending.
    std::vector<domain::DayEntry> days(domain::IndicatorId indicator, domain::Territory territory,
                                       domain::Kind kind);
    // Those of one month.
    std::vector<domain::DayEntry> days(const domain::FigureId& figure, domain::Kind kind,
                                       domain::Month month);
    // The newest record that entered or withdrew a row of each month.
    std::map<domain::Month, domain::Sequence> revisions(domain::IndicatorId indicator,
                                                        domain::Territory territory,
                                                        domain::Kind kind);
    std::optional<domain::Month> last_month(domain::IndicatorId indicator, domain::Level level);

    // What each record up to position() did to a figure, ascending, from `first` on, `most` at
    // most.
    std::vector<AuditEntry> audit(const domain::FigureId& figure, domain::Sequence first,
                                  std::size_t most);
    // What the record at `sequence` did to a figure, if it has to do with it.
    std::optional<domain::codec::AuditRow> audit_of(const domain::FigureId& figure,
                                                    domain::Sequence sequence) const;
    // The sequences up to position() at which the state of a figure changed, ascending, from
    // `first` on, `most` at most.
    std::vector<domain::Sequence> state_changes(const domain::FigureId& figure,
                                                domain::Sequence first, std::size_t most);
    // Every version up to position(), by month, the oldest first.
    std::vector<CellVersion> cell_versions(const domain::FigureId& figure, domain::Kind kind);
    // The row valid for that day.
    std::optional<domain::DayEntry> day(const domain::FigureId& figure, domain::Kind kind,
                                        domain::Date date);
    // The first row that came in the place of the one valid from `since` on, up to position().
    std::optional<domain::DayEntry> day_after(const domain::FigureId& figure, domain::Kind kind,
                                              domain::Date date, domain::Sequence since);

    // The record at `sequence`, up to position().
    std::optional<StoredRecordRow> record(domain::Sequence sequence) const;
    // The same of one that is known to be there. Errors: throws StoreFailure where it is not.
    StoredRecordRow known_record(domain::Sequence sequence) const;
    // The sequences of all records of an identity up to position(), the first one first.
    std::vector<domain::Sequence> attempts(const domain::Identity& identity) const;

    // The root of the Merkle tree over the records up to position().
    domain::Sha256 root() const;

    // The last position up to position() whose time is at or before `time`.
    domain::Sequence position_at(domain::Instant time) const;
    // The records that have all of `terms`, from `from` on in `direction`, up to position(), as
    // search_terms() (term_search.hpp) finds them.
    Stretch records_with(std::vector<Term> terms, domain::Sequence from, Direction direction,
                         const SearchBounds& bounds) const;

    // The last position whose time is at or before `time`. Never fails: sequence 0 has the first
    // of all times.
    static domain::Sequence position_at(const Store& store, domain::Instant time);

private:
    platform::rocks::Cursor& cursor(std::size_t family);
    std::vector<domain::DayEntry> days_under(const std::string& prefix);

    const Store& store_;
    std::shared_ptr<const Published> published_;
    domain::Sequence position_;
    std::vector<std::optional<platform::rocks::Cursor>> cursors_;
    // What a scan gathers, so that what it returns is made in one piece.
    domain::CellSeries cells_;
    std::vector<domain::DayEntry> days_;
};

}  // namespace projector::read_model
