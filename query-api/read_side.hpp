// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "domain/instant.hpp"
#include "domain/measure.hpp"
#include "projector/read_model/store.hpp"
#include "projector/signed_log.hpp"

namespace query_api {

// Limits of the answers that are streamed.
struct StreamLimits {
    // Open at once, replays and live ones together.
    std::size_t open_max = 128;
    // How long a live one is silent at most.
    std::chrono::milliseconds heartbeat{15'000};
};

// What the read API is given.
struct ReadSide {
    const projector::read_model::Store& store;
    // As projector::Projector::wait_for().
    std::function<void(domain::Sequence, std::chrono::milliseconds, std::function<void(bool)>)>
        wait_for;
    // The present time. Threads: any.
    std::function<domain::Instant()> clock;
    // Why /readyz is 503, in English; nothing when ready. Threads: any.
    std::function<std::optional<std::string>()> not_ready;
    // What may be shown of the log itself, if that is published here; it outlives the reads.
    const projector::SignedLog* signed_log = nullptr;
    StreamLimits streams = {};
};

}  // namespace query_api
