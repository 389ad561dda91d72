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
        append(log_, domain::codec::encode_log_opened("one"));
        store_ = support::must(
            ::projector::read_model::Store::open((folder_.path() / "store").string()));
        projector_ = std::make_unique<Projector>(*store_, log_);
        projector_->start([](const platform::Error& error) { ADD_FAILURE() << error.detail; });
    }

    std::future<bool> wait_for(domain::Sequence position, std::chrono::milliseconds timeout) {
        auto told = std::make_shared<std::promise<bool>>();
        projector_->wait_for(position, timeout, [told](bool reached) { told->set_value(reached); });
        return told->get_future();
    }

    static constexpr std::chrono::milliseconds long_time{20'000};

    support::TemporaryDirectory folder_;
    platform::event_log::MemoryLog log_;
    std::unique_ptr<::projector::read_model::Store> store_;
    std::unique_ptr<Projector> projector_;
};

TEST_F(Waiting, IsToldOnceThePositionIsApplied) {
    EXPECT_TRUE(wait_for(0, long_time).get());
    auto later = wait_for(1, long_time);
    append(log_, "{}");
    EXPECT_TRUE(later.get());
    EXPECT_EQ(store_->published()->head.next, 2U);
    EXPECT_EQ(projector_->lag(), 0U);
}

TEST_F(Waiting, IsToldWhenTheTimeIsUp) {
    EXPECT_FALSE(wait_for(5, std::chrono::milliseconds{1}).get());
}

TEST_F(Waiting, IsToldWhenTheProjectorStops) {
    auto waiting = wait_for(5, long_time);
    projector_->stop();
    EXPECT_FALSE(waiting.get());
    EXPECT_FALSE(wait_for(5, long_time).get());
}

}  // namespace
}  // namespace tests::projector
