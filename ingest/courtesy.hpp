// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "domain/event.hpp"
#include "ingest/draft.hpp"
#include "ingest/finding.hpp"
#include "projector/read_model/store.hpp"

namespace ingest {

// What the catalogue says to an event: why it is refused, what it is warned of.
struct Courtesy {
    // At most courtesy_errors_max of `error_count`.
    std::vector<Finding> errors;
    std::size_t error_count = 0;
    std::vector<Finding> warnings;
    // The ids met that are not in the catalogue, each once: one that is read further may know them.
    std::set<std::string> unknown;
};

// What is listed of one event; warnings beyond it are not told.
constexpr std::size_t courtesy_errors_max = 1'000;
constexpr std::size_t courtesy_warnings_max = 100;

// Checks rows of live measures, one after another, against the definitions in force (DESIGN §5:
// courtesy, for the fold takes all of it).
class RowCheck {
public:
    // `published` outlives this.
    explicit RowCheck(const projector::read_model::Published& published) : published_(published) {}

    // Judges `row`, which is number `index` of its event.
    void add(const domain::MeasureRow& row, std::size_t index);

    const Courtesy& result() const { return courtesy_; }
    Courtesy take() && { return std::move(courtesy_); }

    // Adds an error that was found by other means.
    void found(std::string_view code, RowPlace place, const std::string& culprit);

private:
    struct Known {
        std::shared_ptr<const domain::IndicatorDefinition> indicator;
        std::shared_ptr<const domain::PolicyDefinition> policy;
    };

    const Known& known(domain::IndicatorId id);
    void check_value(const domain::MeasureRow& row, const domain::IndicatorDefinition& indicator,
                     std::size_t index);
    void warn(const domain::MeasureRow& row, const domain::IndicatorDefinition& indicator,
              std::size_t index);
    void add_warning(Finding warning);

    const projector::read_model::Published& published_;
    std::map<domain::IndicatorId, Known> known_;
    // What was warned of: once for an indicator, kind and level.
    std::set<domain::IndicatorId> warned_hidden_;
    std::set<std::tuple<domain::IndicatorId, domain::Kind, domain::Level>> warned_source_;
    Courtesy courtesy_;
};

// Checks a live event.
Courtesy check_live(const Draft& draft, const projector::read_model::Published& published);

}  // namespace ingest
