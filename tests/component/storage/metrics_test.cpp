// SPDX-License-Identifier: EUPL-1.2
#include "platform/metrics.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace {

using namespace platform;

TEST(Metrics, AnEmptyRegistryHasAnEmptyPage) {
    EXPECT_EQ(Metrics{}.text(), "");
}

TEST(Metrics, WritesThePageThatPrometheusReads) {
    Metrics metrics;
    metrics
        .counter("requests_total", "Requests.",
                 {
                     {"route", "/v1/events"},
                     {"code",  "201"       }
    })
        .add(3);
    auto& lag = metrics.gauge("lag_records", "Records behind.");
    auto& seconds = metrics.histogram("write_seconds", "Time.",
                                      {
                                          0.1, 0.5
    },
                                      {{"kind", "sync"}});
    metrics
        .counter("requests_total", "Requests.",
                 {
                     {"route", "/v1/events"},
                     {"code",  "503"       }
    })
        .add();
    lag.set(7);
    lag.add(-2.5);
    for (const double value : {0.1, 0.25, 0.5, 4.0}) seconds.observe(value);

    EXPECT_EQ(metrics.text(),
              "# HELP requests_total Requests.\n"
              "# TYPE requests_total counter\n"
              "requests_total{route=\"/v1/events\",code=\"201\"} 3\n"
              "requests_total{route=\"/v1/events\",code=\"503\"} 1\n"
              "# HELP lag_records Records behind.\n"
              "# TYPE lag_records gauge\n"
              "lag_records 4.5\n"
              "# HELP write_seconds Time.\n"
              "# TYPE write_seconds histogram\n"
              "write_seconds_bucket{kind=\"sync\",le=\"0.1\"} 1\n"
              "write_seconds_bucket{kind=\"sync\",le=\"0.5\"} 3\n"
              "write_seconds_bucket{kind=\"sync\",le=\"+Inf\"} 4\n"
              "write_seconds_sum{kind=\"sync\"} 4.85\n"
              "write_seconds_count{kind=\"sync\"} 4\n");
}

TEST(Metrics, EscapesLabelsAndHelp) {
    Metrics metrics;
    metrics
        .gauge("g", "a\\b\n\"c\"",
               {
                   {"l", "a\\b\n\"c\""}
    })
        .set(-1);

    EXPECT_EQ(metrics.text(),
              "# HELP g a\\\\b\\n\"c\"\n# TYPE g gauge\ng{l=\"a\\\\b\\n\\\"c\\\"\"} -1\n");
}

TEST(Metrics, TheSameNameAndLabelsAreTheSameMetric) {
    Metrics metrics;
    auto& first = metrics.counter("c", "help",
                                  {
                                      {"l", "1"}
    });
    // Enough others that a registry which moves its metrics would show.
    for (int i = 0; i < 100; ++i) metrics.counter("c" + std::to_string(i), "help");

    EXPECT_EQ(&metrics.counter("c", "help",
                               {
                                   {"l", "1"}
    }),
              &first);
    EXPECT_NE(&metrics.counter("c", "help",
                               {
                                   {"l", "2"}
    }),
              &first);
}

TEST(Metrics, CountsEveryAddOfManyThreads) {
    Metrics metrics;
    auto& counter = metrics.counter("c", "help");
    auto& gauge = metrics.gauge("g", "help");
    auto& histogram = metrics.histogram("h", "help", {1});
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&] {
            for (int i = 0; i < 10'000; ++i) {
                counter.add();
                gauge.add(1);
                histogram.observe(i % 2 == 0 ? 1 : 2);
            }
        });
    for (int i = 0; i < 10; ++i) EXPECT_FALSE(metrics.text().empty());
    for (auto& thread : threads) thread.join();

    EXPECT_EQ(counter.value(), 40'000U);
    EXPECT_EQ(gauge.value(), 40'000);
    EXPECT_EQ(histogram.counts(), (std::vector<std::uint64_t>{20'000, 20'000}));
    EXPECT_EQ(histogram.sum(), 60'000);
}

}  // namespace
