// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "domain/codec/event_json.hpp"
#include "platform/event_log/memory_log.hpp"
#include "projector/log_check.hpp"
#include "projector/projector.hpp"
#include "tests/component/projector/random_log.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::projector {
namespace {

using platform::event_log::MemoryLog;
using ::projector::check_same_log;
using ::projector::Projector;

std::string event(const std::string& id) {
    support::EventText text;
    text.type = domain::event_type::policy_defined;
    text.data = support::policy_data("CH-001");
    text.id = id;
    return support::cloud_event(text);
}

std::string engine_raised(std::uint32_t engine) {
    support::EventText text;
    text.type = domain::event_type::engine_raised;
    text.data = "{\"engine\":" + std::to_string(engine) + "}";
    text.id = "raise";
    text.recorded.clear();
    return support::cloud_event(text);
}

class LogCheck : public testing::Test {
protected:
    void SetUp() override {
        append(log, domain::codec::encode_log_opened("one"));
        append(log, event("1"));
        append(log, event("2"));
        store = make_store(folder.path() / "store", log);
    }

    support::TemporaryDirectory folder;
    MemoryLog log;
    std::unique_ptr<::projector::read_model::Store> store;
};

TEST_F(LogCheck, AcceptsTheLogThatTheStoreWasBuiltFrom) {
    EXPECT_TRUE(check_same_log(*store, log));
    append(log, event("3"));
    EXPECT_TRUE(check_same_log(*store, log));
}

TEST_F(LogCheck, RefusesAnotherLogAndSaysWhatToDo) {
    MemoryLog other;
    append(other, domain::codec::encode_log_opened("two"));
    append(other, event("1"));
    append(other, event("2"));
    const auto status = check_same_log(*store, other);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, platform::Errc::invalid);
    EXPECT_NE(status.error().detail.find("another log"), std::string::npos);
    EXPECT_NE(status.error().detail.find("delete the read model"), std::string::npos);
}

TEST_F(LogCheck, RefusesALogThatLostItsEnd) {
    MemoryLog shorter;
    append(shorter, domain::codec::encode_log_opened("one"));
    append(shorter, event("1"));
    const auto status = check_same_log(*store, shorter);
    ASSERT_FALSE(status);
    EXPECT_NE(status.error().detail.find("ahead of the log"), std::string::npos);
}

TEST_F(LogCheck, RefusesALogWhoseLastAppliedRecordDiffers) {
    MemoryLog altered;
    append(altered, domain::codec::encode_log_opened("one"));
    append(altered, event("1"));
    append(altered, event("other"));
    EXPECT_FALSE(check_same_log(*store, altered));
}

TEST_F(LogCheck, StopsBeforeAnEngineThatItDoesNotKnow) {
    append(log, engine_raised(2));
    append(log, event("3"));
    Projector projector{*store, log};
    const auto status = projector.catch_up();
    ASSERT_FALSE(status);
    EXPECT_NE(status.error().detail.find("install a newer version"), std::string::npos);
    EXPECT_EQ(store->published()->head.next, 3U);
}

TEST_F(LogCheck, GoesOnAfterARecordOfAnUnknownType) {
    support::EventText unknown;
    unknown.type = "fr.barometre.unknown.v9";
    unknown.data = "{}";
    append(log, support::cloud_event(unknown));
    append(log, event("3"));
    Projector projector{*store, log};
    ASSERT_TRUE(projector.catch_up());
    EXPECT_EQ(store->published()->head.next, 5U);
}

TEST(Log, ThatIsNotOpenedIsNotFolded) {
    const support::TemporaryDirectory folder;
    MemoryLog log;
    append(log, event("1"));
    auto store =
        support::must(::projector::read_model::Store::open((folder.path() / "store").string()));
    Projector projector{*store, log};
    const auto status = projector.catch_up();
    ASSERT_FALSE(status);
    EXPECT_NE(status.error().detail.find("log.opened"), std::string::npos);
}

}  // namespace
}  // namespace tests::projector
