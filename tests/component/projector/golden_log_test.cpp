// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

#include "platform/event_log/memory_log.hpp"
#include "projector/read_model/schema.hpp"
#include "tests/component/projector/random_log.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::projector {
namespace {

using ::projector::read_model::family_names;

const std::filesystem::path golden{BAROMETRE_GOLDEN_DIR};

// A line of the file of digests: a digest, then the families that it covers.
std::pair<std::string, std::vector<std::size_t>> digest_and_families(const std::string& line) {
    std::istringstream words{line};
    std::string digest;
    words >> digest;
    std::vector<std::size_t> families;
    const auto& names = family_names();
    for (std::string name; words >> name;)
        families.push_back(
            static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin()));
    return {digest, families};
}

// For ever: what software of engine 1 made of this log, every later one must make of it. A changed
// digest means that an engine has to be raised, not that the file has to be changed; a new family
// has a line of its own.
TEST(GoldenLog, OfEngine1GivesItsDigest) {
    platform::event_log::MemoryLog log;
    std::ifstream file{golden / "engine-1.ndjson"};
    std::size_t records = 0;
    for (std::string line; std::getline(file, line); ++records) append(log, line);
    ASSERT_GT(records, 1'000U);

    const support::TemporaryDirectory folder;
    const auto store = make_store(folder.path() / "store", log);
    EXPECT_EQ(store->published()->head.next, records);
    std::vector<std::string> told;
    std::ifstream digests{golden / "engine-1.digest"};
    for (std::string line; std::getline(digests, line);) {
        const auto [digest, families] = digest_and_families(line);
        EXPECT_EQ(support::must(store->digest(families)), digest) << line;
        for (const std::size_t family : families) told.push_back(family_names()[family]);
    }
    const auto& names = family_names();
    EXPECT_EQ(told, std::vector<std::string>(names.begin(), names.end() - 1)) << "all but meta";
}

}  // namespace
}  // namespace tests::projector
