// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/freshness.hpp"

namespace domain::rules {
namespace {

std::optional<int> months_between(std::optional<Periodicity> periodicity) {
    if (!periodicity) return std::nullopt;
    switch (*periodicity) {
        case Periodicity::monthly:
            return 1;
        case Periodicity::quarterly:
            return 3;
        case Periodicity::half_yearly:
            return 6;
        case Periodicity::yearly:
            return 12;
        case Periodicity::two_yearly:
            return 24;
        case Periodicity::three_yearly:
            return 36;
        case Periodicity::six_yearly:
            return 72;
        case Periodicity::other:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

Freshness freshness(const IndicatorDefinition& definition, std::optional<Month> last, Date today) {
    Freshness result;
    result.last = last;
    const auto step = months_between(definition.periodicity);
    if (!last || !step) return result;

    using std::chrono::months;
    const std::chrono::year_month last_month{
        std::chrono::year{last->year()}, std::chrono::month{static_cast<unsigned>(last->month())}};
    result.next_value = last_month + months{*step};
    const auto due = *result.next_value + months{definition.publication_delay_months};
    const std::chrono::year_month_day due_day = due / std::chrono::last;
    result.next_update = due_day;
    result.days = static_cast<int>((std::chrono::sys_days{due_day} - today.days()).count());
    result.up_to_date = *result.days > 0;
    return result;
}

bool freshness_is_told(const PolicyDefinition& policy, const IndicatorDefinition& definition,
                       Level level) {
    if (level == Level::nation) return true;
    if (level == Level::department) return policy.piloting_level == Level::department;
    return policy.territorial && definition.territorial && policy.piloting_level != Level::nation;
}

}  // namespace domain::rules
