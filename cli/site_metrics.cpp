// SPDX-License-Identifier: EUPL-1.2
#include "cli/site_metrics.hpp"

#include <string>

namespace cli {
namespace {

constexpr double microseconds_per_second = 1e6;

double property(const projector::read_model::Store& store, std::string_view name) {
    return static_cast<double>(store.database().property(name).value_or(0));
}

}  // namespace

SiteMetrics::SiteMetrics(platform::event_log::EventLog& log,
                         const projector::read_model::Store& store)
    : log_(log),
      store_(store),
      log_records_(metrics_.gauge("barometre_log_records", "Records in the log")),
      applied_records_(metrics_.gauge("barometre_applied_records", "Records that can be read")),
      last_record_seconds_(metrics_.gauge("barometre_last_record_timestamp_seconds",
                                          "Time of the last record applied")),
      write_stopped_(metrics_.gauge("barometre_read_model_write_stopped",
                                    "1 while RocksDB stops the writes of the read model")),
      delayed_write_rate_(
          metrics_.gauge("barometre_read_model_delayed_write_bytes_per_second",
                         "Rate to which RocksDB slows the writes of the read model, 0 for none")),
      scrapes_(metrics_.counter("barometre_metrics_scrapes_total", "Times this page was made")) {}

platform::http::Route SiteMetrics::route() {
    const auto answer = [this](const platform::http::Request&,
                               const platform::http::Respond& respond) {
        const auto published = store_.published();
        log_records_.set(static_cast<double>(log_.end()));
        applied_records_.set(static_cast<double>(published->head.next));
        last_record_seconds_.set(static_cast<double>(published->head.time.microseconds()) /
                                 microseconds_per_second);
        write_stopped_.set(property(store_, "rocksdb.is-write-stopped"));
        delayed_write_rate_.set(property(store_, "rocksdb.actual-delayed-write-rate"));
        scrapes_.add();
        platform::http::Response response;
        response.content_type = platform::metrics_content_type;
        response.body = metrics_.text();
        respond(std::move(response));
    };
    return {platform::http::Method::get, "/metrics", 0, answer};
}

}  // namespace cli
