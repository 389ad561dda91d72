// SPDX-License-Identifier: EUPL-1.2
#include "cli/demo_figures.hpp"

#include <algorithm>

#include "domain/decimal.hpp"

namespace cli {
namespace {

// Proportions are per mille.
constexpr std::int64_t whole = 1'000;
constexpr int months_of_year = 12;

std::int64_t part(std::int64_t of, std::int64_t per_mille) {
    return static_cast<std::int64_t>(
        domain::divide_half_away(domain::Int128{of} * per_mille, whole));
}

// How much of the way is gone after `months`; the goal is met after the last year with a target.
std::int64_t way_gone(std::int64_t months) {
    constexpr std::int64_t all = demo_target_years * months_of_year;
    return std::min(whole, whole * months / all);
}

// What a target or baseline is, compared with a year of months of `level`.
std::int64_t of_a_year(const DemoIndicator& indicator, std::int64_t level) {
    return indicator.figure == DemoFigure::stock ? level : level * months_of_year;
}

// Never below zero, and a share never above 100 %.
std::int64_t held(const DemoIndicator& indicator, std::int64_t units) {
    std::int64_t full = 100;
    for (int i = 0; i < indicator.decimals; ++i) full *= 10;
    const auto positive = std::max<std::int64_t>(0, units);
    return indicator.share ? std::min(full, positive) : positive;
}

// Turns what single months have into what is entered.
class Entered {
public:
    Entered(const DemoIndicator& indicator, int first_month, std::int64_t start)
        : indicator_(indicator), month_(first_month) {
        if (indicator.figure == DemoFigure::total_of_year) total_ = start * (first_month - 1);
    }

    std::int64_t next(std::int64_t level) {
        const bool from_zero = month_ == 1 && indicator_.figure == DemoFigure::total_of_year;
        total_ = from_zero ? level : total_ + level;
        month_ = month_ % months_of_year + 1;
        switch (indicator_.figure) {
            case DemoFigure::stock:
                return level;
            case DemoFigure::monthly_flow:
                return level * demo_period_months(indicator_.definition.periodicity);
            case DemoFigure::total_of_year:
            case DemoFigure::total_of_series:
                return total_;
        }
        return level;
    }

private:
    const DemoIndicator& indicator_;
    int month_;
    std::int64_t total_ = 0;
};

}  // namespace

int demo_period_months(std::optional<domain::Periodicity> periodicity) {
    using enum domain::Periodicity;
    switch (periodicity.value_or(other)) {
        case monthly:
            return 1;
        case quarterly:
            return 3;
        case half_yearly:
            return 6;
        case yearly:
            return 12;
        case two_yearly:
            return 24;
        case three_yearly:
            return 36;
        case six_yearly:
            return 72;
        case other:
            return 6;
    }
    return 1;
}

std::vector<std::int64_t> demo_sizes(Chance& chance) {
    std::vector<std::int64_t> sizes(domain::Territory::count, whole);
    for (auto& size : sizes) {
        // Many small ones and a few large ones.
        const std::int64_t root = chance.between(550, 1'400);
        size = part(root, root);
    }
    sizes[domain::Territory::nation().index()] = whole;
    return sizes;
}

DemoSeries demo_series(const DemoIndicator& indicator, std::int64_t size, int first_month,
                       Chance& chance) {
    const std::int64_t scale = indicator.share ? chance.between(880, 1'080) : size;
    const std::int64_t start =
        held(indicator, std::max<std::int64_t>(1, part(indicator.start, scale)));
    const std::int64_t goal =
        held(indicator, part(part(indicator.goal, scale), chance.between(940, 1'060)));
    const std::int64_t pace = chance.between(550, 1'250);

    DemoSeries series;
    series.baseline = of_a_year(indicator, start);
    Entered entered{indicator, first_month, start};
    std::int64_t waver = 0;
    for (std::size_t k = 0; k < demo_months; ++k) {
        waver = (waver * 7 + chance.between(-90, 90)) / 8;
        const std::int64_t gone = part(way_gone(static_cast<std::int64_t>(k) + 1), pace) + waver;
        series.actual[k] = entered.next(held(indicator, start + part(goal - start, gone)));
    }
    for (std::size_t year = 0; year < demo_target_years; ++year) {
        const auto months = static_cast<std::int64_t>((year + 1) * months_of_year);
        series.targets[year] =
            of_a_year(indicator, held(indicator, start + part(goal - start, way_gone(months))));
    }
    return series;
}

std::string demo_text(std::int64_t units, int decimals) {
    const auto unit = domain::power_of_ten(domain::Decimal::fraction_digits - decimals);
    return domain::Decimal::from_units(domain::Int128{units} * unit).text();
}

}  // namespace cli
