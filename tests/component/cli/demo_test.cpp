// SPDX-License-Identifier: EUPL-1.2
#include "cli/demo.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "domain/codec/event_json.hpp"
#include "tests/support/folded_log.hpp"
#include "tests/support/must.hpp"

namespace {

constexpr std::uint64_t seed = 2024;

domain::Date day(std::string_view text) {
    return support::must(domain::Date::parse(text));
}

std::vector<std::string> demo_of(std::uint64_t of_seed, std::string_view today) {
    std::vector<std::string> events;
    cli::generate_demo(of_seed, day(today),
                       [&events](std::string event) { events.push_back(std::move(event)); });
    return events;
}

const std::vector<std::string>& demo() {
    static const std::vector<std::string> events = demo_of(seed, "2026-11-25");
    return events;
}

const std::vector<domain::EventData>& demo_data() {
    static const auto all = [] {
        std::vector<domain::EventData> data;
        for (const auto& event : demo())
            data.push_back(support::must(
                domain::codec::decode_data(support::must(domain::codec::decode_envelope(event)))));
        return data;
    }();
    return all;
}

template <class Data>
std::vector<Data> all_of_type() {
    std::vector<Data> all;
    for (const auto& data : demo_data())
        if (const auto* found = std::get_if<Data>(&data)) all.push_back(*found);
    return all;
}

TEST(Demo, IsTheSameForTheSameSeedAndDay) {
    EXPECT_EQ(demo_of(seed, "2026-11-25"), demo());
    EXPECT_NE(demo_of(seed + 1, "2026-11-25"), demo());
    EXPECT_NE(demo_of(seed, "2026-12-25"), demo());
}

TEST(Demo, HasTheSizeThatItsHeaderSays) {
    std::size_t rows = 0;
    std::set<domain::Territory> territories;
    std::set<domain::Month> months;
    for (const auto& reported : all_of_type<domain::MeasuresReported>()) {
        rows += reported.rows.size();
        for (const auto& row : reported.rows) {
            territories.insert(row.territory);
            if (row.kind == domain::Kind::actual) months.insert(row.date.month);
        }
    }
    EXPECT_GE(rows, 40'000U);
    EXPECT_LE(rows, 60'000U);
    EXPECT_EQ(territories.size(), domain::Territory::count);
    EXPECT_EQ(months.size(), 30U);
    EXPECT_EQ(months.begin()->text(), "2024-05");
    EXPECT_EQ(months.rbegin()->text(), "2026-10");
    std::set<domain::PolicyId> policies;
    for (const auto& policy : all_of_type<domain::PolicyDefinition>()) policies.insert(policy.id);
    EXPECT_EQ(policies.size(), 20U);
    std::set<domain::IndicatorId> indicators;
    for (const auto& each : all_of_type<domain::IndicatorDefinition>()) indicators.insert(each.id);
    EXPECT_EQ(indicators.size(), 60U);
}

TEST(Demo, IsLoadedInTheOrderOfItsTimeAndNotAfterToday) {
    const auto end = support::must(domain::Instant::parse("2026-11-25T00:00:00Z"));
    domain::Instant before;
    for (const auto& event : demo()) {
        const auto envelope = support::must(domain::codec::decode_envelope(event));
        ASSERT_TRUE(envelope.recorded && envelope.received);
        EXPECT_GE(*envelope.recorded, before);
        EXPECT_LE(*envelope.recorded, end);
        EXPECT_EQ(*envelope.received, end);
        before = *envelope.recorded;
    }
}

TEST(Demo, IsAppliedWhole) {
    support::FoldedLog log{{.commit_every = 200}};
    std::size_t others = 0;
    for (const auto& event : demo()) {
        const auto changes = log.append(event);
        if (changes.record.outcome.kind == domain::OutcomeKind::applied) continue;
        ++others;
        ADD_FAILURE() << changes.record.outcome.reason << " " << changes.record.outcome.detail
                      << " " << event.substr(0, 300);
    }
    EXPECT_EQ(others, 0U);

    const auto state = log.state("DEPT-35", "IND-302");
    EXPECT_TRUE(state.initial && state.global_target && state.last);
    const auto& figures = log.past().figures();
    EXPECT_GT(figures.states.size(), 4'000U);
    std::set<domain::Origin> origins;
    for (const auto& [column, series] : figures.cells)
        for (const auto& [month, cell] : series) origins.insert(cell.origin);
    EXPECT_EQ(origins.size(), 5U);
}

TEST(Demo, UsesEveryParameterOfADefinition) {
    std::set<domain::Source> sources;
    std::set<domain::RollUpOperation> operations;
    std::set<domain::Decumulation> decumulations;
    std::set<domain::Window> windows;
    std::set<int> months;
    std::set<domain::ComparableOperation> comparable;
    std::set<domain::Trend> trends;
    std::set<domain::ValueSchema> schemas;
    std::set<domain::Periodicity> periodicities;
    std::set<domain::RuleSet> rule_sets;
    std::set<bool> hidden;
    std::set<bool> territorial;
    std::set<std::size_t> applicable;
    std::set<std::string> weights;
    for (const auto& each : all_of_type<domain::IndicatorDefinition>()) {
        for (const auto& of_kind : each.roll_up)
            for (const auto& rule : of_kind) {
                sources.insert(rule.from);
                operations.insert(rule.operation);
            }
        for (const auto& rule : {each.annual, each.global}) {
            decumulations.insert(rule.decumulate);
            windows.insert(rule.window);
            if (rule.window == domain::Window::months) months.insert(rule.months);
            comparable.insert(rule.operation);
        }
        for (const auto& weight : each.weights) weights.insert(weight.text());
        trends.insert(each.trend);
        schemas.insert(each.value_schema);
        periodicities.insert(each.periodicity.value());
        rule_sets.insert(each.rules);
        hidden.insert(each.hidden);
        territorial.insert(each.territorial);
        applicable.insert(each.applies_to ? each.applies_to->count() : domain::Territory::count);
    }
    EXPECT_EQ(sources.size(), 5U);
    EXPECT_EQ(operations.size(), 4U);
    EXPECT_EQ(decumulations.size(), 3U);
    EXPECT_EQ(windows.size(), 4U);
    EXPECT_EQ(months, (std::set<int>{3, 6, 12, 48}));
    EXPECT_EQ(comparable.size(), 3U);
    EXPECT_EQ(trends.size(), 4U);
    EXPECT_EQ(schemas.size(), 4U);
    EXPECT_EQ(periodicities.size(), 8U);
    EXPECT_EQ(rule_sets.size(), 2U);
    EXPECT_EQ(hidden.size(), 2U);
    EXPECT_EQ(territorial.size(), 2U);
    EXPECT_GE(applicable.size(), 4U);
    EXPECT_GE(weights.size(), 7U);
}

TEST(Demo, UsesEveryParameterOfAPolicy) {
    std::set<domain::PolicyStatus> statuses;
    std::set<domain::Level> piloting;
    std::set<std::optional<domain::Level>> of_nation;
    std::size_t of_region = 0;
    std::size_t lists = 0;
    std::size_t level_lists = 0;
    std::set<bool> territorial;
    for (const auto& policy : all_of_type<domain::PolicyDefinition>()) {
        statuses.insert(policy.status);
        piloting.insert(policy.piloting_level);
        of_nation.insert(policy.replicate_nation_to);
        of_region += policy.replicate_region ? 1 : 0;
        lists += policy.applies_to_territories ? 1 : 0;
        level_lists += policy.applies_to_levels ? 1 : 0;
        territorial.insert(policy.territorial);
    }
    EXPECT_EQ(statuses.size(), 3U);
    EXPECT_EQ(piloting.size(), 3U);
    EXPECT_EQ(of_nation.size(), 3U);
    EXPECT_EQ(of_region, 1U);
    EXPECT_EQ(lists, 1U);
    EXPECT_EQ(level_lists, 1U);
    EXPECT_EQ(territorial.size(), 2U);
}

TEST(Demo, HasCorrectionsErasuresAndWithdrawals) {
    std::size_t corrections = 0;
    std::size_t erasures = 0;
    for (const auto& reported : all_of_type<domain::MeasuresReported>()) {
        corrections += reported.corrects ? 1 : 0;
        for (const auto& row : reported.rows) erasures += row.value ? 0 : 1;
    }
    EXPECT_GE(corrections, 30U);
    EXPECT_GE(erasures, 3U);
    EXPECT_GE(all_of_type<domain::MeasuresWithdrawn>().size(), 1U);
}

}  // namespace
