// SPDX-License-Identifier: EUPL-1.2
// A day of the préfectures, compressed: each département's system posts at its own pace while every
// process is restarted in turn, brokers too. In the end each event counts once, nobody was told
// anything worse than to come back, and no process has grown.
#include <signal.h>
#include <atomic>
#include <chrono>
#include <functional>
#include <iostream>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "tests/torture/arguments.hpp"
#include "tests/torture/client.hpp"
#include "tests/torture/cluster.hpp"
#include "tests/torture/figures.hpp"
#include "tests/torture/round_check.hpp"
#include "tests/torture/submission.hpp"
#include "tests/vectors/support/api.hpp"
#include "tests/vectors/support/failure.hpp"
#include "tests/vectors/support/temporary_directory.hpp"

namespace tests::torture {
namespace {

using std::chrono::milliseconds;
using std::filesystem::path;

constexpr std::string_view usage =
    "usage: torture_day [--seconds N] [--seed S] [--brokers 1|3] [--bin FOLDER] [--kafka FOLDER]\n";

constexpr std::size_t systems = 101;
// Each system's mean pause between two events is drawn between these.
constexpr std::size_t pause_ms_min = 200;
constexpr std::size_t pause_ms_max = 4'000;
// What a client waits where it is told to come back, or is not answered.
constexpr milliseconds retry_pause{1'000};
constexpr milliseconds refused_pause{50};
constexpr std::chrono::seconds settle_time_max{120};
constexpr std::int64_t numbers_each = 1'000'000;
// How much a process may grow between its first quarter and the end. A store fills its caches.
constexpr std::size_t growth_bytes_max = std::size_t{64} << 20;
constexpr std::chrono::seconds memory_interval{2};

struct Options {
    std::size_t seconds = 600;
    std::uint64_t seed = 0;
    std::size_t brokers = 3;
    Programs programs;
};

platform::Result<Options> read_options(const std::vector<std::string_view>& arguments) {
    Options options{.seed = std::random_device{}(), .programs = programs_here()};
    for (std::size_t place = 0; place < arguments.size(); place += 2) {
        const auto name = arguments[place];
        if (place + 1 == arguments.size()) return vectors::failure("an argument without a value");
        const auto value = arguments[place + 1];
        const auto number = read_number(value);
        if (name == "--bin")
            options.programs.bin = value;
        else if (name == "--kafka")
            options.programs.kafka = value;
        else if (name == "--seconds" && number && *number > 0)
            options.seconds = static_cast<std::size_t>(*number);
        else if (name == "--seed" && number)
            options.seed = *number;
        else if (name == "--brokers" && (value == "1" || value == "3"))
            options.brokers = static_cast<std::size_t>(*number);
        else
            return vectors::failure("cannot read the argument " + std::string(name));
    }
    return options;
}

// What the systems share.
struct Day {
    std::vector<std::string> ingest_urls;
    Ledger ledger;
    std::atomic<bool> over = false;
    std::mutex mutex;
    // Answers by their code, 0 for none. Guarded by `mutex`.
    std::map<int, std::size_t> codes;
    // The first answer that should never be given. Guarded by `mutex`.
    std::string wrong;
};

// The system of one département: an event at a time, sent until it is acknowledged.
class System {
public:
    System(Day& day, SubmissionMaker maker, std::size_t place)
        : day_(day), maker_(std::move(maker)), place_(place) {
        pause_ms_ = pause_ms_min + maker_.below(pause_ms_max - pause_ms_min);
    }

    void live() {
        while (!day_.over) {
            send_until_acknowledged(maker_.event());
            for (std::size_t left = maker_.below(2 * pause_ms_); left > 0 && !day_.over;) {
                const std::size_t part = std::min<std::size_t>(left, 100);
                std::this_thread::sleep_for(milliseconds(part));
                left -= part;
            }
        }
    }

private:
    void send_until_acknowledged(const Submission& submission) {
        AttemptPlace place = day_.ledger.begin(submission);
        const auto deadline = Clock::now() + settle_time_max;
        while (Clock::now() < deadline) {
            const Receipt receipt = send(submission);
            day_.ledger.answered(place, receipt);
            if (is_acknowledgement(receipt)) return;
            const bool answered = receipt.status != Receipt::Status::unanswered;
            if (!answered) api_.reset();
            std::this_thread::sleep_for(answered ? retry_pause : refused_pause);
            place = day_.ledger.begin_again(place.entry, Content::original);
        }
        note_wrong("not acknowledged in time: " + submission.id);
    }

    Receipt send(const Submission& submission) {
        if (!api_) {
            auto api = vectors::Api::open(day_.ingest_urls[place_++ % day_.ingest_urls.size()]);
            if (!api) return {};
            api_ = std::move(*api);
        }
        const Receipt receipt = post(*api_, submission, Content::original, Patience::server);
        const bool is_wrong = receipt.code >= 500 && (receipt.code != 503 || !receipt.says_when);
        if (is_wrong)
            note_wrong("answered " + std::to_string(receipt.code) + " to " + submission.id);
        const std::lock_guard lock(day_.mutex);
        ++day_.codes[receipt.code];
        return receipt;
    }

    void note_wrong(std::string what) {
        const std::lock_guard lock(day_.mutex);
        if (day_.wrong.empty()) day_.wrong = std::move(what);
    }

    Day& day_;
    SubmissionMaker maker_;
    std::size_t place_;
    std::size_t pause_ms_ = 0;
    std::optional<vectors::Api> api_;
};

// The resident memory of processes over their lives.
class Memory {
public:
    void note(const std::string& name, pid_t process) {
        const std::size_t bytes = resident_bytes(process);
        if (bytes > 0) samples_[{name, process}].push_back(bytes);
    }

    // Prints what each took after the first quarter of its life and in the end. False if one grew.
    bool is_flat() const {
        bool flat = true;
        for (const auto& [who, samples] : samples_) {
            const std::size_t early = samples[samples.size() / 4];
            const std::size_t late = samples.back();
            const bool grew = late > early + growth_bytes_max;
            std::cout << "  " << who.first << " " << who.second << ": " << mebibytes(early)
                      << " MiB, in the end " << mebibytes(late) << " MiB" << (grew ? ": GROWN" : "")
                      << '\n';
            flat = flat && !grew;
        }
        return flat;
    }

private:
    static std::size_t mebibytes(std::size_t bytes) { return bytes >> 20; }

    std::map<std::pair<std::string, pid_t>, std::vector<std::size_t>> samples_;
};

platform::Status restart_all(ClusterSite& site, const Brokers& brokers) {
    for (std::size_t replica = 0; replica < ClusterSite::replicas; ++replica) {
        if (auto stopped = site.ingest(replica).stop(); !stopped) return stopped;
        if (auto started = site.start_ingest(replica); !started) return started;
        if (auto stopped = site.query(replica).stop(); !stopped) return stopped;
        if (auto started = site.start_query(replica); !started) return started;
    }
    for (std::size_t number = 1; number <= brokers.count(); ++number) {
        const auto process = brokers.process(number);
        if (!process) return process.error();
        ::kill(*process, SIGTERM);
        const auto deadline = Clock::now() + settle_time_max;
        while (brokers.process(number)) {
            if (Clock::now() > deadline) return vectors::failure("a broker does not end");
            std::this_thread::sleep_for(milliseconds(200));
        }
        if (auto restored = brokers.restore(); !restored) return restored;
    }
    return {};
}

void watch_memory(ClusterSite& site, Memory& memory, Clock::time_point until) {
    while (Clock::now() < until) {
        for (std::size_t replica = 0; replica < ClusterSite::replicas; ++replica) {
            memory.note("ingest", site.ingest(replica).process());
            memory.note("query-api", site.query(replica).process());
        }
        std::this_thread::sleep_for(memory_interval);
    }
}

platform::Result<std::vector<Department>> define(ClusterSite& site) {
    auto query = vectors::Api::open(site.query_urls().front());
    auto ingest = vectors::Api::open(site.ingest_urls().front());
    if (!query || !ingest) return vectors::failure("a URL cannot be read");
    return prepare(*ingest, *query);
}

// Both query APIs must show each event once, and the figures that follow.
platform::Status check(ClusterSite& site, std::vector<Entry> entries,
                       const std::vector<Department>& departments) {
    auto ingest = vectors::Api::open(site.ingest_urls().front());
    if (!ingest) return ingest.error();
    for (const std::string& url : site.query_urls()) {
        auto query = vectors::Api::open(url);
        if (!query) return query.error();
        Figures fresh(departments);
        RoundCheck round(*ingest, *query, Sending::repeated);
        const auto checked = round.run(entries, fresh);
        std::cout << url << ": " << in_words(round.tally()) << '\n';
        if (!checked) return checked;
        if (round.tally().acknowledged != entries.size())
            return vectors::failure("not every event was acknowledged");
    }
    return {};
}

platform::Status live_the_day(const Options& options, const path& folder) {
    auto brokers = Brokers::start(options.programs, folder / "kafka", options.brokers);
    if (!brokers) return brokers.error();
    auto site = ClusterSite::start(options.programs, *brokers, folder / "day");
    if (!site) return site.error();
    const auto departments = define(*site);
    if (!departments) return departments.error();

    Day day{
        .ingest_urls = site->ingest_urls(), .ledger = {}, .mutex = {}, .codes = {}, .wrong = {}};
    std::mt19937_64 random(options.seed);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < systems; ++i) {
        SubmissionMaker maker(*departments, std::to_string(i),
                              static_cast<std::int64_t>(i) * numbers_each, random());
        threads.emplace_back([&day, i, maker = std::move(maker)]() mutable {
            System(day, std::move(maker), i).live();
        });
    }
    const auto begun = Clock::now();
    const auto whole = std::chrono::seconds(options.seconds);
    Memory memory;
    watch_memory(*site, memory, begun + whole / 2);
    const auto restarted = restart_all(*site, *brokers);
    const std::chrono::duration<double> restart_time = Clock::now() - begun - whole / 2;
    watch_memory(*site, memory, std::max(begun + whole, Clock::now() + whole / 4));
    day.over = true;
    for (std::thread& thread : threads) thread.join();
    if (!restarted) return restarted;

    auto entries = day.ledger.take();
    std::cout << entries.size() << " events of " << systems << " systems in " << options.seconds
              << " s, every process restarted in " << restart_time.count() << " s\nanswers:";
    for (const auto& [code, count] : day.codes) std::cout << ' ' << code << " x " << count;
    std::cout << "\nmemory after the first quarter and in the end:\n";
    const bool flat = memory.is_flat();
    if (!day.wrong.empty()) return vectors::failure(day.wrong);
    if (const auto checked = check(*site, std::move(entries), *departments); !checked)
        return checked;
    if (!flat) return vectors::failure("a process has grown");
    return site->stop();
}

int run(const Options& options) {
    std::cout << "seed " << options.seed << '\n' << std::flush;
    const auto folder = vectors::TemporaryDirectory::create();
    if (!folder) {
        std::cerr << folder.error().detail << '\n';
        return 1;
    }
    const auto status = live_the_day(options, folder->path());
    std::cout << (status ? "passed" : "FAILED: " + status.error().detail) << '\n';
    return status ? 0 : 1;
}

}  // namespace
}  // namespace tests::torture

int main(int argc, char** argv) {
    const auto options = tests::torture::read_options({argv + 1, argv + argc});
    if (!options) {
        std::cerr << options.error().detail << '\n' << tests::torture::usage;
        return 2;
    }
    return tests::torture::run(*options);
}
