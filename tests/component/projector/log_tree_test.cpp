// SPDX-License-Identifier: EUPL-1.2
#include "projector/read_model/log_tree.hpp"

#include <gtest/gtest.h>

#include "projector/read_model/schema.hpp"
#include "projector/read_model/versions.hpp"
#include "projector/read_model/view.hpp"
#include "tests/component/projector/random_log.hpp"
#include "tests/support/must.hpp"
#include "tests/support/property.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::projector {
namespace {

namespace merkle = domain::merkle;
using ::projector::read_model::entry_of;
using ::projector::read_model::LogTree;
using ::projector::read_model::Store;
using ::projector::read_model::StoreFailure;

constexpr std::size_t records = 700;

// Roots of each size, from the log's own values.
std::vector<merkle::Hash> roots_of(platform::event_log::EventLog& log) {
    merkle::Frontier frontier;
    std::vector<merkle::Hash> roots{frontier.root()};
    for (const auto& stored : support::must(log.read(0, records + 1, std::size_t{1} << 30))) {
        frontier.append(merkle::leaf_hash(merkle::bytes_of(entry_of(stored.record.value))));
        roots.push_back(frontier.root());
    }
    return roots;
}

TEST(LogTree, StandsForTheStoredValues) {
    support::for_random([](std::mt19937_64& random) {
        const support::TemporaryDirectory folder;
        const auto log = make_log(folder.path() / "log", random_events(random, records));
        const auto store = make_store(folder.path() / "store", *log);
        const auto roots = roots_of(*log);
        const std::uint64_t size = store->published()->head.next;
        ASSERT_EQ(roots.size(), size + 1);
        LogTree tree{*store, size};
        for (std::uint64_t old_size = 1; old_size <= size; ++old_size) {
            ASSERT_EQ(tree.root_of(old_size), roots[old_size]);
            const merkle::Consistency claim{old_size, roots[old_size], size, roots[size]};
            ASSERT_TRUE(merkle::verify(claim, tree.consistency_proof(old_size)));
        }
        for (std::uint64_t index = 0; index < size; ++index) {
            const auto record = support::must(log->read(index, 1, 1)).front().record;
            const auto leaf = merkle::leaf_hash(merkle::bytes_of(entry_of(record.value)));
            ASSERT_TRUE(merkle::verify(merkle::Inclusion{index, size, leaf, roots[size]},
                                       tree.inclusion_proof(index)));
        }
    });
}

TEST(LogTree, GoesOnWhereTheStoreWasLeft) {
    support::for_random([](std::mt19937_64& random) {
        const support::TemporaryDirectory folder;
        const auto events = random_events(random, records);
        const auto log = make_log(folder.path() / "log", {});
        for (std::size_t from = 0; from < events.size();) {
            const std::size_t to = std::min(events.size(), from + 1 + random() % 90);
            for (; from < to; ++from) append(*log, events[from]);
            make_store(folder.path() / "store", *log);
        }
        const auto store = make_store(folder.path() / "store", *log);
        LogTree tree{*store, store->published()->head.next};
        EXPECT_EQ(tree.root(), roots_of(*log).back());
    });
}

TEST(LogTree, IsNotReadWhereARowIsMissingOrShort) {
    namespace read_model = ::projector::read_model;
    const support::TemporaryDirectory folder;
    std::mt19937_64 random{1};
    const auto log = make_log(folder.path() / "log", random_events(random, 20));
    const auto store = make_store(folder.path() / "store", *log);
    platform::rocks::WriteBatch batch{store->database()};
    batch.put(read_model::family::tiles, read_model::key::tile(0, 0), std::string(19 * 32, 'x'));
    ASSERT_TRUE(store->database().write(batch, platform::rocks::Sync::no));
    EXPECT_THROW((LogTree{*store, 20}.root()), StoreFailure);
    batch.clear();
    batch.erase(read_model::family::tiles, read_model::key::tile(0, 0));
    ASSERT_TRUE(store->database().write(batch, platform::rocks::Sync::no));
    EXPECT_THROW((LogTree{*store, 20}.root()), StoreFailure);
}

}  // namespace
}  // namespace tests::projector
