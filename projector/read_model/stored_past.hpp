// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>

#include "domain/fold/past.hpp"
#include "projector/read_model/store.hpp"
#include "projector/read_model/view.hpp"

namespace projector::read_model {

// What the fold reads of the store that it writes.
// Errors: every function throws StoreFailure (versions.hpp). Threads: that of the writer.
class StoredPast final : public domain::Past {
public:
    // `store` outlives this.
    explicit StoredPast(const Store& store) : store_(store) {}

    // Lets go of what reads of the present state hold open; the next read opens it again.
    void release() { view_.reset(); }

    domain::Head head() const override;
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
    // Of the newest position: its cursors are made once for all reads between two commits.
    View& view() const;

    const Store& store_;
    mutable std::optional<View> view_;
};

}  // namespace projector::read_model
