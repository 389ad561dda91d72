// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "tests/bench/benches.hpp"
#include "tests/bench/kafka_stage.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/posts.hpp"
#include "tests/bench/raw_producer.hpp"
#include "tests/bench/report.hpp"
#include "tests/torture/cluster.hpp"
#include "tests/torture/server_process.hpp"
#include "tests/vectors/support/api.hpp"
#include "tests/vectors/support/cell.hpp"
#include "tests/vectors/support/failure.hpp"

namespace tests::bench {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using torture::ClusterSite;

constexpr std::size_t single_waiters = 64;
constexpr std::size_t batch_waiters = 16;
constexpr std::size_t batch_events = 100;
constexpr std::size_t repeats_short = 2;
constexpr std::size_t repeats_full = 5;
constexpr milliseconds window_short{1'500};
constexpr milliseconds window_full{4'000};

// How long a posted event takes until it can be read, at a steady rate.
constexpr std::size_t steady_per_second = 1'000;
constexpr std::size_t steady_threads = 8;
constexpr std::size_t asked_each = 10;
constexpr std::chrono::seconds steady_short{4};
constexpr std::chrono::seconds steady_full{20};

std::string batch_text(std::uint64_t& number) {
    std::string text = "[";
    for (std::size_t i = 0; i < batch_events; ++i) {
        if (i > 0) text += ',';
        text += event_text(++number);
    }
    return text + "]";
}

struct Run {
    KafkaStage stage;
    // Of the last event.
    std::uint64_t number = 0;
};

// Those who post and those who produce by turns: events a second, and the processor's time of the
// ingest for each.
platform::Status compare(Run& run, const Options& options, std::string_view name,
                         std::size_t batch) {
    const bool is_short = options.length == Length::brief;
    const auto window = is_short ? window_short : window_full;
    auto raw = RawProducer::open(run.stage.brokers.bootstrap(), "bench-raw.events.v1");
    if (!raw) return raw.error();
    const auto request = [&]() -> std::string {
        if (batch == 1) return post_text(single_type, event_text(++run.number));
        return post_text(batch_type, batch_text(run.number));
    };
    const std::size_t waiters = batch == 1 ? single_waiters : batch_waiters;
    std::vector<double> posted;
    std::vector<double> produced;
    for (std::size_t i = 0; i < (is_short ? repeats_short : repeats_full); ++i) {
        const auto loaded = load({
            .port = port_of(run.stage.site.ingest_urls().front()),
            .connections = waiters,
            .duration = window,
            .request = request,
            .statuses = {201, 207}
        });
        if (!loaded) return loaded.error();
        posted.push_back(loaded->per_second() * static_cast<double>(batch));
        const auto alone = raw->run({.waiters = waiters, .batch = batch, .duration = window},
                                    "CH-045", event_text(run.number) + std::string(90, ' '));
        if (!alone) return alone.error();
        produced.push_back(alone->per_second());
    }
    print({std::string(name), median(posted), median(produced), batch == 1 ? ">=0.5" : ">=0.8"});
    return {};
}

// One of those who post at a steady rate; every asked_each-th waits until it can read its event.
class Poster {
public:
    Poster(const ClusterSite& site, std::size_t place)
        : ingest_(site.ingest_urls()[place % ClusterSite::replicas]),
          query_(site.query_urls()[place % ClusterSite::replicas]),
          place_(place) {}

    // Milliseconds from the POST until the answer that shows it. Errors: unavailable, invalid.
    platform::Result<std::vector<double>> run(std::chrono::seconds duration,
                                              std::atomic<std::uint64_t>& number) {
        auto ingest = vectors::Api::open(ingest_);
        auto query = vectors::Api::open(query_);
        if (!ingest || !query) return vectors::failure("a URL cannot be read");
        std::vector<double> times;
        const auto begun = Clock::now();
        const auto gap = std::chrono::microseconds(1'000'000 * steady_threads / steady_per_second);
        for (std::size_t i = 0; Clock::now() < begun + duration; ++i) {
            std::this_thread::sleep_until(begun + gap * static_cast<long>(i));
            const auto sent = Clock::now();
            const auto answer = ingest->send({
                .method = "POST",
                .target = "/v1/events",
                .headers = {{"content-type", std::string(single_type)},
                            {"prefer", "respond-async"}},
                .body = event_text(++number)
            });
            if (!answer) return answer.error();
            if (i % asked_each != place_ % asked_each) continue;
            const auto receipt = vectors::parse_json(answer->body, {});
            if (!receipt) return receipt.error();
            const std::string position(vectors::text_member(*receipt, "position"));
            const auto shown =
                query->get("/v1/indicators/IND-302/territories/NAT-FR?at_least=" + position);
            if (!shown) return shown.error();
            times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - sent).count());
        }
        return times;
    }

private:
    std::string ingest_;
    std::string query_;
    std::size_t place_;
};

double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    const auto place = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
    return values[place];
}

platform::Status measure_readable(Run& run, const Options& options) {
    const auto duration = options.length == Length::brief ? steady_short : steady_full;
    std::atomic<std::uint64_t> number = run.number;
    std::vector<double> times;
    platform::Status status;
    std::mutex mutex;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < steady_threads; ++i) {
        threads.emplace_back([&, i] {
            auto own = Poster(run.stage.site, i).run(duration, number);
            const std::lock_guard lock(mutex);
            if (!own)
                status = own.error();
            else
                times.insert(times.end(), own->begin(), own->end());
        });
    }
    for (std::thread& thread : threads) thread.join();
    if (!status) return status;
    print({"kafka_readable_posted_per_s",
           static_cast<double>(number - run.number) / static_cast<double>(duration.count()),
           static_cast<double>(steady_per_second),
           {}});
    run.number = number;
    constexpr double goal_ms = 20;
    print({"kafka_readable_p50_ms", percentile(times, 0.50), {}, {}});
    print({"kafka_readable_p99_ms", percentile(times, 0.99), goal_ms, "<=1.0"});
    return {};
}

}  // namespace

platform::Status bench_kafka(const Options& options) {
    auto stage = KafkaStage::set(options);
    if (!stage) return stage.error();
    Run run{std::move(*stage)};
    const auto made = torture::run_to_end(
        {options.barometre.string(), "topics", "create", "--bootstrap",
         run.stage.brokers.bootstrap(), "--prefix", "bench-raw", "--replication", "1"},
        run.stage.folder.path() / "topics");
    if (!made) return made.error();
    if (auto measured = measure_readable(run, options); !measured) return measured;
    if (auto compared = compare(run, options, "kafka_post_with_readers_per_s", 1); !compared)
        return compared;
    // A broker and two read models share this machine's processors with the ingest: what follows is
    // without the read models, whose work another machine would do.
    for (std::size_t replica = 0; replica < ClusterSite::replicas; ++replica)
        run.stage.site.query(replica).kill();
    if (auto compared = compare(run, options, "kafka_post_per_s", 1); !compared) return compared;
    return compare(run, options, "kafka_post_batches_events_per_s", batch_events);
}

}  // namespace tests::bench
