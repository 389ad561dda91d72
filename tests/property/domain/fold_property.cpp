// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "domain/codec/definition_json.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/folded_log.hpp"
#include "tests/support/property.hpp"
#include "tests/support/values.hpp"

namespace tests::property {
namespace {

namespace codec = domain::codec;
namespace event_type = domain::event_type;
using domain::Kind;
using domain::Level;
using support::EventText;
using support::FoldedLog;

constexpr int logs_checked = 30;
constexpr int records_of_a_log = 60;

// Few enough of each that events meet.
const std::vector<std::string> territories{"NAT-FR",  "REG-94",  "REG-53",  "REG-01",
                                           "DEPT-2A", "DEPT-2B", "DEPT-22", "DEPT-29",
                                           "DEPT-35", "DEPT-56", "DEPT-971"};
const std::vector<std::string> indicators{"IND-001", "IND-002", "IND-0003"};
const std::vector<std::string> policies{"CH-001", "CH-002"};
const std::vector<std::string> kinds{"baseline", "actual", "target"};
const std::vector<std::string> months{"2017-12", "2018-01", "2023-11", "2023-12", "2024-01",
                                      "2024-02", "2024-03", "2028-01", "2028-02"};
const std::vector<std::string> days{"05", "17", "28"};

// Events of a log, drawn at random.
class Events {
public:
    explicit Events(std::mt19937_64& random) : random_(random) {}

    // The event at `sequence`.
    EventText at(domain::Sequence sequence) {
        EventText event;
        event.id = FoldedLog::id_of(sequence);
        const int kind = below(20);
        if (kind < 2) {
            event.type = event_type::policy_defined;
            event.data = codec::encode(policy());
        } else if (kind < 5) {
            event.type = event_type::indicator_defined;
            event.data = codec::encode(indicator());
        } else if (kind < 8) {
            event.type = event_type::measures_withdrawn;
            event.data = support::withdrawal_data(FoldedLog::id_of(earlier(sequence)));
        } else {
            event.type = event_type::measures_reported;
            event.data = measures(sequence);
        }
        if (kind == 19) event.id = FoldedLog::id_of(earlier(sequence));
        return event;
    }

private:
    int below(int count) { return std::uniform_int_distribution<int>{0, count - 1}(random_); }

    template <class T>
    const T& one_of(const std::vector<T>& choices) {
        return choices[static_cast<std::size_t>(below(static_cast<int>(choices.size())))];
    }

    domain::Sequence earlier(domain::Sequence sequence) {
        return 1 + static_cast<domain::Sequence>(below(static_cast<int>(sequence)));
    }

    std::string measures(domain::Sequence sequence) {
        std::map<std::array<std::string, 4>, support::RowText> rows;
        for (int i = 1 + below(8); i > 0; --i) {
            support::RowText row{one_of(territories), one_of(kinds),
                                 one_of(months) + "-" + one_of(days), std::nullopt,
                                 one_of(indicators)};
            if (below(5) != 0)
                row.value = std::to_string(below(40) - 5) + (below(4) == 0 ? ".25" : "");
            if (below(30) == 0) row.expected_revision = earlier(sequence) - 1;
            rows[{row.indicator, row.territory, row.kind, row.date}] = row;
        }
        std::vector<support::RowText> list;
        for (const auto& [key, row] : rows) list.push_back(row);
        return support::measures_data(list);
    }

    domain::PolicyDefinition policy() {
        domain::PolicyDefinition policy{support::must(domain::PolicyId::parse(one_of(policies)))};
        policy.title = "title";
        policy.replicate_region = below(3) == 0;
        if (below(4) == 0)
            policy.replicate_nation_to = below(2) == 0 ? Level::region : Level::department;
        return policy;
    }

    domain::ComparableRule comparable() {
        return {static_cast<domain::Decumulation>(below(3)), static_cast<domain::Window>(below(4)),
                one_of(std::vector<std::uint16_t>{3, 12, 9}),
                static_cast<domain::ComparableOperation>(below(3))};
    }

    domain::IndicatorDefinition indicator() {
        using domain::Source;
        const std::string& id = one_of(indicators);
        // Seldom one that it does not belong to.
        const std::string& usual = policies[id == "IND-0003" ? 1 : 0];
        const std::string& policy = below(12) == 0 ? one_of(policies) : usual;
        domain::IndicatorDefinition definition{support::must(domain::IndicatorId::parse(id)),
                                               support::must(domain::PolicyId::parse(policy))};
        const std::array<std::vector<Source>, domain::level_count> sources{
            std::vector{Source::regions, Source::regions, Source::departments, Source::entered,
                        Source::none},
            std::vector{Source::departments, Source::departments, Source::entered, Source::none},
            std::vector{Source::entered, Source::entered, Source::none, Source::sub_indicators}
        };
        for (auto& of_kind : definition.roll_up)
            for (const Level level : domain::all_levels) {
                auto& rule = of_kind[static_cast<std::size_t>(level)];
                rule.from = one_of(sources[static_cast<std::size_t>(level)]);
                rule.operation = static_cast<domain::RollUpOperation>(below(4));
            }
        definition.annual = comparable();
        definition.global = below(2) == 0 ? definition.annual : comparable();
        definition.hidden = below(10) == 0;
        if (below(4) == 0) {
            definition.applies_to.emplace();
            for (const auto& territory : territories)
                if (below(2) == 0)
                    definition.applies_to->set(support::territory(territory).index());
        }
        definition.rules = static_cast<domain::RuleSet>(below(2));
        definition.name = "name" + std::to_string(below(2));
        return definition;
    }

    std::mt19937_64& random_;
};

template <class T, class Key>
bool same(const std::vector<T>& a, const std::vector<T>& b, Key key) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](const T& x, const T& y) { return key(x) == key(y); });
}

// Whether two folds made the same of a record.
bool same(const domain::Changes& a, const domain::Changes& b) {
    return a.head == b.head && a.record.outcome == b.record.outcome &&
           a.record.time == b.record.time && a.withdrawn == b.withdrawn && a.policy == b.policy &&
           a.indicator == b.indicator &&
           same(a.days, b.days,
                [](const auto& day) {
                    return std::tie(day.indicator, day.territory, day.kind, day.entry);
                }) &&
           same(a.cells, b.cells,
                [](const auto& cell) {
                    return std::tie(cell.indicator, cell.territory, cell.kind, cell.month,
                                    cell.cell);
                }) &&
           same(a.states, b.states,
                [](const auto& state) {
                    return std::tie(state.indicator, state.territory, state.state);
                }) &&
           same(a.levels, b.levels, [](const auto& level) {
               return std::tie(level.indicator, level.level, level.last);
           });
}

// The same records, the definitions replaced by one that defines nothing here, then those that are
// in force in the end: each figure is computed once, from all rows.
FoldedLog& fold_from_scratch(const std::vector<EventText>& events, const support::MemoryPast& past,
                             FoldedLog& log) {
    for (EventText event : events) {
        if (event.type == event_type::policy_defined ||
            event.type == event_type::indicator_defined) {
            event.type = event_type::policy_defined;
            event.data = support::policy_data("CH-999");
        }
        log.append(cloud_event(event));
    }
    for (const auto& policy : past.policies())
        log.report(event_type::policy_defined, codec::encode(policy));
    for (const auto& indicator : past.indicators())
        log.report(event_type::indicator_defined, codec::encode(indicator));
    return log;
}

struct Counts {
    std::size_t cells = 0;
    std::set<std::string> outcomes;
};

void check_log(std::mt19937_64& random, Counts& counts) {
    Events source{random};
    std::vector<EventText> events;
    for (int i = 1; i <= records_of_a_log; ++i) {
        const bool again = !events.empty() && random() % 20 == 0;
        events.push_back(again ? events[random() % events.size()]
                               : source.at(static_cast<domain::Sequence>(i)));
    }

    FoldedLog one_by_one;
    FoldedLog by_seven{{.commit_every = 7}};
    FoldedLog by_thousand{{.commit_every = 1'000}};
    // A cache that keeps nothing from one commit to the next.
    FoldedLog tight{
        {.commit_every = 3, .cached_rows_max = 0}
    };
    for (const EventText& event : events) {
        const std::string value = cloud_event(event);
        const auto changes = one_by_one.append(value);
        counts.outcomes.insert(std::string{domain::name_of(changes.record.outcome.kind)} + " " +
                               changes.record.outcome.reason);
        for (FoldedLog* other : {&by_seven, &by_thousand, &tight})
            ASSERT_TRUE(same(other->append(value), changes)) << value;
    }
    const auto& figures = one_by_one.past().figures();
    for (FoldedLog* other : {&by_seven, &by_thousand, &tight})
        ASSERT_TRUE(other->past().figures() == figures);

    FoldedLog scratch;
    fold_from_scratch(events, one_by_one.past(), scratch);
    ASSERT_TRUE(scratch.past().figures().cells == figures.cells);
    ASSERT_TRUE(scratch.past().figures().states == figures.states);
    ASSERT_TRUE(scratch.past().figures().levels == figures.levels);
    counts.cells += figures.cells.size();
}

constexpr std::array outcomes_wanted{
    "applied ",
    "duplicate ",
    "conflict identity-reused",
    "conflict revision-mismatch",
    "rejected withdrawal-repeated",
    "rejected withdrawal-not-measures",
    "rejected indicator-changes-policy",
    "rejected replication-two-parents",
};

TEST(Fold, RecordByRecordGivesWhatOnePassOverAllRowsGives) {
    support::for_random([](std::mt19937_64& random) {
        Counts counts;
        const auto varied = [&] {
            return counts.cells > 1'000 &&
                   std::ranges::all_of(outcomes_wanted, [&](const char* outcome) {
                       return counts.outcomes.contains(outcome);
                   });
        };
        // At least so many logs, and until their events are varied enough to tell something.
        int checked = 0;
        while ((checked < logs_checked || (!varied() && checked < 10 * logs_checked)) &&
               !testing::Test::HasFatalFailure()) {
            check_log(random, counts);
            ++checked;
        }
        EXPECT_TRUE(varied()) << counts.cells << " cells in " << checked << " logs";
    });
}

}  // namespace
}  // namespace tests::property
