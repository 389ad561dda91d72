// SPDX-License-Identifier: EUPL-1.2
#include "platform/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>

namespace tests {
namespace {

using platform::WorkerPool;

TEST(WorkerPool, RunsEveryTaskBeforeItEnds) {
    std::atomic<int> done = 0;
    {
        WorkerPool pool{3, 1000};
        for (int i = 0; i < 1000; ++i) ASSERT_TRUE(pool.post([&] { ++done; }));
    }
    EXPECT_EQ(done, 1000);
}

TEST(WorkerPool, RefusesATaskWhenTheQueueIsFull) {
    std::promise<void> started;
    std::promise<void> go_on;
    std::atomic<int> done = 0;
    {
        WorkerPool pool{1, 2};
        ASSERT_TRUE(pool.post([&] {
            started.set_value();
            go_on.get_future().wait();
        }));
        started.get_future().wait();
        EXPECT_TRUE(pool.post([&] { ++done; }));
        EXPECT_TRUE(pool.post([&] { ++done; }));
        EXPECT_FALSE(pool.post([&] { ++done; }));
        go_on.set_value();
    }
    EXPECT_EQ(done, 2);
}

TEST(WorkerPool, RunsTasksOnSeveralThreadsAtOnce) {
    std::promise<void> first;
    std::promise<void> second;
    WorkerPool pool{2, 2};
    ASSERT_TRUE(pool.post([&] {
        first.set_value();
        second.get_future().wait();
    }));
    ASSERT_TRUE(pool.post([&] {
        first.get_future().wait();
        second.set_value();
    }));
}

TEST(WorkerPool, SurvivesATaskThatThrows) {
    std::atomic<int> done = 0;
    {
        WorkerPool pool{1, 10};
        ASSERT_TRUE(pool.post([] { throw std::runtime_error{"no"}; }));
        ASSERT_TRUE(pool.post([] { throw 1; }));
        ASSERT_TRUE(pool.post([&] { ++done; }));
    }
    EXPECT_EQ(done, 1);
}

}  // namespace
}  // namespace tests
