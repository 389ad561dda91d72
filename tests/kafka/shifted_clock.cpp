// SPDX-License-Identifier: EUPL-1.2
// The wall clock of a C++ program, wrong by SHIFTED_CLOCK_SECONDS. It stands before that of the
// standard library; clocks that C libraries read to wait by, as librdkafka does, stay right.
#include <time.h>

#include <chrono>
#include <cstdlib>

namespace {

std::chrono::seconds shift() {
    const char* text = std::getenv("SHIFTED_CLOCK_SECONDS");
    return std::chrono::seconds{text == nullptr ? 0 : std::strtol(text, nullptr, 10)};
}

}  // namespace

std::chrono::system_clock::time_point std::chrono::system_clock::now() noexcept {
    timespec read{};
    ::clock_gettime(CLOCK_REALTIME, &read);
    return time_point{std::chrono::seconds{read.tv_sec} + std::chrono::nanoseconds{read.tv_nsec} +
                      shift()};
}
