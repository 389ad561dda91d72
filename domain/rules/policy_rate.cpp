// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/policy_rate.hpp"

#include <algorithm>

namespace domain::rules {
namespace {

constexpr Decimal zero;
constexpr int weight_digits = 2;
constexpr int rate_digits = 2;

// In hundredths: rates and weights have at most 2 digits, so their products are exact.
Int128 hundredths(Decimal value, int digits) {
    return divide_half_away(value.units(), power_of_ten(Decimal::fraction_digits - digits));
}

// Sum of rate x weight over sum of weights, both in hundredths.
Decimal weighted_mean(Int128 products, Int128 weights) {
    const Int128 scale = power_of_ten(Decimal::fraction_digits - rate_digits);
    const Int128 whole = products / weights;
    const Int128 rest = products % weights;
    const auto units = whole * scale + divide_half_away(rest * scale, weights);
    return Decimal::from_units(units);
}

// Adds up one of the two rates; a missing one makes the whole missing.
class RateSum {
public:
    void add(std::optional<Decimal> rate, Decimal weight) {
        if (!rate) {
            complete_ = false;
            return;
        }
        const Int128 part = hundredths(weight, weight_digits);
        products_ += hundredths(*rate, rate_digits) * part;
        weights_ += part;
    }
    std::optional<Decimal> mean() const {
        if (!complete_ || weights_ == 0) return std::nullopt;
        return weighted_mean(products_, weights_);
    }

private:
    bool complete_ = true;
    Int128 products_ = 0;
    Int128 weights_ = 0;
};

std::optional<PolicyRate> rate_at(std::span<const Contribution> indicators, Territory territory,
                                  int year, Month month) {
    PolicyRate rate;
    RateSum annual;
    RateSum global;
    std::optional<Month> latest;
    for (const Contribution& indicator : indicators) {
        const Decimal weight = applied_weight(*indicator.definition, territory);
        if (weight <= zero) continue;
        ++rate.expected;
        const ComparableRow* row = row_at(indicator.state, month);
        if (row == nullptr) continue;
        ++rate.reported;
        latest = latest ? std::max(*latest, row->month) : row->month;
        const Rates rates = rates_of(*indicator.definition, *indicator.state, *row, year);
        annual.add(rates.annual, weight);
        global.add(rates.global, weight);
    }
    if (rate.reported == 0) return std::nullopt;
    if (rate.reported == rate.expected)
        rate.rates = {.annual = annual.mean(), .global = global.mean()};
    if (rate.rates.annual || rate.rates.global) rate.month = latest;
    return rate;
}

}  // namespace

std::pair<std::optional<Month>, std::optional<Month>> last_months(
    std::span<const Contribution> indicators) {
    std::vector<Month> months;
    for (const Contribution& indicator : indicators) {
        if (indicator.state == nullptr || indicator.definition->hidden) continue;
        if (indicator.state->last) months.push_back(indicator.state->last->month);
        if (indicator.state->previous) months.push_back(indicator.state->previous->month);
    }
    std::sort(months.rbegin(), months.rend());
    months.erase(std::unique(months.begin(), months.end()), months.end());
    std::pair<std::optional<Month>, std::optional<Month>> last;
    if (!months.empty()) last.first = months[0];
    if (months.size() > 1) last.second = months[1];
    return last;
}

const ComparableRow* row_at(const State* state, Month month) {
    if (state == nullptr) return nullptr;
    if (state->last && state->last->month <= month) return &*state->last;
    if (state->previous && state->previous->month <= month) return &*state->previous;
    return nullptr;
}

Decimal applied_weight(const IndicatorDefinition& definition, Territory territory) {
    if (definition.hidden || !definition.applies(territory)) return zero;
    return definition.weights[static_cast<std::size_t>(territory.level())];
}

std::vector<Decimal> real_weights(std::span<const Contribution> indicators, Territory territory) {
    Int128 sum = 0;
    for (const Contribution& indicator : indicators)
        sum += hundredths(applied_weight(*indicator.definition, territory), weight_digits);
    std::vector<Decimal> weights;
    const Int128 scale = power_of_ten(Decimal::fraction_digits);
    for (const Contribution& indicator : indicators) {
        const Int128 part =
            hundredths(applied_weight(*indicator.definition, territory), weight_digits);
        weights.push_back(
            sum == 0 ? zero : Decimal::from_units(divide_half_away(100 * part * scale, sum)));
    }
    return weights;
}

PolicyFigure policy_figure(std::span<const Contribution> indicators, Territory territory,
                           int year) {
    const auto [today, previous] = last_months(indicators);
    PolicyFigure figure;
    if (today) figure.today = rate_at(indicators, territory, year, *today);
    if (previous) figure.previous = rate_at(indicators, territory, year, *previous);
    return figure;
}

std::optional<Movement> movement(const PolicyFigure& figure) {
    if (!figure.today || !figure.today->rates.global) return std::nullopt;
    if (!figure.previous || !figure.previous->rates.global) return Movement::steady;
    const auto order = *figure.today->rates.global <=> *figure.previous->rates.global;
    if (order == 0) return Movement::steady;
    return order > 0 ? Movement::up : Movement::down;
}

std::optional<Decimal> gap_to_median(std::optional<Decimal> rate, std::optional<Decimal> median) {
    if (!rate || !median || *median == zero) return std::nullopt;
    return rate->minus(*median);
}

}  // namespace domain::rules
