// SPDX-License-Identifier: EUPL-1.2
#include "platform/event_log/ndjson_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/support/file_size_limit.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using namespace platform::event_log;
using platform::Errc;
using support::must;
using Mode = NdjsonFile::Mode;

constexpr std::size_t no_limit = std::size_t{1} << 40;

std::vector<StoredRecord> numbered(std::uint64_t from, std::uint64_t to) {
    std::vector<StoredRecord> records;
    for (auto i = from; i < to; ++i)
        records.push_back({
            i, {"key", "{\"n\":" + std::to_string(i) + "}", {}, 0}
        });
    return records;
}

std::vector<std::string> values_of(const std::vector<StoredRecord>& records) {
    std::vector<std::string> values;
    for (const auto& stored : records) values.push_back(stored.record.value);
    return values;
}

class NdjsonFileTest : public testing::Test {
protected:
    void fill(std::uint64_t records) const {
        auto file = must(NdjsonFile::open(path, Mode::write));
        ASSERT_TRUE(file->append(numbered(0, records)));
        ASSERT_TRUE(file->sync());
    }
    std::string text() const {
        std::ifstream file{path, std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
    }
    void rewrite(const std::string& contents) const {
        std::ofstream{path, std::ios::binary} << contents;
    }

    support::TemporaryDirectory folder;
    std::string path = folder / "log.ndjson";
};

TEST_F(NdjsonFileTest, GivesBackWhatWasAppendedFromAnyRecordOn) {
    fill(2'500);
    auto file = must(NdjsonFile::open(path, Mode::read));
    EXPECT_EQ(file->end(), 2'500U);
    EXPECT_EQ(values_of(must(file->read(0, no_limit, no_limit))), values_of(numbered(0, 2'500)));
    EXPECT_EQ(values_of(must(file->read(0, 3, no_limit))), values_of(numbered(0, 3)));
    EXPECT_EQ(values_of(must(file->read(3, 3, no_limit))), values_of(numbered(3, 6)));
    EXPECT_EQ(values_of(must(file->read(2'498, 9, no_limit))), values_of(numbered(2'498, 2'500)));
    EXPECT_EQ(values_of(must(file->read(1, 9, 1))), values_of(numbered(1, 2)));
    EXPECT_TRUE(must(file->read(2'500, 9, no_limit)).empty());
}

TEST_F(NdjsonFileTest, GoesOnWhereItEnded) {
    fill(3);
    {
        auto file = must(NdjsonFile::open(path, Mode::write));
        EXPECT_EQ(file->end(), 3U);
        EXPECT_EQ(must(file->read(0, no_limit, no_limit)).size(), 3U);
        ASSERT_TRUE(file->append(numbered(3, 5)));
        EXPECT_EQ(values_of(must(file->read(3, 9, no_limit))), values_of(numbered(3, 5)));
    }
    auto file = must(NdjsonFile::open(path, Mode::read));
    EXPECT_EQ(values_of(must(file->read(0, no_limit, no_limit))), values_of(numbered(0, 5)));
}

TEST_F(NdjsonFileTest, IsCutAfterItsLastWholeLineWhereverItWasTorn) {
    fill(2);
    const std::string whole = text();
    const auto first_line = whole.find('\n') + 1;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        rewrite(whole.substr(0, size));
        const bool torn = size != 0 && size != first_line;
        EXPECT_EQ(NdjsonFile::open(path, Mode::read).has_error(), torn) << size;
        const auto file = must(NdjsonFile::open(path, Mode::write));
        EXPECT_EQ(file->end(), size < first_line ? 0U : 1U) << size;
        EXPECT_EQ(file->cut_bytes(), size < first_line ? size : size - first_line);
        EXPECT_EQ(text(), size < first_line ? "" : whole.substr(0, first_line));
    }
}

TEST_F(NdjsonFileTest, CutsNothingThatIsNotALog) {
    fill(1);
    for (const std::string& contents :
         {std::string{"notes"}, std::string{"notes\nmore"}, text() + "notes",
          text() + R"({"sequence":2,"key")", text() + std::string(4'096, '\0')}) {
        rewrite(contents);
        EXPECT_TRUE(NdjsonFile::open(path, Mode::write).has_error()) << contents;
        EXPECT_EQ(text(), contents);
    }
}

TEST_F(NdjsonFileTest, TellsALineThatIsNoRecordOrNotTheNext) {
    fill(3);
    const std::string whole = text();
    const auto second = whole.find('\n') + 1;
    rewrite(whole.substr(0, second) + "{}\n" + whole.substr(second));
    auto file = must(NdjsonFile::open(path, Mode::read));
    auto read = file->read(0, no_limit, no_limit);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Errc::corrupt);
    EXPECT_NE(read.error().detail.find("line 2 "), std::string::npos) << read.error().detail;

    rewrite(whole.substr(second));
    file = must(NdjsonFile::open(path, Mode::read));
    read = file->read(0, no_limit, no_limit);
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().detail.find("should be record 0 and is 1"), std::string::npos);
}

TEST_F(NdjsonFileTest, HasOneWriterOrSeveralReaders) {
    fill(1);
    {
        const auto reader = must(NdjsonFile::open(path, Mode::read));
        EXPECT_TRUE(NdjsonFile::open(path, Mode::read).has_value());
        EXPECT_EQ(NdjsonFile::open(path, Mode::write).error().code, Errc::unavailable);
    }
    const auto writer = must(NdjsonFile::open(path, Mode::write));
    EXPECT_EQ(NdjsonFile::open(path, Mode::read).error().code, Errc::unavailable);
}

TEST_F(NdjsonFileTest, RefusesWhatIsNotThereOrNoFile) {
    EXPECT_EQ(NdjsonFile::open(path, Mode::read).error().code, Errc::not_found);
    EXPECT_EQ(NdjsonFile::open(folder / "no/log.ndjson", Mode::write).error().code,
              Errc::not_found);
    EXPECT_EQ(NdjsonFile::open(folder.path().string(), Mode::read).error().code, Errc::invalid);
}

TEST_F(NdjsonFileTest, TellsThatTheDiskTakesNoMore) {
    auto file = must(NdjsonFile::open(path, Mode::write));
    ASSERT_TRUE(file->append(numbered(0, 10)));
    {
        const support::FileSizeLimit limit{1'024};
        const auto appended = file->append(numbered(10, 1'000));
        ASSERT_FALSE(appended);
        EXPECT_EQ(appended.error().code, Errc::io);
        EXPECT_NE(appended.error().detail.find(path), std::string::npos);
    }
    file.reset();
    file = must(NdjsonFile::open(path, Mode::write));
    EXPECT_GE(file->end(), 10U);
    EXPECT_EQ(must(file->read(0, no_limit, no_limit)).size(), file->end());
}

}  // namespace
