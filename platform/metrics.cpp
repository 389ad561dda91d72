// SPDX-License-Identifier: EUPL-1.2
#include "platform/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>

namespace platform {

namespace {

constexpr std::string_view type_names[] = {"counter", "gauge", "histogram"};

[[maybe_unused]] bool is_name(std::string_view text) {
    const auto letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return !text.empty() && letter(text.front()) &&
           std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || digit(c); });
}

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        if (c == '\\') {
            out.append("\\\\");
        } else if (c == '"') {
            out.append("\\\"");
        } else if (c == '\n') {
            out.append("\\n");
        } else {
            out.push_back(c);
        }
    }
}

void append_help(std::string& out, std::string_view text) {
    for (const char c : text) {
        if (c == '\\') {
            out.append("\\\\");
        } else if (c == '\n') {
            out.append("\\n");
        } else {
            out.push_back(c);
        }
    }
}

std::string number(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
    return fmt::format("{}", value);
}

void append_line(std::string& out, std::string_view name, const Labels& labels,
                 std::string_view value) {
    out.append(name);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        out.push_back(i == 0 ? '{' : ',');
        out.append(labels[i].first).append("=\"");
        append_escaped(out, labels[i].second);
        out.push_back('"');
    }
    if (!labels.empty()) out.push_back('}');
    out.push_back(' ');
    out.append(value);
    out.push_back('\n');
}

void append_histogram(std::string& out, std::string_view name, const Labels& labels,
                      const Histogram& histogram) {
    const auto counts = histogram.counts();
    auto bounded = labels;
    bounded.emplace_back("le", "");
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        total += counts[i];
        const bool last = i == histogram.upper_bounds().size();
        bounded.back().second =
            number(last ? std::numeric_limits<double>::infinity() : histogram.upper_bounds()[i]);
        append_line(out, fmt::format("{}_bucket", name), bounded, std::to_string(total));
    }
    append_line(out, fmt::format("{}_sum", name), labels, number(histogram.sum()));
    append_line(out, fmt::format("{}_count", name), labels, std::to_string(total));
}

}  // namespace

Histogram::Histogram(std::vector<double> upper_bounds)
    : upper_bounds_(std::move(upper_bounds)), counts_(upper_bounds_.size() + 1) {
    assert(std::adjacent_find(upper_bounds_.begin(), upper_bounds_.end(), std::greater_equal<>{}) ==
           upper_bounds_.end());
    assert(std::all_of(upper_bounds_.begin(), upper_bounds_.end(),
                       [](double bound) { return std::isfinite(bound); }));
}

void Histogram::observe(double value) noexcept {
    const auto place = std::lower_bound(upper_bounds_.begin(), upper_bounds_.end(), value);
    counts_[static_cast<std::size_t>(place - upper_bounds_.begin())].fetch_add(
        1, std::memory_order_relaxed);
    sum_.fetch_add(value, std::memory_order_relaxed);
}

std::vector<std::uint64_t> Histogram::counts() const {
    std::vector<std::uint64_t> counts;
    counts.reserve(counts_.size());
    for (const auto& count : counts_) counts.push_back(count.load(std::memory_order_relaxed));
    return counts;
}

template <class T, class... Arguments>
T& Metrics::registered(Family description, Labels labels, Arguments&&... arguments) {
    assert(is_name(description.name));
    assert(std::all_of(labels.begin(), labels.end(),
                       [](const auto& label) { return is_name(label.first); }));
    const std::lock_guard lock{mutex_};
    auto family = std::find_if(families_.begin(), families_.end(),
                               [&](const Family& known) { return known.name == description.name; });
    if (family == families_.end())
        family = families_.insert(families_.end(), std::move(description));

    // std::get throws on another type under the same name: a bug, met at start.
    for (auto& series : family->series)
        if (series.labels == labels) return *std::get<std::unique_ptr<T>>(series.metric);
    auto metric = std::make_unique<T>(std::forward<Arguments>(arguments)...);
    auto& made = *metric;
    assert(family->series.empty() ||
           std::holds_alternative<std::unique_ptr<T>>(family->series.front().metric));
    family->series.push_back({std::move(labels), std::move(metric)});
    return made;
}

Counter& Metrics::counter(std::string_view name, std::string_view help, Labels labels) {
    return registered<Counter>({std::string(name), std::string(help), {}}, std::move(labels));
}

Gauge& Metrics::gauge(std::string_view name, std::string_view help, Labels labels) {
    return registered<Gauge>({std::string(name), std::string(help), {}}, std::move(labels));
}

Histogram& Metrics::histogram(std::string_view name, std::string_view help,
                              std::vector<double> upper_bounds, Labels labels) {
    return registered<Histogram>({std::string(name), std::string(help), {}}, std::move(labels),
                                 std::move(upper_bounds));
}

void Metrics::append_series(std::string& out, const Family& family, const Series& series) {
    if (const auto* counter = std::get_if<std::unique_ptr<Counter>>(&series.metric))
        append_line(out, family.name, series.labels, std::to_string((*counter)->value()));
    else if (const auto* gauge = std::get_if<std::unique_ptr<Gauge>>(&series.metric))
        append_line(out, family.name, series.labels, number((*gauge)->value()));
    else
        append_histogram(out, family.name, series.labels,
                         *std::get<std::unique_ptr<Histogram>>(series.metric));
}

std::string Metrics::text() const {
    const std::lock_guard lock{mutex_};
    std::string out;
    for (const auto& family : families_) {
        out.append("# HELP ").append(family.name).push_back(' ');
        append_help(out, family.help);
        out.append("\n# TYPE ").append(family.name).push_back(' ');
        out.append(type_names[family.series.front().metric.index()]).push_back('\n');
        for (const auto& series : family.series) append_series(out, family, series);
    }
    return out;
}

}  // namespace platform
