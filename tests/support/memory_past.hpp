// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "domain/fold/past.hpp"

namespace support {

// A past in memory, made of the changes that a fold has returned.
class MemoryPast final : public domain::Past {
public:
    using ColumnKey = std::tuple<domain::IndicatorId, domain::Territory, domain::Kind>;
    // Every figure that is there; comparing two shows whether two folds agree.
    struct Figures {
        std::map<ColumnKey, domain::CellSeries> cells;
        std::map<std::pair<domain::IndicatorId, domain::Territory>, domain::rules::State> states;
        std::map<std::pair<domain::IndicatorId, domain::Level>, domain::Month> levels;

        friend bool operator==(const Figures&, const Figures&) = default;
    };

    // Takes the changes of the record that follows what is here; `value` is its stored value.
    // Errors: throws where a change lists a row that does not differ from the one before.
    void commit(const domain::Changes& changes, std::string value);

    const Figures& figures() const { return figures_; }
    // Every record, by sequence.
    const std::vector<domain::RecordRow>& records() const { return records_; }

    domain::Head head() const override { return head_; }
    std::vector<domain::PolicyDefinition> policies() const override;
    std::vector<domain::IndicatorDefinition> indicators() const override;
    std::optional<domain::FirstRecord> first_record(
        const domain::Identity& identity) const override;
    std::string record_value(domain::Sequence sequence) const override;
    bool is_withdrawn(domain::Sequence sequence) const override;
    bool has_rows(domain::IndicatorId indicator) const override;
    std::vector<domain::DayEntry> days(domain::IndicatorId indicator, domain::Territory territory,
                                       domain::Kind kind) const override;
    std::vector<domain::DayEntry> day_versions(domain::IndicatorId indicator,
                                               domain::Territory territory, domain::Kind kind,
                                               domain::Date date) const override;
    domain::CellSeries cells(domain::IndicatorId indicator, domain::Territory territory,
                             domain::Kind kind) const override;
    domain::rules::State state(domain::IndicatorId indicator,
                               domain::Territory territory) const override;
    std::optional<domain::Month> last_month(domain::IndicatorId indicator,
                                            domain::Level level) const override;

private:
    void put(const domain::DayChange& change);
    void put(const domain::CellChange& change);
    void put(const domain::StateChange& change);
    void put(const domain::LevelChange& change);

    domain::Head head_;
    std::map<domain::PolicyId, domain::PolicyDefinition> policies_;
    std::map<domain::IndicatorId, domain::IndicatorDefinition> indicators_;
    std::vector<domain::RecordRow> records_;
    std::vector<std::string> values_;
    std::map<domain::Identity, domain::FirstRecord> first_records_;
    std::set<domain::Sequence> withdrawn_;
    std::set<domain::IndicatorId> with_rows_;
    std::map<ColumnKey, std::map<domain::Date, domain::DayEntry>> days_;
    // Oldest first.
    std::map<std::pair<ColumnKey, domain::Date>, std::vector<domain::DayEntry>> versions_;
    Figures figures_;
};

}  // namespace support
