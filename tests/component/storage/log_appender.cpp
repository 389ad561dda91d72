// SPDX-License-Identifier: EUPL-1.2
// Appends to the embedded log in the folder given, for ever, and prints the sequence of each record
// once it is acknowledged.
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>

#include "platform/event_log/embedded_log.hpp"

int main(int argc, char** argv) {
    if (argc != 2) return EXIT_FAILURE;
    auto log = platform::event_log::EmbeddedLog::open(argv[1]);
    if (!log) return EXIT_FAILURE;

    constexpr int in_flight_max = 64;
    std::atomic<int> in_flight{0};
    for (std::uint64_t i = (*log)->end();; ++i) {
        while (in_flight.load() >= in_flight_max)
            std::this_thread::sleep_for(std::chrono::microseconds{50});
        ++in_flight;
        (*log)->append({"key", "value " + std::to_string(i), {}, 0}, [&in_flight](auto place) {
            if (!place) std::_Exit(EXIT_FAILURE);
            const auto line = std::to_string(place->value()) + '\n';
            if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) std::_Exit(EXIT_FAILURE);
            --in_flight;
        });
    }
}
