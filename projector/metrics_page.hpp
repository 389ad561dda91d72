// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/instant.hpp"
#include "platform/event_log/event_log.hpp"
#include "platform/http/message.hpp"
#include "platform/metrics.hpp"
#include "projector/projector_metrics.hpp"
#include "projector/read_model/store.hpp"

namespace projector {

// What an operator watches of a read model and its log; levels are measured when they are asked
// for. Threads: any, but for add().
class MetricsPage {
public:
    MetricsPage();

    // Adds a level. Before route() is called.
    void add(std::string_view name, std::string_view help, std::function<double()> level);
    // Adds those of a store that follows a log; both outlive this. `clock` tells the present time.
    void add(platform::event_log::EventLog& log, const read_model::Store& store,
             std::function<domain::Instant()> clock);

    // Told by the projector, which this outlives.
    ProjectorMetrics& projector() { return projector_; }

    // GET /metrics, Prometheus text. This outlives it.
    // Needs the right `read`, where callers are identified.
    platform::http::Route route();

private:
    platform::Metrics metrics_;
    ProjectorMetrics projector_;
    std::vector<std::pair<platform::Gauge*, std::function<double()>>> levels_;
    platform::Counter& scrapes_;
};

}  // namespace projector
