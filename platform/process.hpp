// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <mutex>
#include <optional>

#include "platform/result.hpp"

namespace platform {

// A program that serves until it is told to stop. One per process, made before its first thread:
// from then on SIGTERM and SIGINT only end wait(), and memory is kept in few malloc arenas.
class ServingProcess {
public:
    ServingProcess();
    ServingProcess(const ServingProcess&) = delete;
    ServingProcess& operator=(const ServingProcess&) = delete;

    // The program can go on no more: logs why and ends wait(). Threads: any.
    void fail(const Error& error);

    // Waits for SIGTERM, SIGINT or fail(), also one that came before. Once.
    // Errors: what fail() was told first; the process should then exit with another status than 0.
    Status wait();

private:
    std::mutex mutex_;
    std::optional<Error> failure_;
};

}  // namespace platform
