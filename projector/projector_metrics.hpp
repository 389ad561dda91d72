// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "domain/event.hpp"
#include "platform/metrics.hpp"

namespace projector {

// What is done with each batch of records, in this order.
enum class Stage : std::uint8_t { fetch, decode, fold, write };

// What a projector tells of its work, on a page of metrics. Threads: any.
class ProjectorMetrics {
public:
    // `metrics` outlives this.
    explicit ProjectorMetrics(platform::Metrics& metrics);

    // One record was decided.
    void decided(domain::OutcomeKind outcome) noexcept;
    // One batch took `time` in `stage`.
    void took(Stage stage, std::chrono::steady_clock::duration time) noexcept;

private:
    static constexpr std::size_t outcome_count = 4;
    static constexpr std::size_t stage_count = 4;

    std::array<platform::Counter*, outcome_count> outcomes_{};
    std::array<platform::Histogram*, stage_count> stages_{};
};

}  // namespace projector
