// SPDX-License-Identifier: EUPL-1.2
#include <chrono>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "tests/bench/benches.hpp"
#include "tests/bench/report.hpp"
#include "tests/torture/server_process.hpp"
#include "tests/vectors/support/api.hpp"
#include "tests/vectors/support/cell.hpp"
#include "tests/vectors/support/events.hpp"
#include "tests/vectors/support/golden_files.hpp"
#include "tests/vectors/support/temporary_directory.hpp"

namespace tests::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t repeats_short = 2;
constexpr std::size_t repeats_full = 5;
constexpr double hoped_for_seconds = 1.5;

double seconds_since(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

// Makes the log of the published year in `data` and stops.
platform::Status fill(const Options& options, const vectors::GoldenInputs& inputs,
                      const std::filesystem::path& data) {
    auto server = torture::ServerProcess::start(options.barometre, data, {"--history-load"});
    if (!server) return server.error();
    auto api = vectors::Api::open(server->url());
    if (!api) return api.error();
    const auto defined = vectors::send_events(*api, inputs.definitions);
    if (!defined) return defined.error();
    const auto sent = vectors::send_events(*api, inputs.events);
    if (!sent) return sent.error();
    return server->stop();
}

// What `barometre rebuild` says of itself, without opening the folders and the digest.
platform::Result<double> rebuild(const Options& options, const std::filesystem::path& data) {
    const auto output = torture::run_to_end(
        {options.barometre.string(), "rebuild", "--data", data.string(), "--json"},
        data.parent_path() / "rebuild");
    if (!output) return output.error();
    const auto report = vectors::parse_json(*output, {});
    if (!report) return report.error();
    const auto cell = vectors::cell_at(*report, "seconds");
    const auto* seconds = std::get_if<double>(&cell);
    if (seconds == nullptr) {
        return platform::Error{platform::Errc::invalid, "no seconds in " + *output};
    }
    return *seconds;
}

// From the start of the program, without a read model, until everything can be read.
platform::Result<double> start_without_read_model(const Options& options,
                                                  const std::filesystem::path& data) {
    std::filesystem::remove_all(data / "read-model");
    const auto begun = Clock::now();
    auto server = torture::ServerProcess::start(options.barometre, data, {"--history-load"});
    if (!server) return server.error();
    const double seconds = seconds_since(begun);
    const auto stopped = server->stop();
    if (!stopped) return stopped.error();
    return seconds;
}

}  // namespace

platform::Status bench_rebuild(const Options& options) {
    if (!std::filesystem::exists(options.golden)) {
        std::cout << "# rebuild_golden: skipped, the data are missing\n";
        return {};
    }
    const auto inputs = vectors::read_golden_inputs(options.golden.string());
    if (!inputs) return inputs.error();
    const auto folder = vectors::TemporaryDirectory::create();
    if (!folder) return folder.error();
    const auto data = folder->path() / "data";
    const auto filled = fill(options, *inputs, data);
    if (!filled) return filled;
    std::vector<double> rebuilt;
    std::vector<double> started;
    for (std::size_t i = 0; i < (options.length == Length::brief ? repeats_short : repeats_full);
         ++i) {
        const auto seconds = rebuild(options, data);
        if (!seconds) return seconds.error();
        rebuilt.push_back(*seconds);
        const auto start = start_without_read_model(options, data);
        if (!start) return start.error();
        started.push_back(*start);
    }
    print({"rebuild_golden_s", median(rebuilt), hoped_for_seconds, "<=1.0"});
    print({"rebuild_golden_rows_per_s",
           static_cast<double>(inputs->measures) / median(rebuilt),
           {},
           {}});
    print({"serve_golden_ready_s", median(started), hoped_for_seconds, "<=1.0"});
    return {};
}

}  // namespace tests::bench
