// SPDX-License-Identifier: EUPL-1.2
#include "cli/opendata_verify.hpp"

namespace cli {
namespace {

using domain::Decimal;
using domain::codec::Json;

domain::Int128 distance(Decimal a, Decimal b) {
    return a < b ? b.units() - a.units() : a.units() - b.units();
}

bool add_row(const Json& row, ServerRates& into) {
    const Json* id = row.member("territory");
    const Json* progress = row.member("progress");
    if (id == nullptr || id->string() == nullptr || progress == nullptr) return false;
    const auto territory = domain::Territory::parse(*id->string());
    if (!territory) return false;
    const Json* rate = progress->member("global");
    if (rate == nullptr || rate->number() == nullptr) return true;
    const auto value = Decimal::parse(rate->number()->text);
    if (value) into.insert_or_assign(*territory, *value);
    return value.has_value();
}

}  // namespace

Decimal rate_tolerance() {
    return Decimal::from_integer(1).divided_by(2);
}

platform::Status add_rates(const Json& answer, ServerRates& into) {
    const platform::Error unreadable{platform::Errc::corrupt,
                                     "barometer: an answer that cannot be read"};
    const Json* rows = answer.member("rows");
    if (rows == nullptr || rows->array() == nullptr) return unreadable;
    for (const Json& row : *rows->array())
        if (!add_row(row, into)) return unreadable;
    return {};
}

void compare(domain::IndicatorId indicator, const PublishedIndicator& published,
             const ServerRates& server, RateComparison& into) {
    for (const auto& [territory, rate] : published.rates) {
        const auto found = server.find(territory);
        if (found == server.end()) {
            into.others.push_back({indicator, territory, rate, std::nullopt});
        } else if (found->second == rate) {
            ++into.equal;
        } else if (distance(found->second, rate) <= rate_tolerance().units()) {
            ++into.within_tolerance;
        } else {
            into.others.push_back({indicator, territory, rate, found->second});
        }
    }
}

}  // namespace cli
