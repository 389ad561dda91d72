// SPDX-License-Identifier: EUPL-1.2
#include "projector/projector_metrics.hpp"

#include <string>
#include <vector>

namespace projector {
namespace {

constexpr std::array stage_names{"fetch", "decode", "fold", "write"};

// Units: seconds.
std::vector<double> stage_bounds() {
    return {0.0001, 0.001, 0.01, 0.1, 1, 10};
}

}  // namespace

ProjectorMetrics::ProjectorMetrics(platform::Metrics& metrics) {
    for (std::size_t i = 0; i < outcomes_.size(); ++i) {
        const std::string name{name_of(static_cast<domain::OutcomeKind>(i))};
        outcomes_[i] =
            &metrics.counter("barometre_outcomes_total", "Records decided since the start",
                             {
                                 {"outcome", name}
        });
    }
    for (std::size_t i = 0; i < stages_.size(); ++i)
        stages_[i] = &metrics.histogram("barometre_projector_stage_seconds",
                                        "What the batches of the projector took", stage_bounds(),
                                        {
                                            {"stage", stage_names[i]}
        });
}

void ProjectorMetrics::decided(domain::OutcomeKind outcome) noexcept {
    outcomes_[static_cast<std::size_t>(outcome)]->add();
}

void ProjectorMetrics::took(Stage stage, std::chrono::steady_clock::duration time) noexcept {
    stages_[static_cast<std::size_t>(stage)]->observe(std::chrono::duration<double>(time).count());
}

}  // namespace projector
