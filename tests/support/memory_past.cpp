// SPDX-License-Identifier: EUPL-1.2
#include "tests/support/memory_past.hpp"

#include <algorithm>
#include <stdexcept>

namespace support {
namespace {

template <class Map, class Key>
typename Map::mapped_type found_or_empty(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? typename Map::mapped_type{} : found->second;
}

template <class Map>
auto values_of(const Map& map) {
    std::vector<typename Map::mapped_type> values;
    for (const auto& [key, value] : map) values.push_back(value);
    return values;
}

void require_difference(bool differs, const char* what) {
    if (!differs) throw std::logic_error(std::string{what} + " is listed but does not differ");
}

}  // namespace

void MemoryPast::commit(const domain::Changes& changes, std::string value) {
    const domain::RecordRow& record = changes.record;
    if (record.sequence != records_.size()) throw std::logic_error("records are not dense");
    records_.push_back(record);
    values_.push_back(std::move(value));
    head_ = changes.head;
    if (record.identity)
        first_records_.try_emplace(
            *record.identity,
            domain::FirstRecord{record.sequence, record.content, record.type, record.outcome.kind});
    if (changes.withdrawn) withdrawn_.insert(*changes.withdrawn);
    if (changes.policy) policies_.insert_or_assign(changes.policy->id, *changes.policy);
    if (changes.indicator) indicators_.insert_or_assign(changes.indicator->id, *changes.indicator);
    for (const auto& change : changes.days) put(change);
    for (const auto& change : changes.cells) put(change);
    for (const auto& change : changes.states) put(change);
    for (const auto& change : changes.levels) put(change);
}

void MemoryPast::put(const domain::DayChange& change) {
    const ColumnKey key{change.indicator, change.territory, change.kind};
    with_rows_.insert(change.indicator);
    days_[key].insert_or_assign(change.entry.date, change.entry);
    if (change.entry.present && change.entry.entered == change.entry.since)
        versions_[{key, change.entry.date}].push_back(change.entry);
}

void MemoryPast::put(const domain::CellChange& change) {
    const ColumnKey key{change.indicator, change.territory, change.kind};
    domain::CellSeries& series = figures_.cells[key];
    const auto at = std::lower_bound(
        series.begin(), series.end(), change.month,
        [](const domain::MonthCell& row, domain::Month wanted) { return row.month < wanted; });
    const bool there = at != series.end() && at->month == change.month;
    require_difference(there ? change.cell != at->cell : change.cell.has_value(), "a cell");
    if (!there) {
        series.insert(at, {change.month, *change.cell});
    } else if (change.cell) {
        at->cell = *change.cell;
    } else {
        series.erase(at);
        if (series.empty()) figures_.cells.erase(key);
    }
}

void MemoryPast::put(const domain::StateChange& change) {
    const std::pair key{change.indicator, change.territory};
    require_difference(change.state != found_or_empty(figures_.states, key), "a state");
    if (change.state.empty())
        figures_.states.erase(key);
    else
        figures_.states.insert_or_assign(key, change.state);
}

void MemoryPast::put(const domain::LevelChange& change) {
    require_difference(change.last != last_month(change.indicator, change.level), "a level");
    const std::pair key{change.indicator, change.level};
    if (change.last)
        figures_.levels.insert_or_assign(key, *change.last);
    else
        figures_.levels.erase(key);
}

std::vector<domain::PolicyDefinition> MemoryPast::policies() const {
    return values_of(policies_);
}

std::vector<domain::IndicatorDefinition> MemoryPast::indicators() const {
    return values_of(indicators_);
}

std::optional<domain::FirstRecord> MemoryPast::first_record(
    const domain::Identity& identity) const {
    const auto found = first_records_.find(identity);
    if (found == first_records_.end()) return std::nullopt;
    return found->second;
}

std::string MemoryPast::record_value(domain::Sequence sequence) const {
    return values_.at(sequence);
}

bool MemoryPast::is_withdrawn(domain::Sequence sequence) const {
    return withdrawn_.contains(sequence);
}

bool MemoryPast::has_rows(domain::IndicatorId indicator) const {
    return with_rows_.contains(indicator);
}

std::vector<domain::DayEntry> MemoryPast::days(domain::IndicatorId indicator,
                                               domain::Territory territory,
                                               domain::Kind kind) const {
    return values_of(found_or_empty(days_, ColumnKey{indicator, territory, kind}));
}

std::vector<domain::DayEntry> MemoryPast::day_versions(domain::IndicatorId indicator,
                                                       domain::Territory territory,
                                                       domain::Kind kind, domain::Date date) const {
    auto versions = found_or_empty(versions_, std::pair{
                                                  ColumnKey{indicator, territory, kind},
                                                  date
    });
    std::reverse(versions.begin(), versions.end());
    return versions;
}

domain::CellSeries MemoryPast::cells(domain::IndicatorId indicator, domain::Territory territory,
                                     domain::Kind kind) const {
    return found_or_empty(figures_.cells, ColumnKey{indicator, territory, kind});
}

domain::rules::State MemoryPast::state(domain::IndicatorId indicator,
                                       domain::Territory territory) const {
    return found_or_empty(figures_.states, std::pair{indicator, territory});
}

std::optional<domain::Month> MemoryPast::last_month(domain::IndicatorId indicator,
                                                    domain::Level level) const {
    const auto found = figures_.levels.find(std::pair{indicator, level});
    if (found == figures_.levels.end()) return std::nullopt;
    return found->second;
}

}  // namespace support
