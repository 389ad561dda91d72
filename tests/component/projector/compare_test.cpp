// SPDX-License-Identifier: EUPL-1.2
#include "projector/compare.hpp"

#include <gtest/gtest.h>

#include "domain/codec/event_json.hpp"
#include "domain/codec/row.hpp"
#include "platform/event_log/memory_log.hpp"
#include "projector/read_model/schema.hpp"
#include "projector/read_model/words.hpp"
#include "tests/component/projector/random_log.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::projector {
namespace {

using ::projector::compare;
using ::projector::Difference;
using namespace ::projector::read_model;

std::string defined(std::string_view type, std::string data) {
    support::EventText text;
    text.type = type;
    text.data = std::move(data);
    text.id = "e" + std::to_string(text.data.size());
    return support::cloud_event(text);
}

// The figure 49 of one department, which rolls up.
std::vector<std::string> houses() {
    support::RowText row;
    row.indicator = "IND-302";
    row.territory = "DEPT-35";
    row.kind = "actual";
    row.date = "2024-06-30";
    row.value = "49";
    return {
        defined(domain::event_type::policy_defined, support::policy_data("CH-001")),
        defined(domain::event_type::indicator_defined,
                support::indicator_data("IND-302", "CH-001", support::rolled_up_members("sum"))),
        defined(domain::event_type::measures_reported, support::measures_data({row}))};
}

class Comparison : public testing::Test {
protected:
    void SetUp() override {
        log = make_log(folder.path() / "log", houses());
        first = make_store(folder.path() / "first", *log);
        second = make_store(folder.path() / "second", *log);
    }

    void overwrite(std::size_t in, const std::string& key, const std::string& value) {
        platform::rocks::WriteBatch batch{second->database()};
        batch.put(in, key, value);
        ASSERT_TRUE(second->database().write(batch, platform::rocks::Sync::no));
    }

    // The first row of a family that the second store has.
    std::pair<std::string, std::string> row(std::size_t in) {
        auto cursor = second->database().cursor(in);
        cursor.seek("");
        return {std::string{cursor.key()}, std::string{cursor.value()}};
    }

    Difference found() { return support::must(compare(*first, *second)).value(); }

    support::TemporaryDirectory folder;
    std::unique_ptr<platform::event_log::EmbeddedLog> log;
    std::unique_ptr<Store> first;
    std::unique_ptr<Store> second;
};

TEST_F(Comparison, FindsNothingInStoresOfOneLog) {
    EXPECT_FALSE(support::must(compare(*first, *second)));
}

TEST_F(Comparison, NamesTheFirstCellThatDiffersInWords) {
    auto [key, value] = row(family::values);
    // A digit that shows: the last bytes are behind the ninth.
    value[value.size() - 8] = '\1';
    overwrite(family::values, key, value);
    const auto difference = found();
    EXPECT_EQ(difference.family, "values");
    EXPECT_EQ(difference.key, "IND-302, NAT-FR, actual, 2024-06, since record 3");
    EXPECT_EQ(difference.first, "49, rolled up, import 3, 1 reported");
    EXPECT_NE(difference.second, difference.first);
    EXPECT_TRUE(difference.second.ends_with(", rolled up, import 3, 1 reported"));
}

TEST_F(Comparison, NamesARowThatOnlyOneHas) {
    overwrite(family::withdrawn, key::sequence(1), key::sequence(2));
    const auto difference = found();
    EXPECT_EQ(difference.family, "withdrawn");
    EXPECT_EQ(difference.key, "record 1");
    EXPECT_EQ(difference.first, "nothing");
    EXPECT_EQ(difference.second, "record 2");
}

TEST_F(Comparison, ShowsTheBytesWhereWordsAreEqual) {
    auto [key, value] = row(family::records);
    value.back() = '?';
    overwrite(family::records, key, value);
    const auto difference = found();
    EXPECT_EQ(difference.family, "records");
    EXPECT_EQ(difference.key, "record 0");
    EXPECT_TRUE(difference.first.starts_with("applied at 1970-01-01T00:00:00")) << difference.first;
    EXPECT_TRUE(difference.second.ends_with(": bytes 3f")) << difference.second;
    EXPECT_NE(difference.first, difference.second);
}

TEST_F(Comparison, RefusesTwoPositions) {
    append(*log, "{}");
    const auto longer = make_store(folder.path() / "longer", *log);
    const auto refused = compare(*first, *longer);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("holds 4 records and the other 5"), std::string::npos);
}

TEST_F(Comparison, RefusesTwoLogs) {
    platform::event_log::MemoryLog other;
    append(other, domain::codec::encode_log_opened("other"));
    for (const auto& event : houses()) append(other, event);
    const auto of_other = make_store(folder.path() / "other", other);
    const auto refused = compare(*first, *of_other);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("two logs, test and other"), std::string::npos);
}

TEST_F(Comparison, RefusesTwoEngines) {
    auto head = second->published()->head;
    head.engine = 2;
    overwrite(family::meta, "head", domain::codec::encode_head(head));
    second.reset();
    second = support::must(Store::open(folder / "second"));
    const auto refused = compare(*first, *second);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("two engines, 1 and 2"), std::string::npos);
}

TEST_F(Comparison, HasWordsForEveryRow) {
    for (std::size_t in = 0; in < family::meta; ++in) {
        auto cursor = first->database().cursor(in);
        for (cursor.seek(""); cursor.valid(); cursor.next()) {
            SCOPED_TRACE(family_names()[in]);
            EXPECT_FALSE(key_in_words(in, cursor.key()).starts_with("bytes "));
            if (!cursor.value().empty() && in != family::event_ids)
                EXPECT_FALSE(row_in_words(in, cursor.value()).starts_with("bytes "));
        }
    }
}

TEST(RowsInWords, ShowBytesThatNoEncoderWrote) {
    for (std::size_t in = 0; in < family::meta; ++in) {
        EXPECT_EQ(key_in_words(in, "\x01"), "bytes 01");
        if (in != family::catalogue) EXPECT_EQ(row_in_words(in, "\xff"), "bytes ff");
    }
}

}  // namespace
}  // namespace tests::projector
