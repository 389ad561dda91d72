// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "platform/event_log/memory_log.hpp"
#include "tests/component/projector/random_log.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::projector {
namespace {

const std::filesystem::path golden{BAROMETRE_GOLDEN_DIR};

std::string first_line(const std::filesystem::path& path) {
    std::ifstream file{path};
    std::string line;
    std::getline(file, line);
    return line;
}

// For ever: what software of engine 1 made of this log, every later one must make of it. A changed
// digest means that an engine has to be raised, not that the file has to be changed.
TEST(GoldenLog, OfEngine1GivesItsDigest) {
    platform::event_log::MemoryLog log;
    std::ifstream file{golden / "engine-1.ndjson"};
    std::size_t records = 0;
    for (std::string line; std::getline(file, line); ++records) append(log, line);
    ASSERT_GT(records, 1'000U);

    const support::TemporaryDirectory folder;
    const auto store = make_store(folder.path() / "store", log);
    EXPECT_EQ(store->published()->head.next, records);
    EXPECT_EQ(support::must(store->digest()), first_line(golden / "engine-1.digest"));
}

}  // namespace
}  // namespace tests::projector
