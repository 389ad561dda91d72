// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace platform {

// How many times something happened since the start. Threads: any.
class Counter {
public:
    void add(std::uint64_t times = 1) noexcept {
        value_.fetch_add(times, std::memory_order_relaxed);
    }
    std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

// A level that goes up and down. Threads: any.
class Gauge {
public:
    void set(double value) noexcept { value_.store(value, std::memory_order_relaxed); }
    void add(double change) noexcept { value_.fetch_add(change, std::memory_order_relaxed); }
    double value() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<double> value_{0};
};

// How observations spread over fixed ranges. Threads: any.
class Histogram {
public:
    // Precondition: `upper_bounds` are finite and strictly ascending; a last one without limit is
    // added.
    explicit Histogram(std::vector<double> upper_bounds);

    // Counts `value` in the first range whose bound is at or above it.
    void observe(double value) noexcept;

    const std::vector<double>& upper_bounds() const noexcept { return upper_bounds_; }
    // Observations in each range alone, the one without limit last.
    std::vector<std::uint64_t> counts() const;
    double sum() const noexcept { return sum_.load(std::memory_order_relaxed); }

private:
    std::vector<double> upper_bounds_;
    std::vector<std::atomic<std::uint64_t>> counts_;
    std::atomic<double> sum_{0};
};

// Names and values, as in {{"route", "/v1/events"}, {"method", "POST"}}.
using Labels = std::vector<std::pair<std::string, std::string>>;

inline constexpr std::string_view metrics_content_type = "text/plain; version=0.0.4; charset=utf-8";

// The metrics of one program, and their Prometheus text. What is registered stays where it is as
// long as the registry: keep the reference. The same name and labels give the same metric again.
// Precondition of each registration: names as Prometheus takes them; one name has one type.
// Threads: any.
class Metrics {
public:
    Metrics() = default;
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    Counter& counter(std::string_view name, std::string_view help, Labels labels = {});
    Gauge& gauge(std::string_view name, std::string_view help, Labels labels = {});
    Histogram& histogram(std::string_view name, std::string_view help,
                         std::vector<double> upper_bounds, Labels labels = {});

    // The page of /metrics, of metrics_content_type, in the order of registration.
    std::string text() const;

private:
    using Metric =
        std::variant<std::unique_ptr<Counter>, std::unique_ptr<Gauge>, std::unique_ptr<Histogram>>;
    struct Series {
        Labels labels;
        Metric metric;
    };
    struct Family {
        std::string name;
        std::string help;
        std::vector<Series> series;
    };

    template <class T, class... Arguments>
    T& registered(Family description, Labels labels, Arguments&&... arguments);
    static void append_series(std::string& out, const Family& family, const Series& series);

    mutable std::mutex mutex_;
    std::vector<Family> families_;
};

}  // namespace platform
