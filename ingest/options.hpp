// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <cstdint>

namespace ingest {

// Which events are taken: what happens now, or the past of another system with its own times.
enum class Mode : std::uint8_t { live, history_load };

struct Options {
    using Mode = ingest::Mode;

    Mode mode = Mode::live;
    // How long a request waits for its outcome when it says nothing (Prefer); 0 = not at all.
    std::chrono::milliseconds default_wait{5'000};
};

}  // namespace ingest
