// SPDX-License-Identifier: EUPL-1.2
#include <array>
#include <chrono>
#include <filesystem>
#include <functional>
#include <iostream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/benches.hpp"
#include "tests/bench/report.hpp"
#include "tests/vectors/support/failure.hpp"
#include "tests/vectors/support/history_load.hpp"
#include "tests/vectors/support/serve_process.hpp"
#include "tests/vectors/support/zone.hpp"

namespace tests::bench {
namespace {

using Clock = std::chrono::steady_clock;
using vectors::HistoryEdition;

constexpr double goal_ms = 50;
constexpr std::size_t reads_short = 200;
constexpr std::size_t reads_full = 2'000;

// Makes addresses of figures that have a history, each as of a random edition, so that no answer
// is one that was kept.
class Addresses {
public:
    explicit Addresses(const std::vector<HistoryEdition>& editions) : editions_(editions) {}

    std::string figure(std::string_view what) {
        const auto& changes = any(editions_).changes;
        const auto& cell = any(changes.empty() ? editions_.front().changes : changes).cell;
        return "/v1/indicators/" + cell.indicator + "/territories/" +
               vectors::territory_of(cell.zone) + std::string(what) +
               "?as_of=" + time(any(editions_));
    }

    // The first page of all that changed between two editions.
    std::string diff() {
        std::size_t from = random_() % editions_.size();
        std::size_t to = random_() % editions_.size();
        if (from > to) std::swap(from, to);
        return "/v1/diff?from=" + time(editions_[from]) + "&to=" + time(editions_[to]);
    }

    // The same of one indicator.
    std::string diff_of_one() {
        return diff() + "&indicator=" + any(editions_.front().changes).cell.indicator;
    }

private:
    template <class T>
    const T& any(const std::vector<T>& all) {
        return all[random_() % all.size()];
    }
    static std::string time(const HistoryEdition& edition) {
        return platform::http::percent_encode(edition.recorded);
    }

    const std::vector<HistoryEdition>& editions_;
    std::mt19937_64 random_{1};
};

// Milliseconds of each of `count` reads by one client.
platform::Result<std::vector<double>> time_reads(vectors::Api& api, std::size_t count,
                                                 const std::function<std::string()>& address) {
    std::vector<double> times;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string target = address();
        const auto begun = Clock::now();
        const auto answer = api.get(target);
        if (!answer) return answer.error();
        times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begun).count());
    }
    return times;
}

platform::Status measure(vectors::Api& api, const std::vector<HistoryEdition>& editions,
                         std::size_t count) {
    Addresses addresses{editions};
    const std::array<std::pair<std::string, std::function<std::string()>>, 5> reads{
        {{"audit", [&] { return addresses.figure("/audit"); }},
         {"lineage", [&] { return addresses.figure("/lineage"); }},
         {"history", [&] { return addresses.figure("/history"); }},
         {"diff", [&] { return addresses.diff(); }},
         {"diff_of_one", [&] { return addresses.diff_of_one(); }}}
    };
    for (const auto& [name, address] : reads) {
        const auto times = time_reads(api, count, address);
        if (!times) return times.error();
        print({"history_" + name + "_p50_ms", percentile(*times, 0.50), {}, {}});
        print({"history_" + name + "_p99_ms", percentile(*times, 0.99), goal_ms, "<=1.0"});
    }
    return {};
}

}  // namespace

platform::Status bench_history(const Options& options) {
    if (!std::filesystem::exists(options.history / "editions.csv")) {
        std::cout << "# history: SKIPPED, no " << options.history.string() << '\n';
        return {};
    }
    const auto editions = vectors::read_history(options.history.string());
    if (!editions) return editions.error();
    const auto policies =
        vectors::read_policies((options.history.parent_path() / "ditp-barometre-resultats/metadata/"
                                                                "meta_indicateurs.csv")
                                   .string());
    if (!policies) return policies.error();
    auto process = vectors::ServeProcess::start(options.barometre);
    if (!process) return process.error();
    auto api = vectors::Api::open(process->url());
    if (!api) return api.error();
    std::cout << "# history: ";
    if (const auto loaded = vectors::load_history(*api, *editions, *policies); !loaded)
        return loaded.error();
    const auto measured =
        measure(*api, *editions, options.length == Length::brief ? reads_short : reads_full);
    if (!measured) return measured.error();
    return process->stop();
}

}  // namespace tests::bench
