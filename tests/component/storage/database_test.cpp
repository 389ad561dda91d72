// SPDX-License-Identifier: EUPL-1.2
#include "platform/rocks/database.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/support/file_size_limit.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using namespace platform::rocks;
using platform::Errc;
using support::must;
namespace fs = std::filesystem;

const std::vector<std::string> families{"letters", "numbers"};
constexpr std::size_t letters = 0;
constexpr std::size_t numbers = 1;

std::unique_ptr<Database> opened(const std::string& path, const OpenOptions& options = {}) {
    return must(Database::open(path, families, options));
}

Errc refusal(const std::string& path, const std::vector<std::string>& names,
             const OpenOptions& options = {}) {
    const auto database = Database::open(path, names, options);
    EXPECT_FALSE(database);
    return database ? Errc::io : database.error().code;
}

void put(Database& database, std::size_t family, std::string_view key, std::string_view value) {
    WriteBatch batch{database};
    batch.put(family, key, value);
    ASSERT_TRUE(database.write(batch, Sync::no));
}

std::string keys_from(Cursor& cursor) {
    std::string keys;
    for (; cursor.valid(); cursor.next()) keys.append(cursor.key()).push_back(' ');
    EXPECT_TRUE(cursor.status());
    return keys;
}

class RocksDatabase : public testing::Test {
protected:
    support::TemporaryDirectory folder;
    std::string path = folder / "store";
};

TEST_F(RocksDatabase, GivesBackWhatABatchWrote) {
    const auto database = opened(path);
    WriteBatch batch{*database};
    batch.put(letters, "a", "alpha");
    batch.put(numbers, "a", std::string_view{"\0\xff", 2});
    batch.put(letters, "gone", "x");
    batch.erase(letters, "gone");
    EXPECT_EQ(batch.count(), 4U);
    EXPECT_GT(batch.bytes(), 10U);

    ASSERT_TRUE(database->write(batch, Sync::yes));

    EXPECT_EQ(must(database->get(letters, "a")), "alpha");
    EXPECT_EQ(must(database->get(numbers, "a")), (std::string{"\0\xff", 2}));
    EXPECT_EQ(must(database->get(letters, "gone")), std::nullopt);
    EXPECT_EQ(must(database->get(numbers, "b")), std::nullopt);
}

TEST_F(RocksDatabase, WritesNothingOfAClearedBatch) {
    const auto database = opened(path);
    WriteBatch batch{*database};
    batch.put(letters, "a", "1");
    batch.clear();
    EXPECT_EQ(batch.count(), 0U);
    batch.put(letters, "b", "2");

    ASSERT_TRUE(database->write(batch, Sync::no));

    EXPECT_EQ(must(database->get(letters, "a")), std::nullopt);
    EXPECT_EQ(must(database->get(letters, "b")), "2");
}

TEST_F(RocksDatabase, KeepsItsRowsOverAReopenInAnyOrderOfFamilies) {
    {
        const auto database = opened(path);
        put(*database, letters, "k", "letter");
        put(*database, numbers, "k", "number");
    }

    const auto database = must(Database::open(path, {"numbers", "letters"}));

    EXPECT_EQ(must(database->get(0, "k")), "number");
    EXPECT_EQ(must(database->get(1, "k")), "letter");
}

TEST_F(RocksDatabase, MakesAFamilyThatIsMissingAndRefusesToForgetOne) {
    {
        const auto database = must(Database::open(path, {"letters"}));
    }
    {
        const auto database = opened(path);
    }

    EXPECT_EQ(refusal(path, {"letters"}), Errc::invalid);
}

TEST_F(RocksDatabase, CursorGoesThroughTheKeysInOrderOfUnsignedBytes) {
    const auto database = opened(path);
    for (const auto* key : {"b", "\xff", "a", "c", "ab"}) put(*database, letters, key, key);
    put(*database, numbers, "aa", "other family");

    auto cursor = database->cursor(letters);
    EXPECT_FALSE(cursor.valid());
    cursor.seek("");
    EXPECT_EQ(keys_from(cursor), "a ab b c \xff ");
    cursor.seek("b");
    EXPECT_EQ(keys_from(cursor), "b c \xff ");
    cursor.seek("ba");
    ASSERT_TRUE(cursor.valid());
    EXPECT_EQ(cursor.value(), "c");
    cursor.prev();
    EXPECT_EQ(cursor.key(), "b");
    cursor.seek("\xff\xff");
    EXPECT_FALSE(cursor.valid());
    EXPECT_TRUE(cursor.status());
}

TEST_F(RocksDatabase, SeekForPrevGoesToTheLastKeyAtOrBefore) {
    const auto database = opened(path);
    for (const auto* key : {"b", "d"}) put(*database, letters, key, key);
    auto cursor = database->cursor(letters);

    cursor.seek_for_prev("c");
    EXPECT_EQ(cursor.key(), "b");
    cursor.seek_for_prev("d");
    EXPECT_EQ(cursor.key(), "d");
    cursor.seek_for_prev("z");
    EXPECT_EQ(cursor.key(), "d");
    cursor.seek_for_prev("a");
    EXPECT_FALSE(cursor.valid());
}

TEST_F(RocksDatabase, CursorStopsBeforeItsUpperBoundInMemoryAndInFiles) {
    const auto database = opened(path);
    for (const auto* key : {"a", "b", "c", "d"}) put(*database, letters, key, key);

    for (const bool in_files : {false, true}) {
        SCOPED_TRACE(in_files);
        if (in_files) {
            ASSERT_TRUE(database->flush());
        }
        // Moved, so that a bound kept inside the object itself would dangle.
        auto made = database->cursor(letters, nullptr, "c");
        auto cursor = std::move(made);
        cursor.seek("a");
        EXPECT_EQ(keys_from(cursor), "a b ");
        cursor.seek("c");
        EXPECT_FALSE(cursor.valid());
        cursor.seek_for_prev("z");
        ASSERT_TRUE(cursor.valid());
        EXPECT_EQ(cursor.key(), "b");
    }
}

TEST_F(RocksDatabase, ASnapshotStaysAsItWasForGetsAndCursors) {
    const auto database = opened(path);
    put(*database, letters, "k", "old");
    const auto snapshot = database->snapshot();
    put(*database, letters, "k", "new");
    put(*database, letters, "l", "later");
    ASSERT_TRUE(database->flush());
    ASSERT_TRUE(database->compact());

    EXPECT_EQ(must(database->get(letters, "k")), "new");
    EXPECT_EQ(must(database->get(letters, "k", snapshot)), "old");
    EXPECT_EQ(must(database->get(letters, "l", snapshot)), std::nullopt);
    auto cursor = database->cursor(letters, snapshot);
    cursor.seek("");
    ASSERT_TRUE(cursor.valid());
    EXPECT_EQ(cursor.value(), "old");
    EXPECT_EQ(keys_from(cursor), "k ");
}

TEST_F(RocksDatabase, ACursorDoesNotSeeLaterWrites) {
    const auto database = opened(path);
    put(*database, letters, "a", "1");
    auto cursor = database->cursor(letters);
    put(*database, letters, "b", "2");

    cursor.seek("");

    EXPECT_EQ(keys_from(cursor), "a ");
}

TEST_F(RocksDatabase, SnapshotsCursorsAndBatchesMayOutliveIt) {
    auto database = opened(path);
    put(*database, letters, "k", "v");
    ASSERT_TRUE(database->flush());
    auto snapshot = database->snapshot();
    auto cursor = database->cursor(letters, snapshot);
    auto batch = std::make_unique<WriteBatch>(*database);
    cursor.seek("k");

    database.reset();
    snapshot.reset();

    EXPECT_EQ(cursor.value(), "v");
    batch->put(letters, "a", "b");
    EXPECT_EQ(refusal(path, families), Errc::unavailable);
    {
        const auto last = std::move(cursor);
    }
    batch.reset();
    EXPECT_EQ(must(opened(path)->get(letters, "k")), "v");
}

TEST_F(RocksDatabase, ReadersSeeWholeBatchesWhileAnotherThreadWrites) {
    const auto database = opened(path);
    put(*database, letters, "n", "0");
    put(*database, numbers, "n", "0");
    std::thread writer{[&] {
        for (int i = 1; i <= 2'000; ++i) {
            WriteBatch batch{*database};
            batch.put(letters, "n", std::to_string(i));
            batch.put(numbers, "n", std::to_string(i));
            ASSERT_TRUE(database->write(batch, Sync::no));
        }
    }};

    std::string seen = "0";
    while (seen != "2000") {
        const auto snapshot = database->snapshot();
        seen = must(database->get(letters, "n", snapshot)).value();
        ASSERT_EQ(must(database->get(numbers, "n", snapshot)), seen);
    }
    writer.join();
}

TEST_F(RocksDatabase, RefusesAFolderThatIsOpenInEveryMode) {
    const auto database = opened(path);

    for (const auto mode : {Mode::create, Mode::existing, Mode::read_only}) {
        const auto second = Database::open(path, families, {.mode = mode});
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().code, Errc::unavailable);
        EXPECT_NE(second.error().detail.find(path), std::string::npos);
        EXPECT_NE(second.error().detail.find("stop that process"), std::string::npos);
    }
    EXPECT_EQ(Database::destroy(path).error().code, Errc::unavailable);
    put(*database, letters, "still", "works");
}

TEST_F(RocksDatabase, OpensAReadOnlyFolderAndKeepsOthersOut) {
    {
        const auto database = opened(path);
        put(*database, letters, "k", "in the write-ahead log only");
    }
    const auto reader = opened(path, {.mode = Mode::read_only});

    EXPECT_EQ(must(reader->get(letters, "k")), "in the write-ahead log only");
    WriteBatch batch{*reader};
    batch.put(letters, "k", "other");
    EXPECT_EQ(reader->write(batch, Sync::no).error().code, Errc::invalid);
    EXPECT_TRUE(reader->health());
    EXPECT_EQ(refusal(path, families), Errc::unavailable);
}

TEST_F(RocksDatabase, OpensOnlyWhatExistsUnlessItMayCreate) {
    EXPECT_EQ(refusal(path, families, {.mode = Mode::existing}), Errc::not_found);
    EXPECT_EQ(refusal(path, families, {.mode = Mode::read_only}), Errc::not_found);
    EXPECT_FALSE(fs::exists(path));

    const auto deep = folder / "a/b/c";
    {
        const auto database = opened(deep);
    }
    EXPECT_TRUE(opened(deep, {.mode = Mode::existing}));
}

TEST_F(RocksDatabase, RefusesAFolderThatCannotBeMade) {
    std::ofstream{folder / "file"} << "not a folder";

    EXPECT_EQ(refusal(folder / "file/store", families), Errc::io);
}

TEST_F(RocksDatabase, ReportsAMissingFileAsCorrupt) {
    {
        const auto database = opened(path);
        put(*database, letters, "k", "v");
        ASSERT_TRUE(database->flush());
    }

    for (const std::string start : {"CURRENT", "MANIFEST-", "0"}) {
        SCOPED_TRACE(start);
        const auto copy = folder / ("without " + start);
        fs::copy(path, copy);
        for (const auto& entry : fs::directory_iterator(copy))
            if (entry.path().filename().string().starts_with(start)) fs::remove(entry.path());

        for (const auto mode : {Mode::create, Mode::existing, Mode::read_only})
            EXPECT_EQ(refusal(copy, families, {.mode = mode}), Errc::corrupt);
    }
}

TEST_F(RocksDatabase, ReportsADamagedTableAsCorruptAtTheRead) {
    {
        const auto database = opened(path);
        put(*database, letters, "k", std::string(1'000, 'v'));
        ASSERT_TRUE(database->flush());
    }
    for (const auto& entry : fs::directory_iterator(path)) {
        if (entry.path().extension() != ".sst") continue;
        std::fstream file{entry.path(), std::ios::in | std::ios::out | std::ios::binary};
        file.seekp(5);
        file << "damage";
    }

    const auto database = opened(path);
    EXPECT_EQ(database->get(letters, "k").error().code, Errc::corrupt);
    auto cursor = database->cursor(letters);
    cursor.seek("");
    EXPECT_FALSE(cursor.valid());
    EXPECT_EQ(cursor.status().error().code, Errc::corrupt);
}

TEST_F(RocksDatabase, ADamagedWriteAheadLogKeepsThePrefixOrIsRefused) {
    {
        const auto database = opened(path);
        for (int i = 0; i < 100; ++i)
            put(*database, letters, std::to_string(i), std::string(1'000, 'v'));
    }
    for (const auto& entry : fs::directory_iterator(path)) {
        if (entry.path().extension() != ".log" || entry.file_size() == 0) continue;
        std::fstream file{entry.path(), std::ios::in | std::ios::out | std::ios::binary};
        file.seekp(static_cast<std::streamoff>(entry.file_size() / 2));
        file << "damage";
    }

    EXPECT_EQ(refusal(path, families, {.recovery = Recovery::strict}), Errc::corrupt);
    const auto database = opened(path, {.recovery = Recovery::prefix});
    EXPECT_NE(must(database->get(letters, "0")), std::nullopt);
    EXPECT_EQ(must(database->get(letters, "99")), std::nullopt);
}

TEST_F(RocksDatabase, WritesNothingMoreAfterAFailure) {
    const auto database = opened(path);
    put(*database, letters, "before", "v");
    WriteBatch large{*database};
    large.put(letters, "large", std::string(500'000, 'v'));
    {
        const support::FileSizeLimit limit{100'000};
        EXPECT_EQ(database->write(large, Sync::yes).error().code, Errc::io);
    }

    WriteBatch small{*database};
    small.put(letters, "after", "v");
    EXPECT_EQ(database->write(small, Sync::yes).error().code, Errc::io);
    EXPECT_EQ(database->health().error().code, Errc::io);
    EXPECT_EQ(must(database->get(letters, "before")), "v");
}

TEST_F(RocksDatabase, WritesNothingMoreAfterAFailureInTheBackground) {
    const auto database = opened(path);
    // It does not compress, so that the table outgrows the limit.
    std::string noise;
    for (unsigned i = 0, x = 1; i < 500'000; ++i, x = x * 1'664'525U + 1'013'904'223U)
        noise.push_back(static_cast<char>(x >> 24));
    put(*database, letters, "large", noise);
    {
        const support::FileSizeLimit limit{100'000};
        EXPECT_FALSE(database->flush());
    }

    WriteBatch small{*database};
    small.put(letters, "after", "v");
    EXPECT_FALSE(database->write(small, Sync::no));
    EXPECT_FALSE(database->health());
    EXPECT_EQ(must(database->get(letters, "large")), noise);
}

// Debian's RocksDB aborts at the second line that its own file of lines cannot take.
TEST_F(RocksDatabase, ClosesInPeaceWhenNothingCanBeWrittenAnyMore) {
    // A process of its own that has no thread of RocksDB yet.
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    const auto fill_close_open = [this] {
        auto database = opened(path);
        put(*database, letters, "before", "v");
        {
            const support::FileSizeLimit limit{0};
            WriteBatch lost{*database};
            lost.put(letters, "lost", "v");
            if (database->write(lost, Sync::yes)) return 1;
            database.reset();
        }
        return must(opened(path)->get(letters, "before")) == "v" ? 0 : 1;
    };
    EXPECT_EXIT(std::exit(fill_close_open()), testing::ExitedWithCode(0), "");
}

TEST_F(RocksDatabase, ACheckpointHoldsThePresentStateAndNothingLater) {
    const auto database = opened(path);
    put(*database, letters, "k", "then");
    put(*database, numbers, "k", "then");

    ASSERT_TRUE(database->checkpoint(folder / "copy"));
    put(*database, letters, "k", "later");

    const auto copy = opened(folder / "copy", {.mode = Mode::read_only});
    EXPECT_EQ(must(copy->get(letters, "k")), "then");
    EXPECT_EQ(must(copy->get(numbers, "k")), "then");
    EXPECT_EQ(database->checkpoint(folder / "copy").error().code, Errc::invalid);
}

TEST_F(RocksDatabase, DestroyRemovesItAndForgivesItsAbsence) {
    EXPECT_TRUE(Database::destroy(path));
    {
        const auto database = opened(path);
        put(*database, letters, "k", "v");
        ASSERT_TRUE(database->flush());
    }

    EXPECT_TRUE(Database::destroy(path));

    EXPECT_EQ(must(opened(path)->get(letters, "k")), std::nullopt);
}

TEST_F(RocksDatabase, TellsItsPropertiesOverAllFamilies) {
    const auto database = opened(path);
    put(*database, letters, "a", "v");
    put(*database, letters, "b", "v");
    put(*database, numbers, "a", "v");

    EXPECT_EQ(database->property("rocksdb.estimate-num-keys"), 3U);
    EXPECT_EQ(database->property("rocksdb.is-write-stopped"), 0U);
    EXPECT_EQ(database->property("rocksdb.no-such-property"), std::nullopt);
}

}  // namespace
