// SPDX-License-Identifier: EUPL-1.2
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/bare_server.hpp"
#include "tests/bench/benches.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/posts.hpp"
#include "tests/bench/report.hpp"
#include "tests/torture/server_process.hpp"
#include "tests/vectors/support/temporary_directory.hpp"

namespace tests::bench {
namespace {

constexpr std::size_t repeats_short = 3;
constexpr std::size_t repeats_full = 9;
constexpr std::chrono::milliseconds window{1000};

// A read, and what it is to reach of the bare server.
struct Read {
    std::string name;
    std::string target;
    std::string_view goal;
};

const std::vector<Read>& reads() {
    static const std::vector<Read> all{
        {"get_state", "/v1/indicators/IND-072/territories/REG-53",         ">=0.7"},
        {"get_map",   "/v1/indicators/IND-072/barometer?level=department", ">=0.5"}
    };
    return all;
}

// Requests a second, and seconds of the server's processor for each.
struct Pace {
    std::vector<double> per_second;
    double processor_seconds = 0;
    double answers = 0;

    double microseconds_each() const { return processor_seconds / answers * 1e6; }
};

platform::Status measure(Pace& pace, pid_t process, const LoadPlan& plan) {
    const double before = torture::processor_seconds(process);
    const auto result = load(plan);
    if (!result) return result.error();
    pace.processor_seconds += torture::processor_seconds(process) - before;
    pace.answers += static_cast<double>(result->answers);
    pace.per_second.push_back(result->per_second());
    return {};
}

// By turns, so that whatever else the machine does meets both.
platform::Status compare(const Read& read, const torture::ServerProcess& server,
                         std::size_t repeats) {
    const std::string request = "GET " + read.target + " HTTP/1.1\r\nHost: bench\r\n\r\n";
    LoadPlan plan{.port = port_of(server.url()), .duration = window, .request = [&request] {
                      return request;
                  }};
    auto answer = raw_answer(plan.port, request);
    if (!answer) return answer.error();
    const auto bare = BareServer::start(std::move(*answer));
    if (!bare) return bare.error();
    LoadPlan bare_plan = plan;
    bare_plan.port = bare->port();
    Pace ours;
    Pace least;
    for (std::size_t i = 0; i < repeats; ++i) {
        const auto measured = measure(ours, server.process(), plan);
        if (!measured) return measured;
        const auto bare_measured = measure(least, bare->process(), bare_plan);
        if (!bare_measured) return bare_measured;
    }
    print({read.name + "_per_s", median(ours.per_second), median(least.per_second), read.goal});
    print({read.name + "_cpu_us", ours.microseconds_each(), least.microseconds_each(), {}});
    return {};
}

}  // namespace

platform::Status bench_reads(const Options& options) {
    const auto folder = vectors::TemporaryDirectory::create();
    if (!folder) return folder.error();
    const auto server =
        torture::ServerProcess::start(options.barometre, folder->path() / "data", {"--demo"});
    if (!server) return server.error();
    for (const Read& read : reads()) {
        const auto compared =
            compare(read, *server, options.length == Length::brief ? repeats_short : repeats_full);
        if (!compared) return compared;
    }
    return {};
}

}  // namespace tests::bench
