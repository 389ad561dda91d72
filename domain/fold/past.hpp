// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/fold/changes.hpp"

namespace domain {

// The first record of an identity.
struct FirstRecord {
    Sequence sequence = 0;
    ContentHash content{};
    std::string type;
    OutcomeKind outcome = OutcomeKind::applied;
};

// What the fold reads of everything committed so far. The read model implements it; tests have one
// in memory. Errors: none are values here: an implementation that cannot read must not return.
class Past {
public:
    Past() = default;
    Past(const Past&) = delete;
    Past& operator=(const Past&) = delete;
    virtual ~Past() = default;

    virtual Head head() const = 0;
    // The definitions in force, in any order.
    virtual std::vector<PolicyDefinition> policies() const = 0;
    virtual std::vector<IndicatorDefinition> indicators() const = 0;

    virtual std::optional<FirstRecord> first_record(const Identity& identity) const = 0;
    // The stored value of a record that was applied.
    virtual std::string record_value(Sequence sequence) const = 0;
    virtual bool is_withdrawn(Sequence sequence) const = 0;

    // Whether anything was ever entered for the indicator.
    virtual bool has_rows(IndicatorId indicator) const = 0;
    // The valid row of each day, withdrawn ones too, ascending by date.
    virtual std::vector<DayEntry> days(IndicatorId indicator, Territory territory,
                                       Kind kind) const = 0;
    // Every row as it was entered for one day (`entered` == `since`), newest first.
    virtual std::vector<DayEntry> day_versions(IndicatorId indicator, Territory territory,
                                               Kind kind, Date date) const = 0;
    virtual CellSeries cells(IndicatorId indicator, Territory territory, Kind kind) const = 0;
    virtual rules::State state(IndicatorId indicator, Territory territory) const = 0;
    virtual std::optional<Month> last_month(IndicatorId indicator, Level level) const = 0;
};

}  // namespace domain
