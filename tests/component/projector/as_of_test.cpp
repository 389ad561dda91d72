// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "domain/codec/definition_json.hpp"
#include "projector/read_model/view.hpp"
#include "tests/component/projector/random_log.hpp"
#include "tests/support/must.hpp"
#include "tests/support/property.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::projector {
namespace {

using ::projector::read_model::View;

// Everything that a view can tell about an indicator, as text, so that a difference can be read.
std::string told(View& view, domain::IndicatorId id) {
    std::string text;
    const auto version = view.indicator(id);
    if (version.definition) text += domain::codec::encode(*version.definition) + "\n";
    for (const domain::Level level : domain::all_levels) {
        const auto last = view.last_month(id, level);
        text += std::string{name_of(level)} + " " + (last ? last->text() : "-") + "\n";
        for (const domain::Territory territory : domain::territories_of(level)) {
            const auto state = view.state(id, territory);
            if (state)
                text += std::string{territory.id()} + " " +
                        testing::PrintToString(domain::codec::encode_state(*state)) + "\n";
            for (const domain::Kind kind : domain::all_kinds) {
                for (const auto& row : view.cells(id, territory, kind))
                    text += std::string{territory.id()} + " " + row.month.text() + " " +
                            testing::PrintToString(domain::codec::encode_cell(row.cell)) + "\n";
                for (const auto& day : view.days(id, territory, kind))
                    text += day.date.text() + " " + std::to_string(day.since) + " " +
                            testing::PrintToString(domain::codec::encode_day(day)) + "\n";
            }
        }
    }
    return text;
}

TEST(AsOf, EqualsAFreshFoldOfThePrefix) {
    support::for_random([](std::mt19937_64& random) {
        const support::TemporaryDirectory folder;
        const auto events = random_events(random, 400);
        const auto log = make_log(folder.path() / "log", events);
        const auto store = make_store(folder.path() / "whole", *log);

        const auto prefix_log = make_log(folder.path() / "prefix-log", {});
        std::size_t from = 0;
        constexpr int prefixes = 12;
        for (int i = 1; i <= prefixes; ++i) {
            const std::size_t to = events.size() * static_cast<std::size_t>(i) / prefixes;
            for (; from < to; ++from) append(*prefix_log, events[from]);
            const auto fresh = make_store(folder.path() / std::to_string(i), *prefix_log);
            View now{*fresh};
            View then{*store, now.position()};
            EXPECT_EQ(now.position(), to);
            for (const char* id : {"IND-001", "IND-002", "IND-0001"}) {
                const auto indicator = support::must(domain::IndicatorId::parse(id));
                EXPECT_EQ(told(then, indicator), told(now, indicator)) << id << " at " << to;
            }
        }
    });
}

TEST(AsOf, FindsTheLastPositionOfAnInstant) {
    std::mt19937_64 random{1};
    const support::TemporaryDirectory folder;
    const auto log = make_log(folder.path() / "log", random_events(random, 200));
    const auto store = make_store(folder.path() / "store", *log);
    const View view{*store};
    const auto time_at = [&view](domain::Sequence sequence) {
        return view.record(sequence)->decision.time;
    };
    EXPECT_EQ(View::position_at(*store, domain::Instant{}), 0U);
    for (domain::Sequence sequence = 0; sequence < view.position(); ++sequence) {
        ASSERT_LE(time_at(sequence), time_at(sequence + 1));
        const auto position = View::position_at(*store, time_at(sequence));
        EXPECT_EQ(time_at(position), time_at(sequence));
        EXPECT_TRUE(position == view.position() || time_at(position + 1) > time_at(sequence));
    }
}

}  // namespace
}  // namespace tests::projector
