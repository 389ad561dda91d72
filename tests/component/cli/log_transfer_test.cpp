// SPDX-License-Identifier: EUPL-1.2
#include "cli/log_transfer.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "cli/log_address.hpp"
#include "cli/log_place.hpp"
#include "platform/event_log/embedded_log.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using platform::Errc;
using platform::event_log::Record;
using platform::event_log::StoredRecord;
using support::must;
namespace fs = std::filesystem;

constexpr int copies = 1;
constexpr auto quiet = [](auto...) {};

// What no other form of a record keeps by accident.
std::vector<Record> odd_records() {
    std::vector<Record> records = {
        {"fr.barometre.log.opened.v1", "{\"id\":\"log\"}", {{"content-type", "a"}},           1 },
        {"",                           "",                 {},                                0 },
        {"\xFF\x01",                   "not json\n",       {{"a", "\xFF"}, {"a", ""}},        -1},
        {"CH-045",                     " {\"é\" : 1.0 } ", {{"a", "1"}, {"traceparent", ""}}, 7 },
    };
    for (int i = 0; i < 2'500; ++i)
        records.push_back({"CH-001", "{\"n\":" + std::to_string(i) + "}", {}, i});
    return records;
}

class LogTransfer : public testing::Test {
protected:
    cli::LogAddress embedded(const std::string& name) const {
        return must(cli::parse_log_address("embedded:" + (folder / name)));
    }
    cli::LogAddress file(const std::string& name) const {
        return must(cli::parse_log_address(folder / (name + ".ndjson")));
    }

    static void fill(const cli::LogAddress& address, const std::vector<Record>& records) {
        auto place = must(cli::open_target(address, copies));
        std::uint64_t sequence = must(place->end());
        std::vector<StoredRecord> stored;
        for (const auto& record : records) stored.push_back({sequence++, record});
        ASSERT_TRUE(place->append(std::move(stored)));
        ASSERT_TRUE(place->sync());
    }

    static platform::Result<cli::Transferred> copy(const cli::LogAddress& from,
                                                   const cli::LogAddress& to) {
        const auto source = must(cli::open_source(from));
        const auto target = must(cli::open_target(to, copies));
        return cli::transfer(*source, *target, quiet);
    }

    static std::string digest(const cli::LogAddress& address) {
        const auto place = must(cli::open_source(address));
        return must(cli::digest_of(*place, must(place->end()), quiet));
    }

    static std::string refusal(const cli::LogAddress& from, const cli::LogAddress& to) {
        const auto copied = copy(from, to);
        EXPECT_FALSE(copied);
        if (copied) return {};
        EXPECT_EQ(copied.error().code, Errc::invalid);
        return copied.error().detail;
    }

    support::TemporaryDirectory folder;
};

TEST_F(LogTransfer, KeepsEveryByteFromAnEmbeddedLogToAFileAndBack) {
    const auto records = odd_records();
    fill(embedded("a"), records);
    const auto there = must(copy(embedded("a"), file("b")));
    const auto back = must(copy(file("b"), embedded("c")));

    EXPECT_EQ(there.copied, records.size());
    EXPECT_EQ(there.found, 0U);
    EXPECT_EQ(there.sha256, back.sha256);
    EXPECT_EQ(there.sha256, digest(embedded("a")));
    EXPECT_EQ(there.sha256, digest(file("b")));
    EXPECT_EQ(there.sha256, digest(embedded("c")));
    auto log = must(platform::event_log::EmbeddedLog::open(folder / "c"));
    const auto read = must(log->read(0, records.size(), std::size_t{1} << 40));
    ASSERT_EQ(read.size(), records.size());
    for (std::size_t i = 0; i < records.size(); ++i)
        EXPECT_EQ(cli::difference(records[i], read[i].record), "") << i;
}

TEST_F(LogTransfer, GoesOnWhereTheTargetIsTheStartOfTheSource) {
    const auto records = odd_records();
    fill(embedded("a"), records);
    for (const std::size_t held : {std::size_t{1}, std::size_t{1'200}, records.size()}) {
        const auto target = file(std::to_string(held));
        fill(target, {records.begin(), records.begin() + static_cast<std::ptrdiff_t>(held)});
        const auto copied = must(copy(embedded("a"), target));
        EXPECT_EQ(copied.found, held);
        EXPECT_EQ(copied.copied, records.size() - held);
        EXPECT_EQ(copied.sha256, digest(target));
    }
}

TEST_F(LogTransfer, GoesOnAfterALineThatWasTornInTheMiddle) {
    fill(embedded("a"), odd_records());
    must(copy(embedded("a"), file("b")));
    const auto path = file("b").path;
    fs::resize_file(path, fs::file_size(path) - 5);
    EXPECT_FALSE(cli::open_source(file("b")));
    const auto copied = must(copy(embedded("a"), file("b")));
    EXPECT_EQ(copied.copied, 1U);
    EXPECT_EQ(copied.sha256, digest(file("b")));
}

TEST_F(LogTransfer, RefusesATargetThatIsNotTheStartOfTheSource) {
    const Record record{"key", "{\"n\":1}", {{"a", "1"}}, 7};
    fill(embedded("a"), {record, record});
    struct Row {
        const char* name;
        Record second;
        const char* words;
    } const rows[] = {
        {"key",
         {"kex", "{\"n\":1}", {{"a", "1"}}, 7},
         "record 1: the key differs from byte 2 on (3 bytes in the source, 3 in the target)"},
        {"value",
         {"key", "{\"n\":12}", {{"a", "1"}}, 7},
         "the value differs from byte 6 on (7 bytes in the source, 8 in the target)"        },
        {"headers",
         {"key", "{\"n\":1}", {}, 7},
         "there are 1 headers in the source, 0 in the target"                               },
        {"name",    {"key", "{\"n\":1}", {{"b", "1"}}, 7}, "the name of header 1 differs"   },
        {"content", {"key", "{\"n\":1}", {{"a", ""}}, 7},  "the value of header 1 differs"  },
        {"time",
         {"key", "{\"n\":1}", {{"a", "1"}}, 8},
         "the timestamp is 7 in the source, 8 in the target"                                },
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        fill(file(row.name), {record, row.second});
        const auto before = digest(file(row.name));
        const auto words = refusal(embedded("a"), file(row.name));
        EXPECT_NE(words.find(row.words), std::string::npos) << words;
        EXPECT_EQ(digest(file(row.name)), before);
    }
    fill(embedded("long"), {record, record, record});
    EXPECT_NE(refusal(embedded("a"), embedded("long")).find("the wrong way round"),
              std::string::npos);
}

TEST_F(LogTransfer, TellsAFolderOfASiteFromItsLog) {
    fill(embedded("site/log"), odd_records());
    for (const auto& opened : {cli::open_source(embedded("site")).error(),
                               cli::open_target(embedded("site"), copies).error()}) {
        EXPECT_EQ(opened.code, Errc::invalid);
        EXPECT_NE(opened.detail.find("embedded:" + (folder / "site/log")), std::string::npos);
    }
    std::ofstream{folder / "site/other"} << "x";
    fs::remove_all(folder / "site/log");
    EXPECT_EQ(cli::open_target(embedded("site"), copies).error().code, Errc::invalid);
    EXPECT_EQ(cli::open_source(embedded("nowhere")).error().code, Errc::not_found);
    EXPECT_FALSE(fs::exists(folder / "nowhere"));
}

TEST_F(LogTransfer, LeavesALogInUseAlone) {
    fill(embedded("a"), odd_records());
    const auto running = must(platform::event_log::EmbeddedLog::open(folder / "a"));
    EXPECT_EQ(cli::open_source(embedded("a")).error().code, Errc::unavailable);
    EXPECT_EQ(cli::open_target(embedded("a"), copies).error().code, Errc::unavailable);
}

TEST(LogAddress, HasTheFormsThatTheHelpShows) {
    EXPECT_EQ(must(cli::parse_log_address("embedded:a/b")).path, "a/b");
    EXPECT_EQ(must(cli::parse_log_address("a/b.ndjson")).path, "a/b.ndjson");
    const auto kafka = must(cli::parse_log_address("kafka://a:1,b:2/site")).kafka;
    EXPECT_EQ(kafka.bootstrap, "a:1,b:2");
    EXPECT_EQ(kafka.prefix, "site");
    for (const char* text : {"", "embedded:", ".ndjson", "a/b", "a.json", "kafka://a:1",
                             "kafka://a/site", "kafka://a:1/", "kafka:///site"})
        EXPECT_EQ(cli::parse_log_address(text).error().code, Errc::invalid) << text;
}

}  // namespace
