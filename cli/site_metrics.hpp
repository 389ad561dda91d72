// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "platform/event_log/event_log.hpp"
#include "platform/http/message.hpp"
#include "platform/metrics.hpp"
#include "projector/read_model/store.hpp"

namespace cli {

// What an operator watches of a site, measured when it is asked for.
// Threads: any.
class SiteMetrics {
public:
    // Both outlive this.
    SiteMetrics(platform::event_log::EventLog& log, const projector::read_model::Store& store);

    // GET /metrics, Prometheus text.
    platform::http::Route route();

private:
    platform::event_log::EventLog& log_;
    const projector::read_model::Store& store_;
    platform::Metrics metrics_;
    platform::Gauge& log_records_;
    platform::Gauge& applied_records_;
    platform::Gauge& last_record_seconds_;
    platform::Gauge& write_stopped_;
    platform::Gauge& delayed_write_rate_;
    platform::Counter& scrapes_;
};

}  // namespace cli
