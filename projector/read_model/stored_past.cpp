// SPDX-License-Identifier: EUPL-1.2
#include "projector/read_model/stored_past.hpp"

#include <algorithm>

#include "projector/read_model/schema.hpp"
#include "projector/read_model/versions.hpp"

namespace projector::read_model {

View& StoredPast::view() const {
    if (!view_ || view_->published().head.next != store_.published()->head.next)
        view_.emplace(store_);
    return *view_;
}

domain::Head StoredPast::head() const {
    return store_.published()->head;
}

std::vector<domain::PolicyDefinition> StoredPast::policies() const {
    std::vector<domain::PolicyDefinition> found;
    for (const auto& version : view().policies()) found.push_back(*version.definition);
    return found;
}

std::vector<domain::IndicatorDefinition> StoredPast::indicators() const {
    std::vector<domain::IndicatorDefinition> found;
    for (const auto& version : view().indicators()) found.push_back(*version.definition);
    return found;
}

std::optional<domain::FirstRecord> StoredPast::first_record(
    const domain::Identity& identity) const {
    const auto attempts = view().attempts(identity);
    if (attempts.empty()) return std::nullopt;
    const auto row = view().record(attempts.front());
    if (!row) fail_corrupt("event_ids");
    return domain::FirstRecord{row->decision.sequence, row->decision.content, row->decision.type,
                               row->decision.outcome.kind};
}

std::string StoredPast::record_value(domain::Sequence sequence) const {
    const auto row = view().record(sequence);
    if (!row) fail_corrupt("records");
    return row->record.value;
}

bool StoredPast::is_withdrawn(domain::Sequence sequence) const {
    const auto found = store_.database().get(family::withdrawn, key::sequence(sequence));
    if (!found) throw StoreFailure{found.error()};
    return found->has_value();
}

bool StoredPast::has_rows(domain::IndicatorId indicator) const {
    const std::string prefix{indicator.key()};
    auto cursor = store_.database().cursor(family::measures, nullptr, key::after(prefix));
    cursor.seek(prefix);
    if (auto status = cursor.status(); !status) throw StoreFailure{status.error()};
    return cursor.valid();
}

std::vector<domain::DayEntry> StoredPast::days(domain::IndicatorId indicator,
                                               domain::Territory territory,
                                               domain::Kind kind) const {
    return view().days(indicator, territory, kind);
}

std::vector<domain::DayEntry> StoredPast::day_versions(domain::IndicatorId indicator,
                                                       domain::Territory territory,
                                                       domain::Kind kind, domain::Date date) const {
    const std::string prefix = key::day(indicator, territory, kind, date);
    std::vector<domain::DayEntry> versions;
    auto cursor = store_.database().cursor(family::measures, nullptr, key::after(prefix));
    for (cursor.seek(prefix); cursor.valid(); cursor.next()) {
        const auto since = key::since(cursor.key());
        const auto entry = domain::codec::decode_day(cursor.value(), date, since);
        if (!entry) fail_corrupt("measures");
        if (entry->present && entry->entered == since) versions.push_back(*entry);
    }
    if (auto status = cursor.status(); !status) throw StoreFailure{status.error()};
    return versions;
}

domain::CellSeries StoredPast::cells(domain::IndicatorId indicator, domain::Territory territory,
                                     domain::Kind kind) const {
    return view().cells(indicator, territory, kind);
}

domain::rules::State StoredPast::state(domain::IndicatorId indicator,
                                       domain::Territory territory) const {
    const auto row = view().state(indicator, territory);
    return row ? row->state : domain::rules::State{};
}

std::optional<domain::Month> StoredPast::last_month(domain::IndicatorId indicator,
                                                    domain::Level level) const {
    return view().last_month(indicator, level);
}

}  // namespace projector::read_model
