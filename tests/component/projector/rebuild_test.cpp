// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <set>

#include "projector/read_model/view.hpp"
#include "tests/component/projector/random_log.hpp"
#include "tests/support/must.hpp"
#include "tests/support/property.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::projector {
namespace {

using ::projector::ProjectorOptions;
using ::projector::read_model::Store;
using ::projector::read_model::View;

constexpr std::size_t records = 600;

std::string digest(const Store& store) {
    return support::must(store.digest());
}

TEST(Rebuild, GivesTheSameDigestWhateverTheBatchesAndParsers) {
    support::for_random([](std::mt19937_64& random) {
        const support::TemporaryDirectory folder;
        const auto log = make_log(folder.path() / "log", random_events(random, records));
        std::set<std::string> digests;
        for (const std::size_t batch : {1U, 7U, 1000U})
            for (const std::size_t parsers : {1U, 4U}) {
                const auto name = std::to_string(batch) + "-" + std::to_string(parsers);
                const ProjectorOptions options{.batch_records_max = batch, .parsers = parsers};
                digests.insert(digest(*make_store(folder.path() / name, *log, options)));
            }
        EXPECT_EQ(digests.size(), 1U);
    });
}

TEST(Rebuild, GivesTheSameDigestAfterStopsAnywhereAndACompaction) {
    support::for_random([](std::mt19937_64& random) {
        const support::TemporaryDirectory folder;
        const auto events = random_events(random, records);
        const auto log = make_log(folder.path() / "log", events);
        const std::string whole = digest(*make_store(folder.path() / "whole", *log));

        const auto growing = make_log(folder.path() / "growing", {});
        for (std::size_t from = 0; from < events.size();) {
            const std::size_t to = std::min(events.size(), from + 1 + random() % 60);
            for (; from < to; ++from) append(*growing, events[from]);
            // Opened anew each time: the fold's cache starts cold.
            make_store(folder.path() / "stopped", *growing);
        }
        const auto stopped = make_store(folder.path() / "stopped", *growing);
        EXPECT_EQ(digest(*stopped), whole);
        ASSERT_TRUE(stopped->database().compact());
        EXPECT_EQ(digest(*stopped), whole);
    });
}

TEST(Rebuild, GivesAnotherDigestToAnotherLog) {
    std::mt19937_64 random{1};
    const support::TemporaryDirectory folder;
    auto events = random_events(random, 50);
    const auto log = make_log(folder.path() / "log", events);
    events.pop_back();
    const auto shorter = make_log(folder.path() / "shorter", events);
    EXPECT_NE(digest(*make_store(folder.path() / "a", *log)),
              digest(*make_store(folder.path() / "b", *shorter)));
}

TEST(RandomLog, HasEveryKindOfOutcome) {
    std::mt19937_64 random{1};
    const support::TemporaryDirectory folder;
    const auto log = make_log(folder.path() / "log", random_events(random, records));
    const auto store = make_store(folder.path() / "store", *log);
    const View view{*store};
    std::set<std::string> seen;
    for (domain::Sequence sequence = 0; sequence <= view.position(); ++sequence) {
        const auto row = view.record(sequence);
        ASSERT_TRUE(row);
        EXPECT_EQ(row->decision.sequence, sequence);
        const auto& outcome = row->decision.outcome;
        seen.insert(std::string{name_of(outcome.kind)} + " " + outcome.reason);
    }
    for (const char* wanted :
         {"applied ", "duplicate ", "conflict identity-reused", "conflict revision-mismatch",
          "rejected json-malformed", "rejected withdrawal-repeated"})
        EXPECT_TRUE(seen.contains(wanted)) << wanted;
}

}  // namespace
}  // namespace tests::projector
