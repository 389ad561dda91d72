// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "domain/definition.hpp"
#include "domain/rules/state.hpp"

namespace domain::rules {

// What one visible indicator of a policy brings to its rate in one territory.
struct Contribution {
    const IndicatorDefinition* definition;
    // Null where it has no state.
    const State* state;
};

// The declared weight where the indicator applies and is visible, else 0.
Decimal applied_weight(const IndicatorDefinition& definition, Territory territory);

// The real weights in percent, in the order of `indicators`: 100 x applied / sum of applied, 0
// where the sum is 0. Source: pilote.md §3.6 (int_ponderation_reelle.sql).
std::vector<Decimal> real_weights(std::span<const Contribution> indicators, Territory territory);

// The row of a state that a policy's rate at `month` uses: the last one of the two known by then;
// null where there is none.
const ComparableRow* row_at(const State* state, Month month);

// The rate of a policy in a territory. Rates are in 0..100 and not rounded to 2 digits.
struct PolicyRate {
    Rates rates;
    // The latest month used; nothing when both rates are missing.
    std::optional<Month> month;
    // Weighted indicators that have a value, and all weighted ones.
    int reported = 0;
    int expected = 0;

    friend bool operator==(const PolicyRate& a, const PolicyRate& b) {
        return a.rates.annual == b.rates.annual && a.rates.global == b.rates.global &&
               a.month == b.month && a.reported == b.reported && a.expected == b.expected;
    }
};

struct PolicyFigure {
    // At the latest month in which any visible indicator has a value, and at the one before;
    // nothing when no weighted indicator has a value by then.
    std::optional<PolicyRate> today;
    std::optional<PolicyRate> previous;
};

// The two most recent months in which any visible indicator has a value.
std::pair<std::optional<Month>, std::optional<Month>> last_months(
    std::span<const Contribution> indicators);

// `year` is that of today. Source: pilote.md §3.6 (compute_ta_ch.sql, get_max_date_vaca_ch.sql).
PolicyFigure policy_figure(std::span<const Contribution> indicators, Territory territory, int year);

// HAUSSE, BAISSE, STAGNATION of a policy's global rate against the previous one: steady also
// without a previous rate, nothing without a rate. Source: pilote.md §3.8.
enum class Movement : std::uint8_t { up, down, steady };
std::optional<Movement> movement(const PolicyFigure& figure);

// The difference of a rate to the median of its level: nothing without a rate, or where the median
// is missing or 0. Source: pilote.md §3.8 (calculÉcart).
std::optional<Decimal> gap_to_median(std::optional<Decimal> rate, std::optional<Decimal> median);

}  // namespace domain::rules
