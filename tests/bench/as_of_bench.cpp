// SPDX-License-Identifier: EUPL-1.2
#include <time.h>

#include <array>
#include <iostream>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "projector/read_model/view.hpp"
#include "query-api/history/audit_row.hpp"
#include "query-api/history/lineage.hpp"
#include "query-api/parameters.hpp"
#include "query-api/series_row.hpp"
#include "query-api/shown.hpp"
#include "query-api/state_row.hpp"
#include "tests/bench/benches.hpp"
#include "tests/bench/past_store.hpp"
#include "tests/bench/report.hpp"
#include "tests/vectors/support/temporary_directory.hpp"

namespace tests::bench {
namespace {

using domain::Instant;
using projector::read_model::View;

constexpr std::size_t few_corrections = 10;
constexpr std::size_t some_corrections = 1'000;
constexpr std::size_t many_corrections = 100'000;
constexpr std::size_t indicators_short = 60;
constexpr std::size_t indicators_full = 600;

constexpr std::size_t rounds_short = 20;
constexpr std::size_t rounds_full = 60;

query_api::ShownIndicator shown_in(View& view, const domain::FigureId& figure) {
    auto shown = query_api::shown_indicator(view, figure.indicator);
    if (!shown) throw std::runtime_error("the indicator is not shown");
    return std::move(*shown);
}

// What is read; each returns whether there was a figure.
bool read_state(View& view, const domain::FigureId& figure, domain::Date on) {
    const auto shown = shown_in(view, figure);
    query_api::StateReader reader(view, shown.group, shown.index, on);
    return reader.read(figure.territory).state.last.has_value();
}

bool read_map(View& view, const domain::FigureId& figure, domain::Date on) {
    const auto shown = shown_in(view, figure);
    query_api::StateReader reader(view, shown.group, shown.index, on);
    bool all = true;
    for (const auto territory : domain::territories_of(domain::Level::department))
        all = reader.read(territory).state.last.has_value() && all;
    return all;
}

bool read_series(View& view, const domain::FigureId& figure, domain::Date on) {
    const auto shown = shown_in(view, figure);
    return !query_api::read_series(view, *shown.version().definition, figure.territory, on).empty();
}

bool read_lineage(View& view, const domain::FigureId& figure, domain::Date on) {
    return !query_api::history::lineage_of(view, shown_in(view, figure), figure.territory.parent(),
                                           on)
                .empty();
}

bool read_audit(View& view, const domain::FigureId& figure, domain::Date on) {
    return !query_api::history::read_audit(view, figure, on, {0, query_api::page_rows_default})
                .rows.empty();
}

struct Read {
    std::string name;
    bool (*read)(View&, const domain::FigureId&, domain::Date);
    std::size_t a_round;
    std::string_view goal;
};

const std::array<Read, 5> reads{
    {{"state", &read_state, 250, "<=1.5"},
     {"map", &read_map, 10, "<=1.5"},
     {"series", &read_series, 50, "<=1.5"},
     {"lineage", &read_lineage, 10, {}},
     {"audit", &read_audit, 2, {}}}
};

Instant any_instant(const PastStore& past, std::mt19937_64& random) {
    const auto range =
        static_cast<std::uint64_t>(past.to.microseconds() - past.from.microseconds());
    return Instant::from_microseconds(past.from.microseconds() +
                                      static_cast<std::int64_t>(random() % (range + 1)));
}

// Microseconds of the processor that this thread has used: what else runs does not count.
double thread_microseconds() {
    timespec used{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e6 + static_cast<double>(used.tv_nsec) / 1e3;
}

// Microseconds that one read takes.
double time_reads(const PastStore& past, const Read& read, std::mt19937_64& random) {
    const double begun = thread_microseconds();
    for (std::size_t i = 0; i < read.a_round; ++i) {
        const Instant time = any_instant(past, random);
        View view(*past.store, View::position_at(*past.store, time));
        if (!read.read(view, past.figure, time.date()))
            throw std::runtime_error("a figure is missing");
    }
    return (thread_microseconds() - begun) / static_cast<double>(read.a_round);
}

// Two stores, how often each is read, and what is said of the one that is compared.
struct Comparison {
    std::string name;
    const PastStore& past;
    const PastStore& few;
    std::size_t rounds = 0;
};

void compare(const Comparison& comparison) {
    for (const Read& read : reads) {
        std::mt19937_64 random(1);
        std::vector<double> values;
        std::vector<double> baselines;
        for (std::size_t round = 0; round < comparison.rounds; ++round) {
            values.push_back(time_reads(comparison.past, read, random));
            baselines.push_back(time_reads(comparison.few, read, random));
        }
        print({"as_of_" + read.name + comparison.name + "_us", median(values), median(baselines),
               read.goal});
    }
}

void tell_size(const PastStore& past, std::string_view what) {
    constexpr std::size_t kibibyte = 1024;
    const std::size_t bytes = file_bytes(*past.store);
    std::cout << "# as of: " << what << ": " << past.rows << " rows, " << bytes / kibibyte
              << " KiB in files (" << bytes / past.rows << " bytes a row), cache of "
              << past.cache_bytes / kibibyte << " KiB\n";
}

}  // namespace

platform::Status bench_as_of(const Options& options) try {
    const auto folder = vectors::TemporaryDirectory::create();
    if (!folder) return folder.error();
    const bool is_short = options.length == Length::brief;
    const std::size_t rounds = is_short ? rounds_short : rounds_full;
    const PastStore few = make_corrected(folder->path() / "few", few_corrections);
    tell_size(few, "10 corrections");
    if (!is_short) {
        const PastStore some = make_corrected(folder->path() / "some", some_corrections);
        tell_size(some, "1,000 corrections");
        compare({"_after_1000", some, few, rounds});
    }
    {
        const PastStore many = make_corrected(folder->path() / "many", many_corrections);
        tell_size(many, "100,000 corrections");
        compare({"", many, few, rounds});
    }
    const PastStore years =
        make_years(folder->path() / "years", is_short ? indicators_short : indicators_full);
    tell_size(years, is_short ? "5 years, 60 indicators" : "5 years, 600 indicators");
    compare({"_5_years", years, few, rounds});
    return {};
} catch (const std::exception& error) {
    return platform::Error{platform::Errc::io, error.what()};
}

}  // namespace tests::bench
