// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <future>

#include "domain/codec/event_json.hpp"
#include "platform/event_log/memory_log.hpp"
#include "projector/projector.hpp"
#include "tests/component/projector/random_log.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::projector {
namespace {

using ::projector::Projector;

class Waiting : public testing::Test {
protected:
    void SetUp() override {
        append(log, domain::codec::encode_log_opened("one"));
        store =
            support::must(::projector::read_model::Store::open((folder.path() / "store").string()));
        projector = std::make_unique<Projector>(*store, log);
        projector->start([](const platform::Error& error) { ADD_FAILURE() << error.detail; });
    }

    std::future<bool> wait_for(domain::Sequence position, std::chrono::milliseconds timeout) {
        auto told = std::make_shared<std::promise<bool>>();
        projector->wait_for(position, timeout, [told](bool reached) { told->set_value(reached); });
        return told->get_future();
    }

    static constexpr std::chrono::milliseconds long_time{20'000};

    support::TemporaryDirectory folder;
    platform::event_log::MemoryLog log;
    std::unique_ptr<::projector::read_model::Store> store;
    std::unique_ptr<Projector> projector;
};

TEST_F(Waiting, IsToldOnceThePositionIsApplied) {
    EXPECT_TRUE(wait_for(0, long_time).get());
    auto later = wait_for(1, long_time);
    append(log, "{}");
    EXPECT_TRUE(later.get());
    EXPECT_EQ(store->published()->head.next, 2U);
    EXPECT_EQ(projector->lag(), 0U);
}

TEST_F(Waiting, IsToldWhenTheTimeIsUp) {
    EXPECT_FALSE(wait_for(5, std::chrono::milliseconds{1}).get());
}

TEST_F(Waiting, IsToldWhenTheProjectorStops) {
    auto waiting = wait_for(5, long_time);
    projector->stop();
    EXPECT_FALSE(waiting.get());
    EXPECT_FALSE(wait_for(5, long_time).get());
}

TEST_F(Waiting, IsLiveAtOnceWhereEverythingIsApplied) {
    EXPECT_TRUE(wait_for(0, long_time).get());
    projector->stop();
    Projector again{*store, log};
    again.start([](const platform::Error& error) { ADD_FAILURE() << error.detail; });
    EXPECT_EQ(again.not_live(), std::nullopt);
}

}  // namespace
}  // namespace tests::projector
