// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/history_load.hpp"

#include <chrono>
#include <iostream>
#include <set>
#include <utility>

#include "tests/vectors/support/events.hpp"

namespace tests::vectors {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view source = "urn:ditp:barometre-resultats";
// The policy of what has no metadata (data/SOURCES.md).
constexpr std::string_view other_policy = "CH-999";

// Entered at all three levels.
boost::json::object entered_definition(const std::string& indicator, std::string_view policy) {
    boost::json::object levels;
    for (const char* level : {"department", "region", "nation"})
        levels[level] = {
            {"from",      "entered"},
            {"operation", "none"   }
        };
    boost::json::object roll_up;
    for (const char* kind : {"baseline", "actual", "target"}) roll_up[kind] = levels;
    return {
        {"id",      indicator},
        {"policy",  policy   },
        {"roll_up", roll_up  }
    };
}

platform::Result<std::vector<std::string>> definitions(
    const std::vector<std::string>& indicators,
    const std::map<std::string, std::string>& policies) {
    std::vector<std::string> events;
    std::set<std::string> defined;
    const auto add = [&](std::string_view type, const std::string& id,
                         boost::json::object data) -> platform::Status {
        auto text = write_event(
            {std::string(source), id, type, std::string(history_defined_at), std::move(data)});
        if (!text) return text.error();
        events.push_back(std::move(*text));
        return {};
    };
    for (const std::string& indicator : indicators) {
        const auto known = policies.find(indicator);
        const std::string policy{known == policies.end() ? other_policy : known->second};
        if (defined.insert(policy).second)
            if (const auto added = add(policy_defined, policy,
                                       {
                                           {"id", policy}
            });
                !added)
                return added.error();
        if (const auto added =
                add(indicator_defined, indicator, entered_definition(indicator, policy));
            !added)
            return added.error();
    }
    return events;
}

}  // namespace

std::vector<std::string> history_indicators(const std::vector<HistoryEdition>& editions) {
    std::set<std::string> indicators;
    for (const auto& edition : editions)
        for (const auto& change : edition.changes) indicators.insert(change.cell.indicator);
    return {indicators.begin(), indicators.end()};
}

platform::Result<std::vector<std::string>> history_events(const HistoryEdition& edition) {
    std::map<std::string, std::vector<const HistoryChange*>> by_indicator;
    for (const auto& change : edition.changes)
        by_indicator[change.cell.indicator].push_back(&change);
    std::vector<std::string> events;
    for (const auto& [indicator, changes] : by_indicator) {
        std::vector<std::string> dates;
        for (const auto* change : changes) dates.push_back(change->cell.month + "-01");
        std::vector<FileMeasure> measures;
        for (std::size_t i = 0; i < changes.size(); ++i)
            measures.push_back({indicator, changes[i]->cell.zone, dates[i], changes[i]->cell.type,
                                changes[i]->after});
        auto data = measures_data(measures);
        if (!data) return data.error();
        auto text = write_event({std::string(source), "edition-" + edition.number + "-" + indicator,
                                 measures_reported, edition.recorded, std::move(*data)});
        if (!text) return text.error();
        events.push_back(std::move(*text));
    }
    return events;
}

platform::Status load_history(Api& api, const std::vector<HistoryEdition>& editions,
                              const std::map<std::string, std::string>& policies) {
    const auto defined = definitions(history_indicators(editions), policies);
    if (!defined) return defined.error();
    if (const auto sent = send_events(api, *defined); !sent) return sent.error();
    const auto start = Clock::now();
    std::size_t count = 0;
    std::size_t rows = 0;
    for (const auto& edition : editions) {
        const auto events = history_events(edition);
        if (!events) return events.error();
        if (const auto sent = send_events(api, *events); !sent) return sent.error();
        count += events->size();
        rows += edition.changes.size();
    }
    std::cout << "loaded " << editions.size() << " editions, " << count << " events, " << rows
              << " rows in " << std::chrono::duration<double>(Clock::now() - start).count()
              << " s\n";
    return {};
}

}  // namespace tests::vectors
