// SPDX-License-Identifier: EUPL-1.2
#include "platform/process.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <thread>

namespace {

using platform::Errc;
using platform::Error;
using platform::ServingProcess;

// In a process of its own: signals belong to the whole of it.
[[noreturn]] void exit_after_serving(void (*meanwhile)(ServingProcess&)) {
    ServingProcess process;
    std::thread other{[&] { meanwhile(process); }};
    const auto ended = process.wait();
    other.join();
    ::_exit(ended ? 0 : static_cast<int>(ended.error().code) + 10);
}

TEST(ServingProcessDeathTest, EndsWellWhenItIsToldToStop) {
    for (const int signal : {SIGTERM, SIGINT}) {
        static int sent;
        sent = signal;
        EXPECT_EXIT(exit_after_serving([](ServingProcess&) { ::kill(::getpid(), sent); }),
                    testing::ExitedWithCode(0), "");
    }
}

TEST(ServingProcessDeathTest, EndsWithTheFirstFailureOfAnotherThread) {
    EXPECT_EXIT(exit_after_serving([](ServingProcess& process) {
                    process.fail(Error{Errc::corrupt, "the first"});
                    process.fail(Error{Errc::io, "the second"});
                }),
                testing::ExitedWithCode(static_cast<int>(Errc::corrupt) + 10),
                "the process stops.*the first");
}

TEST(ServingProcessDeathTest, KeepsASignalThatCameBeforeItWaits) {
    EXPECT_EXIT(
        {
            ServingProcess process;
            ::kill(::getpid(), SIGTERM);
            ::_exit(process.wait() ? 0 : 1);
        },
        testing::ExitedWithCode(0), "");
}

}  // namespace
