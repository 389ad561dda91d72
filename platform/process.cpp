// SPDX-License-Identifier: EUPL-1.2
#include "platform/process.hpp"

#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "platform/logging.hpp"

namespace platform {
namespace {

constexpr int malloc_arenas_max = 2;

sigset_t stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    return signals;
}

}  // namespace

ServingProcess::ServingProcess() {
    // Each arena of glibc keeps what its busiest moment took; few threads here need one of their
    // own.
    mallopt(M_ARENA_MAX, malloc_arenas_max);
    // Threads inherit the mask, so that only sigwait() below sees these.
    const sigset_t signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

void ServingProcess::fail(const Error& error) {
    log(Level::error, "the process stops",
        {
            {"why", error.detail}
    });
    {
        const std::lock_guard lock{mutex_};
        if (!failure_) failure_ = error;
    }
    ::kill(::getpid(), SIGTERM);
}

Status ServingProcess::wait() {
    const sigset_t signals = stop_signals();
    int signal = 0;
    sigwait(&signals, &signal);
    const std::lock_guard lock{mutex_};
    if (failure_) return *failure_;
    return {};
}

}  // namespace platform
