// SPDX-License-Identifier: EUPL-1.2
#include "query-api/editions/edition_table.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "query-api/series_row.hpp"
#include "query-api/state_row.hpp"

namespace query_api::editions {
namespace {

using domain::Decimal;
using domain::Territory;
using projector::read_model::View;

constexpr int decimals = 2;
constexpr std::string_view head =
    "indic_id,enforce_zone_id,metric_enforce_date,maille,indic_vi,indic_va,indic_vc,indic_ta\n";

struct Line {
    std::optional<Decimal> baseline;
    std::optional<Decimal> actual;
    std::optional<Decimal> target;
    std::optional<Decimal> rate;
};

std::string_view maille_of(domain::Level level) {
    switch (level) {
        case domain::Level::nation:
            return "NAT";
        case domain::Level::region:
            return "REG";
        case domain::Level::department:
            return "DEPT";
    }
    return {};
}

// As the published files write it: "65.0", "79.58".
std::string text_of(const std::optional<Decimal>& value) {
    if (!value) return {};
    std::string text = value->rounded(decimals).text();
    if (text.find('.') == std::string::npos) text += ".0";
    return text;
}

std::map<domain::Month, Line> lines_of(View& view, StateReader& reader,
                                       const domain::IndicatorDefinition& definition,
                                       Territory territory, domain::Date on) {
    std::map<domain::Month, Line> lines;
    for (const auto& row : read_series(view, definition, territory, on))
        if (row.annual) lines[row.month].actual = row.annual;
    const StateRow state = reader.read(territory);
    if (const auto& initial = state.state.initial) lines[initial->month].baseline = initial->value;
    if (const auto& target = state.state.global_target) lines[target->month].target = target->value;
    if (const auto& last = state.state.last) lines[last->month].rate = state.progress.global;
    return lines;
}

std::vector<Territory> by_zone() {
    std::vector<Territory> all;
    for (std::uint8_t i = 0; i < Territory::count; ++i) all.push_back(Territory::from_index(i));
    std::sort(all.begin(), all.end(), [](Territory a, Territory b) { return a.zone() < b.zone(); });
    return all;
}

}  // namespace

std::string table_of(View& view, const ShownIndicator& shown, domain::Date on,
                     const std::vector<domain::EditionExclusion>& exclusions) {
    const auto& definition = *shown.version().definition;
    StateReader reader{view, shown.group, shown.index, on};
    const auto excluded = [&](Territory territory) {
        return std::any_of(exclusions.begin(), exclusions.end(), [&](const auto& exclusion) {
            return exclusion.covers(definition.id, territory);
        });
    };
    std::string text{head};
    for (const Territory territory : by_zone()) {
        if (!definition.applies(territory) || excluded(territory)) continue;
        const std::string begin = definition.id.text() + "," + std::string{territory.zone()} + ",";
        const std::string maille = "," + std::string{maille_of(territory.level())} + ",";
        const auto lines = lines_of(view, reader, definition, territory, on);
        if (lines.empty()) text += begin + maille + ",,,\n";
        for (const auto& [month, line] : lines)
            text += begin + month.text() + "-01" + maille + text_of(line.baseline) + "," +
                    text_of(line.actual) + "," + text_of(line.target) + "," + text_of(line.rate) +
                    "\n";
    }
    return text;
}

}  // namespace query_api::editions
