// SPDX-License-Identifier: EUPL-1.2
#include "projector/read_model/view.hpp"

#include <algorithm>
#include <cassert>
#include <tuple>

#include "platform/event_log/embedded_log.hpp"
#include "projector/read_model/log_tree.hpp"
#include "projector/read_model/schema.hpp"
#include "projector/read_model/versions.hpp"

namespace projector::read_model {
namespace {

using domain::codec::read_u64;

std::uint16_t month_index(std::string_view two_bytes) {
    return static_cast<std::uint16_t>(static_cast<unsigned char>(two_bytes[0]) << 8U |
                                      static_cast<unsigned char>(two_bytes[1]));
}

domain::Date date_in(std::string_view cell) {
    const auto month = domain::Month::from_index(month_index(cell.substr(cell.size() - 3, 2)));
    return {month, static_cast<std::uint8_t>(cell.back())};
}

domain::DayEntry day_in(std::string_view bytes, domain::Date date, domain::Sequence since) {
    const auto day = domain::codec::decode_day(bytes, date, since);
    if (!day) fail_corrupt("measures");
    return *day;
}

domain::codec::AuditRow audit_in(std::string_view bytes) {
    auto row = domain::codec::decode_audit(bytes);
    if (!row) fail_corrupt("audit");
    return std::move(*row);
}

StoredRecordRow decode_row(std::string_view bytes, domain::Sequence sequence) {
    constexpr std::size_t length_bytes = 4;
    if (bytes.size() < length_bytes) fail_corrupt("records");
    const std::size_t length = read_u64(std::string(4, '\0').append(bytes.substr(0, length_bytes)));
    if (bytes.size() < length_bytes + length) fail_corrupt("records");
    auto decision = domain::codec::decode_record_row(bytes.substr(length_bytes, length), sequence);
    auto record = platform::event_log::decode_record(bytes.substr(length_bytes + length));
    if (!decision || !record) fail_corrupt("records");
    return {std::move(*decision), std::move(*record)};
}

}  // namespace

View::View(const Store& store) : View(store, store.published()->position()) {}

View::View(const Store& store, domain::Sequence position)
    : store_(store),
      published_(store.published()),
      position_(position),
      cursors_(family_names().size()) {
    assert(position < published_->head.next || published_->head.next == 0);
}

PolicyVersion View::policy(domain::PolicyId id) const {
    return published_->catalogue->policy(id, position_);
}

IndicatorVersion View::indicator(domain::IndicatorId id) const {
    return published_->catalogue->indicator(id, position_);
}

std::vector<PolicyVersion> View::policies() const {
    return published_->catalogue->policies(position_);
}

std::vector<IndicatorVersion> View::indicators() const {
    return published_->catalogue->indicators(position_);
}

std::vector<IndicatorVersion> View::indicators_of(domain::PolicyId policy) const {
    return published_->catalogue->indicators_of(policy, position_);
}

platform::rocks::Cursor& View::cursor(std::size_t family) {
    auto& cursor = cursors_[family];
    if (!cursor) cursor.emplace(store_.database().cursor(family));
    return *cursor;
}

std::optional<domain::codec::StateRow> View::state(domain::IndicatorId indicator,
                                                   domain::Territory territory) {
    const auto found =
        version_at(cursor(family::states), key::state(indicator, territory), position_);
    if (!found) return std::nullopt;
    auto row = domain::codec::decode_state(found->value);
    if (!row) fail_corrupt("states");
    if (row->state.empty()) return std::nullopt;
    return row;
}

domain::CellSeries View::cells(domain::IndicatorId indicator, domain::Territory territory,
                               domain::Kind kind) {
    cells_.clear();
    for_each_version_at(cursor(family::values), key::column(indicator, territory, kind), position_,
                        [this](const VersionedRow& row) {
                            const auto cell = domain::codec::decode_cell(row.value);
                            if (!cell) fail_corrupt("values");
                            const auto index = month_index(row.cell.substr(row.cell.size() - 2));
                            if (*cell) cells_.push_back({domain::Month::from_index(index), **cell});
                        });
    return {cells_.begin(), cells_.end()};
}

std::vector<domain::DayEntry> View::days(domain::IndicatorId indicator, domain::Territory territory,
                                         domain::Kind kind) {
    return days_under(key::column(indicator, territory, kind));
}

std::vector<domain::DayEntry> View::days(const domain::FigureId& figure, domain::Kind kind,
                                         domain::Month month) {
    return days_under(key::month(figure.indicator, figure.territory, kind, month));
}

std::vector<domain::DayEntry> View::days_under(const std::string& prefix) {
    days_.clear();
    for_each_version_at(cursor(family::measures), prefix, position_,
                        [this](const VersionedRow& row) {
                            days_.push_back(day_in(row.value, date_in(row.cell), row.since));
                        });
    return {days_.begin(), days_.end()};
}

std::map<domain::Month, domain::Sequence> View::revisions(domain::IndicatorId indicator,
                                                          domain::Territory territory,
                                                          domain::Kind kind) {
    std::map<domain::Month, domain::Sequence> newest;
    for_each_version_at(cursor(family::revisions), key::column(indicator, territory, kind),
                        position_, [&newest](const VersionedRow& row) {
                            const auto index = month_index(row.cell.substr(row.cell.size() - 2));
                            newest.emplace_hint(newest.end(), domain::Month::from_index(index),
                                                row.since);
                        });
    return newest;
}

std::optional<domain::Month> View::last_month(domain::IndicatorId indicator, domain::Level level) {
    const auto found = version_at(cursor(family::levels), key::level(indicator, level), position_);
    if (!found) return std::nullopt;
    const auto month = domain::codec::decode_level(found->value);
    if (!month) fail_corrupt("levels");
    return *month;
}

std::vector<AuditEntry> View::audit(const domain::FigureId& figure, domain::Sequence first,
                                    std::size_t most) {
    const std::string prefix = key::state(figure.indicator, figure.territory);
    auto& rows = cursor(family::audit);
    std::vector<AuditEntry> entries;
    for (rows.seek(key::audit(figure, first)); rows.valid() && entries.size() < most; rows.next()) {
        if (!rows.key().starts_with(prefix)) break;
        const domain::Sequence sequence = read_u64(rows.key().substr(prefix.size()));
        if (sequence > position_) break;
        entries.push_back({sequence, audit_in(rows.value())});
    }
    require_healthy(rows);
    return entries;
}

std::optional<domain::codec::AuditRow> View::audit_of(const domain::FigureId& figure,
                                                      domain::Sequence sequence) const {
    if (sequence > position_) return std::nullopt;
    const auto bytes = store_.database().get(family::audit, key::audit(figure, sequence));
    if (!bytes) throw StoreFailure{bytes.error()};
    if (!*bytes) return std::nullopt;
    return audit_in(**bytes);
}

std::vector<domain::Sequence> View::state_changes(const domain::FigureId& figure,
                                                  domain::Sequence first, std::size_t most) {
    // Newest first in the store: the oldest one wanted is the last key of the range.
    const std::string cell = key::state(figure.indicator, figure.territory);
    auto& versions = cursor(family::states);
    std::vector<domain::Sequence> changes;
    for (versions.seek_for_prev(key::version(cell, first));
         versions.valid() && versions.key().starts_with(cell) && changes.size() < most;
         versions.prev()) {
        const domain::Sequence since = key::since(versions.key());
        if (since > position_) break;
        changes.push_back(since);
    }
    require_healthy(versions);
    return changes;
}

std::vector<CellVersion> View::cell_versions(const domain::FigureId& figure, domain::Kind kind) {
    const std::string column = key::column(figure.indicator, figure.territory, kind);
    auto& rows = cursor(family::values);
    std::vector<CellVersion> versions;
    for (rows.seek(column); rows.valid() && rows.key().starts_with(column); rows.next()) {
        const domain::Sequence since = key::since(rows.key());
        if (since > position_) continue;
        auto cell = domain::codec::decode_cell(rows.value());
        if (!cell) fail_corrupt("values");
        const auto month = month_index(rows.key().substr(column.size(), 2));
        versions.push_back({domain::Month::from_index(month), since, std::move(*cell)});
    }
    require_healthy(rows);
    // Newest first within a month.
    std::sort(versions.begin(), versions.end(), [](const CellVersion& a, const CellVersion& b) {
        return std::tie(a.month, a.since) < std::tie(b.month, b.since);
    });
    return versions;
}

std::optional<domain::DayEntry> View::day(const domain::FigureId& figure, domain::Kind kind,
                                          domain::Date date) {
    const auto found =
        version_at(cursor(family::measures),
                   key::day(figure.indicator, figure.territory, kind, date), position_);
    if (!found) return std::nullopt;
    return day_in(found->value, date, found->since);
}

std::optional<domain::DayEntry> View::day_after(const domain::FigureId& figure, domain::Kind kind,
                                                domain::Date date, domain::Sequence since) {
    const std::string day = key::day(figure.indicator, figure.territory, kind, date);
    auto& versions = cursor(family::measures);
    versions.seek_for_prev(key::version(day, since + 1));
    require_healthy(versions);
    if (!versions.valid() || !versions.key().starts_with(day)) return std::nullopt;
    const domain::Sequence next = key::since(versions.key());
    if (next > position_) return std::nullopt;
    return day_in(versions.value(), date, next);
}

std::optional<StoredRecordRow> View::record(domain::Sequence sequence) const {
    if (sequence > position_) return std::nullopt;
    const auto bytes = store_.database().get(family::records, key::sequence(sequence));
    if (!bytes) throw StoreFailure{bytes.error()};
    if (!*bytes) return std::nullopt;
    return decode_row(**bytes, sequence);
}

StoredRecordRow View::known_record(domain::Sequence sequence) const {
    auto stored = record(sequence);
    if (!stored) fail_corrupt("records");
    return std::move(*stored);
}

std::vector<domain::Sequence> View::attempts(const domain::Identity& identity) const {
    const std::string prefix = key::identity(identity);
    std::vector<domain::Sequence> sequences;
    auto cursor = store_.database().cursor(family::event_ids, nullptr, key::after(prefix));
    for (cursor.seek(prefix); cursor.valid(); cursor.next()) {
        const domain::Sequence sequence = read_u64(cursor.key().substr(prefix.size()));
        if (sequence > position_) break;
        sequences.push_back(sequence);
    }
    if (auto status = cursor.status(); !status) throw StoreFailure{status.error()};
    return sequences;
}

domain::Sha256 View::root() const {
    return LogTree{store_, position_ + 1}.root();
}

domain::Sequence View::position_at(domain::Instant time) const {
    return std::min(position_at(store_, time), position_);
}

Stretch View::records_with(std::vector<Term> terms, domain::Sequence from, Direction direction,
                           const SearchBounds& bounds) const {
    return search_terms(store_.database(), {std::move(terms), from, position_, direction}, bounds);
}

domain::Sequence View::position_at(const Store& store, domain::Instant time) {
    auto cursor = store.database().cursor(family::times);
    cursor.seek_for_prev(key::time(time));
    if (auto status = cursor.status(); !status) throw StoreFailure{status.error()};
    return cursor.valid() ? read_u64(cursor.value()) : 0;
}

}  // namespace projector::read_model
