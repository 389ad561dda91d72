// SPDX-License-Identifier: EUPL-1.2
// Loads the published measures of a whole year of 106 indicators into a Baromètre, over HTTP only,
// and compares every figure with what the reference computed from them (data/SOURCES.md).
#include <chrono>
#include <cmath>
#include <filesystem>
#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/vectors/support/answers.hpp"
#include "tests/vectors/support/api.hpp"
#include "tests/vectors/support/events.hpp"
#include "tests/vectors/support/failure.hpp"
#include "tests/vectors/support/golden_files.hpp"
#include "tests/vectors/support/rows.hpp"
#include "tests/vectors/support/serve_process.hpp"

namespace tests::vectors {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view usage =
    "usage: golden_check DIRECTORY [--url URL] [--barometre PATH] [--site COMMAND]\n";

// The day on which the reference ran.
constexpr std::string_view on = "on=2024-10-23";

// Source: data/SOURCES.md, golden: sums and means to 1e-6, rounded rates exactly but for ties.
constexpr double figure_tolerance = 1e-6;
constexpr double rate_tolerance = 1e-9;
constexpr double tie_width = 1e-9;
constexpr double rate_unit = 0.01;

// Places in the rows of columns_of().
constexpr std::size_t series_vaca = 3;
constexpr std::size_t series_vacg = 4;
constexpr std::size_t series_taa = 5;
constexpr std::size_t series_tag = 6;
constexpr std::size_t latest_vaca = 0;
constexpr std::size_t latest_vig = 2;
constexpr std::size_t latest_vcg = 4;
constexpr std::size_t latest_vca = 6;
constexpr std::size_t latest_taa = 8;
constexpr std::size_t latest_tag = 9;

struct Options {
    std::string directory;
    // A running server with an empty log; empty: start one.
    std::string url;
    std::filesystem::path barometre;
    // Starts a site of several processes (ServeProcess::start_site()); empty: none.
    std::string site;
};

platform::Result<Options> read_options(const std::vector<std::string_view>& arguments) {
    Options options{
        .directory = {}, .url = {}, .barometre = barometre_beside_this_program(), .site = {}};
    for (std::size_t place = 0; place < arguments.size(); ++place) {
        const auto name = arguments[place];
        const bool has_value = place + 1 < arguments.size();
        if (name == "--url" && has_value) {
            options.url = arguments[++place];
        } else if (name == "--barometre" && has_value) {
            options.barometre = arguments[++place];
        } else if (name == "--site" && has_value) {
            options.site = arguments[++place];
        } else if (!name.starts_with("--") && options.directory.empty()) {
            options.directory = name;
        } else {
            return failure("cannot read the argument " + std::string(name));
        }
    }
    if (options.directory.empty()) return failure("no directory");
    return options;
}

// Which cells of a row are indicator rates, rounded to two digits.
enum class Rate { none, annual, global };

Rate rate_of(const Pair& pair) {
    const bool is_series = pair.key.table == series_table;
    if (!is_series && pair.key.table != latest_table) return Rate::none;
    if (pair.column == (is_series ? series_taa : latest_taa)) return Rate::annual;
    if (pair.column == (is_series ? series_tag : latest_tag)) return Rate::global;
    return Rate::none;
}

// Judges cells by the tolerances of the golden files and counts the ties that it let pass.
class GoldenJudge {
public:
    explicit GoldenJudge(const Rows& expected) : expected_(expected) {}

    bool operator()(const Pair& pair) {
        if (!is_in_the_file(pair)) return true;
        const Rate rate = rate_of(pair);
        if (rate == Rate::none) return agree(pair.expected, pair.got, figure_tolerance);
        if (agree(pair.expected, pair.got, rate_tolerance)) return true;
        if (!is_one_unit_apart(pair) || !is_tie(pair, rate)) return false;
        ++ties_;
        return true;
    }

    std::size_t ties() const { return ties_; }

private:
    static bool is_in_the_file(const Pair& pair) {
        return pair.key.table != series_table ||
               (pair.column >= series_vaca && pair.column != series_vacg);
    }

    static bool is_one_unit_apart(const Pair& pair) {
        const auto* expected = std::get_if<double>(&pair.expected);
        const auto* got = std::get_if<double>(&pair.got);
        return expected != nullptr && got != nullptr &&
               std::abs(std::abs(*expected - *got) - rate_unit) <= rate_tolerance;
    }

    const Cell& cell(const RowKey& key, std::size_t column) const {
        static const Cell none = NoValue{};
        const auto row = expected_.find(key);
        return row == expected_.end() ? none : row->second[column];
    }

    // Whether the quotient before rounding is half-way between two rates.
    bool is_tie(const Pair& pair, Rate rate) const {
        const RowKey latest{std::string(latest_table), pair.key.id, pair.key.zone, {}};
        const bool is_series = pair.key.table == series_table;
        const auto* actual =
            std::get_if<double>(&cell(pair.key, is_series ? series_vaca : latest_vaca));
        const auto* baseline = std::get_if<double>(&cell(latest, latest_vig));
        const auto* target =
            std::get_if<double>(&cell(latest, rate == Rate::annual ? latest_vca : latest_vcg));
        if (actual == nullptr || baseline == nullptr || target == nullptr) return false;
        const double units = 100 * (*actual - *baseline) / (*target - *baseline) / rate_unit;
        return std::abs(units - std::floor(units) - 0.5) <= tie_width / rate_unit;
    }

    const Rows& expected_;
    std::size_t ties_ = 0;
};

// Sends everything and waits until it can be read; prints how long the measures took.
platform::Status load(Api& api, const GoldenInputs& inputs) {
    const auto defined = send_events(api, inputs.definitions);
    if (!defined) return defined.error();
    const auto start = Clock::now();
    const auto position = send_events(api, inputs.events);
    if (!position) return position.error();
    const auto readable =
        api.get("/v1/indicators/" + inputs.catalogue.indicators.back() +
                "/series?level=nation&at_least=" + platform::http::percent_encode(*position));
    if (!readable) return readable.error();
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    std::cout << "definitions " << inputs.definitions.size() << " events " << inputs.events.size()
              << " measures " << inputs.measures << '\n'
              << "seconds from first measure POST to all readable " << seconds << '\n';
    return {};
}

// What the server answers, without what the files do not hold: weights, and months without a
// comparable value.
platform::Result<Rows> read(Api& api, const Catalogue& catalogue) {
    const auto answers = ask_all(api, catalogue, on);
    if (!answers) return answers.error();
    auto rows = read_rows(*answers, catalogue);
    if (!rows) return rows.error();
    std::erase_if(*rows, [](const Rows::value_type& row) {
        const std::string& table = row.first.table;
        return table == weights_table ||
               (table == series_table && std::holds_alternative<NoValue>(row.second[series_vaca]));
    });
    return std::move(*rows);
}

platform::Result<Tally> check(const Options& options, const SiteUrls& urls) {
    const auto inputs = read_golden_inputs(options.directory);
    if (!inputs) return inputs.error();
    const auto expected = read_golden_outputs(options.directory);
    if (!expected) return expected.error();
    auto api = Api::open(urls);
    if (!api) return api.error();
    const auto loaded = load(*api, *inputs);
    if (!loaded) return loaded.error();
    const auto start = Clock::now();
    const auto got = read(*api, inputs->catalogue);
    if (!got) return got.error();
    GoldenJudge judge(*expected);
    const Tally tally = compare(*expected, *got, std::ref(judge));
    std::cout << "requests " << api->requests() << " seconds to read "
              << std::chrono::duration<double>(Clock::now() - start).count() << '\n'
              << "cells " << tally.cells << " different " << tally.cells_different
              << " ties accepted " << judge.ties() << '\n';
    return tally;
}

platform::Result<Tally> check(const Options& options) {
    if (!options.url.empty()) return check(options, SiteUrls{.read = options.url, .write = {}});
    auto process = options.site.empty() ? ServeProcess::start(options.barometre)
                                        : ServeProcess::start_site(options.site);
    if (!process) return process.error();
    auto tally = check(options, process->urls());
    const auto stopped = process->stop();
    if (!tally) return with_end_of_server(tally.error(), stopped);
    if (!stopped) return stopped.error();
    return tally;
}

int run(const Options& options) {
    const auto tally = check(options);
    if (!tally) {
        std::cout << "failed: " << tally.error().detail << '\n';
        return 1;
    }
    for (const std::string& note : tally->notes) std::cout << "  " << note << '\n';
    std::cout << "rows " << tally->rows << " equal " << tally->rows - tally->rows_different
              << " different " << tally->rows_different << '\n';
    return tally->rows > 0 && tally->rows_different == 0 ? 0 : 1;
}

}  // namespace
}  // namespace tests::vectors

int main(int count, char** arguments) {
    const auto options = tests::vectors::read_options(
        std::vector<std::string_view>(arguments + 1, arguments + count));
    if (!options) {
        std::cerr << options.error().detail << '\n' << tests::vectors::usage;
        return 2;
    }
    return tests::vectors::run(*options);
}
