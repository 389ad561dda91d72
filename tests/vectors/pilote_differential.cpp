// SPDX-License-Identifier: EUPL-1.2
// Runs the random scenarios of the reference through a Baromètre, over HTTP only, and compares
// every figure (vectors/differential.md), or compares reads of the past with servers that never
// saw more than that past.
#include <algorithm>
#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <chrono>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/vectors/support/answers.hpp"
#include "tests/vectors/support/api.hpp"
#include "tests/vectors/support/differential_options.hpp"
#include "tests/vectors/support/events.hpp"
#include "tests/vectors/support/expected_figures.hpp"
#include "tests/vectors/support/failure.hpp"
#include "tests/vectors/support/gzip_lines.hpp"
#include "tests/vectors/support/scenario.hpp"
#include "tests/vectors/support/serve_process.hpp"

namespace tests::vectors {
namespace {

using Clock = std::chrono::steady_clock;

struct Totals {
    std::size_t scenarios = 0;
    std::size_t cells = 0;
    std::size_t cells_different = 0;
    PrefixTally prefixes;
    std::size_t failures = 0;
};

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// A hidden indicator is not found where its figures are asked for by name.
platform::Status check_hidden(Api& api, const Scenario& scenario) {
    constexpr std::array<std::string_view, 4> views{
        "/territories/NAT-FR", "/territories/NAT-FR/series", "/series?level=region",
        "/barometer?level=region"};
    for (const std::string& id : scenario.hidden_indicators) {
        for (const auto view : views) {
            const std::string target = "/v1/indicators/" + id + std::string(view);
            const auto response = api.ask(target);
            if (!response) return response.error();
            if (response->status != 404) {
                return failure("hidden, but GET " + target + " answered " +
                               std::to_string(response->status));
            }
        }
    }
    return {};
}

platform::Result<Rows> load_and_read(Api& api, const Scenario& scenario) {
    const auto defined = send_events(api, scenario.definitions);
    if (!defined) return defined.error();
    std::vector<std::string> events;
    for (const Import& import : scenario.imports) events.push_back(import.event);
    const auto sent = send_events(api, events);
    if (!sent) return sent.error();
    const auto hidden = check_hidden(api, scenario);
    if (!hidden) return hidden.error();
    const auto answers = ask_all(api, scenario.catalogue, "on=" + scenario.as_of);
    if (!answers) return answers.error();
    return read_rows(*answers, scenario.catalogue);
}

// One scenario on the server at `urls`; prints its line.
platform::Result<Tally> check_figures(const Scenario& scenario, const ExpectedFigures& expected,
                                      const SiteUrls& urls) {
    const auto start = Clock::now();
    auto api = Api::open(urls);
    if (!api) return api.error();
    const auto rows = load_and_read(*api, scenario);
    if (!rows) return rows.error();
    Tally tally = compare(expected, *rows);
    std::cout << scenario.id << " requests " << api->requests() << " seconds "
              << seconds_since(start) << " cells " << tally.cells << " different "
              << tally.cells_different << '\n';
    for (const std::string& note : tally.notes) std::cout << "  " << note << '\n';
    return tally;
}

platform::Result<Tally> check_figures(const Scenario& scenario, const ExpectedFigures& expected,
                                      const DifferentialOptions& options) {
    if (!options.url.empty()) {
        return check_figures(scenario, expected, SiteUrls{.read = options.url, .write = {}});
    }
    auto process = options.site.empty() ? ServeProcess::start(options.barometre)
                                        : ServeProcess::start_site(options.site);
    if (!process) return process.error();
    auto tally = check_figures(scenario, expected, process->urls());
    const auto stopped = process->stop();
    if (!tally) return with_end_of_server(tally.error(), stopped);
    if (!stopped) return stopped.error();
    return tally;
}

// Counts one line of a file in `totals`.
platform::Status run_line(const boost::json::value& line, const DifferentialOptions& options,
                          Totals& totals) {
    const auto scenario = read_scenario(line);
    if (!scenario) return scenario.error();
    ++totals.scenarios;
    if (options.prefixes) {
        const auto tally = check_prefixes(*scenario, options.barometre, *options.prefixes);
        if (!tally) return tally.error();
        totals.prefixes += *tally;
        return {};
    }
    const auto expected = read_expected_figures(line);
    if (!expected) return expected.error();
    const auto tally = check_figures(*scenario, *expected, options);
    // What could not be read is compared with nothing: every expected cell is different.
    const Tally counted = tally ? *tally : compare(*expected, Rows{});
    totals.cells += counted.cells;
    totals.cells_different += counted.cells_different;
    if (!tally) return tally.error();
    return {};
}

platform::Status run_file(const std::string& path, const DifferentialOptions& options,
                          Totals& totals) {
    auto lines = GzipLines::open(path);
    if (!lines) return lines.error();
    while (totals.scenarios < options.limit) {
        const auto text = lines->next();
        if (!text) return text.error();
        if (!text->has_value()) return {};
        boost::json::monotonic_resource memory;
        const auto line = parse_json(**text, &memory);
        if (!line) return line.error();
        const std::string id(text_member(*line, "id"));
        if (!options.only.empty() && id != options.only) continue;
        const auto run = run_line(*line, options, totals);
        if (!run) {
            ++totals.failures;
            std::cout << id << " failed: " << run.error().detail << '\n';
        }
        std::cout.flush();
    }
    return {};
}

int report(const DifferentialOptions& options, const Totals& totals) {
    if (totals.failures > 0) std::cout << "failures " << totals.failures << '\n';
    if (totals.scenarios == 0) std::cout << "no scenario\n";
    const bool is_prefixes = options.prefixes.has_value();
    const std::size_t all = is_prefixes ? totals.prefixes.prefixes : totals.cells;
    const std::size_t different = is_prefixes ? totals.prefixes.different : totals.cells_different;
    std::cout << (is_prefixes ? "prefixes " : "cells ") << all << " equal "
              << all - std::min(all, different) << " different " << different << '\n';
    return different == 0 && totals.failures == 0 && totals.scenarios > 0 ? 0 : 1;
}

int run(const DifferentialOptions& options) {
    std::cout.precision(3);
    std::cout << std::fixed;
    if (options.prefixes) std::cout << "seed " << options.prefixes->seed << '\n';
    Totals totals;
    for (const std::string& path : options.files) {
        const auto done = run_file(path, options, totals);
        if (done) continue;
        ++totals.failures;
        std::cout << path << " failed: " << done.error().detail << '\n';
    }
    return report(options, totals);
}

}  // namespace
}  // namespace tests::vectors

int main(int count, char** arguments) {
    const std::vector<std::string_view> words(arguments + 1, arguments + count);
    const auto options = tests::vectors::read_options(words);
    if (!options) {
        std::cerr << options.error().detail << '\n' << tests::vectors::differential_usage;
        return 2;
    }
    return tests::vectors::run(*options);
}
