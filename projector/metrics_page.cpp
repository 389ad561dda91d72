// SPDX-License-Identifier: EUPL-1.2
#include "projector/metrics_page.hpp"

#include <algorithm>
#include <string>

namespace projector {
namespace {

using platform::event_log::EventLog;
using read_model::Store;

constexpr double microseconds_per_second = 1e6;

double seconds(domain::Instant time) {
    return static_cast<double>(time.microseconds()) / microseconds_per_second;
}

double next_of(const Store& store) {
    return static_cast<double>(store.published()->head.next);
}

}  // namespace

MetricsPage::MetricsPage()
    : projector_(metrics_),
      scrapes_(metrics_.counter("barometre_metrics_scrapes_total", "Times this page was made")) {}

void MetricsPage::add(std::string_view name, std::string_view help, std::function<double()> level) {
    levels_.emplace_back(&metrics_.gauge(name, help), std::move(level));
}

void MetricsPage::add(EventLog& log, const Store& store, std::function<domain::Instant()> clock) {
    const auto time = [&store] { return seconds(store.published()->head.time); };
    add("barometre_log_records", "Records in the log",
        [&log] { return static_cast<double>(log.end()); });
    add("barometre_applied_records", "Records that can be read",
        [&store] { return next_of(store); });
    add("barometre_lag_records", "Records in the log that cannot be read yet", [&log, &store] {
        const double next = next_of(store);
        return std::max(static_cast<double>(log.end()) - next, 0.0);
    });
    add("barometre_last_record_timestamp_seconds", "Time of the last record applied", time);
    add("barometre_last_record_age_seconds",
        "Age of the last record applied, 0 before the first one with a time",
        [time, clock = std::move(clock)] {
            return time() > 0 ? std::max(seconds(clock()) - time(), 0.0) : 0.0;
        });
    const auto add_property = [&](std::string_view name, std::string_view help,
                                  std::string_view property) {
        add(name, help, [&store, property] {
            return static_cast<double>(store.database().property(property).value_or(0));
        });
    };
    add_property("barometre_read_model_write_stopped",
                 "1 while RocksDB stops the writes of the read model", "rocksdb.is-write-stopped");
    add_property("barometre_read_model_delayed_write_bytes_per_second",
                 "Rate to which RocksDB slows the writes of the read model, 0 for none",
                 "rocksdb.actual-delayed-write-rate");
    add("barometre_read_model_stalls", "Times RocksDB began to slow or stop the writes",
        [&store] { return static_cast<double>(store.database().stalls()); });
    add_property("barometre_read_model_bytes", "Size of the files of the read model",
                 "rocksdb.live-sst-files-size");
    add_property("barometre_read_model_pending_compaction_bytes",
                 "What RocksDB has to rewrite before its files are in shape",
                 "rocksdb.estimate-pending-compaction-bytes");
}

platform::http::Route MetricsPage::route() {
    const auto answer = [this](const platform::http::Request&,
                               const platform::http::Respond& respond) {
        for (auto& [gauge, level] : levels_) gauge->set(level());
        scrapes_.add();
        platform::http::Response response;
        response.content_type = platform::metrics_content_type;
        response.body = metrics_.text();
        respond(std::move(response));
    };
    return {platform::http::Method::get, "/metrics", 0, answer, {platform::access::Right::read}};
}

}  // namespace projector
