// SPDX-License-Identifier: EUPL-1.2
#include <unistd.h>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/bench/benches.hpp"
#include "tests/bench/kafka_stage.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/posts.hpp"
#include "tests/bench/processor_time.hpp"
#include "tests/bench/raw_producer.hpp"
#include "tests/bench/report.hpp"
#include "tests/torture/cluster.hpp"
#include "tests/torture/server_process.hpp"

namespace tests::bench {
namespace {

using std::chrono::milliseconds;
using torture::ClusterSite;

constexpr std::size_t single_waiters = 64;
constexpr std::size_t batch_waiters = 16;
constexpr std::size_t batch_events = 100;
constexpr std::size_t repeats_short = 2;
constexpr std::size_t repeats_full = 5;
constexpr milliseconds window_short{1'500};
constexpr milliseconds window_full{4'000};

std::string batch_text(std::uint64_t first) {
    std::string text = "[";
    for (std::size_t i = 0; i < batch_events; ++i) {
        if (i > 0) text += ',';
        text += event_text(first + i);
    }
    return text + "]";
}

struct Run {
    KafkaStage stage;
    // Of the next event.
    std::uint64_t number = 1;
};

// Those who post and those who produce by turns: events a second, and the processor's time for each
// in the ingest and, beside it, in who produces.
platform::Status compare(Run& run, const Options& options, std::string_view name,
                         std::size_t batch) {
    const bool is_short = options.length == Length::brief;
    const auto window = is_short ? window_short : window_full;
    auto raw = RawProducer::open(run.stage.brokers.bootstrap(), "bench-raw.events.v1");
    if (!raw) return raw.error();
    const std::uint64_t first = run.number;
    NumberedText posts{batch == 1 ? post_text(single_type, event_text(first))
                                  : post_text(batch_type, batch_text(first)),
                       first, batch};
    NumberedText records{record_text(first), first, 1};
    const auto next_post = [&]() -> std::string {
        return posts.numbered(std::exchange(run.number, run.number + batch));
    };
    const auto next_record = [&]() -> const std::string& { return records.numbered(run.number++); };
    const std::size_t waiters = batch == 1 ? single_waiters : batch_waiters;
    const pid_t ingest = run.stage.site.ingest(0).process();
    std::vector<double> posted;
    std::vector<double> produced;
    double posted_events = 0;
    double produced_records = 0;
    double ingest_seconds = 0;
    double raw_seconds = 0;
    for (std::size_t i = 0; i < (is_short ? repeats_short : repeats_full); ++i) {
        const auto ingest_before = processor_seconds(ingest);
        const auto loaded = load({
            .port = port_of(run.stage.site.ingest_urls().front()),
            .connections = waiters,
            .duration = window,
            .request = next_post,
            .statuses = {201, 207}
        });
        if (!loaded) return loaded.error();
        ingest_seconds += processor_seconds(ingest) - ingest_before;
        posted.push_back(loaded->per_second() * static_cast<double>(batch));
        posted_events += static_cast<double>(loaded->answers * batch);
        const auto raw_before = processor_seconds(::getpid());
        const auto alone = raw->run({.waiters = waiters, .batch = batch, .duration = window},
                                    "CH-045", next_record);
        if (!alone) return alone.error();
        raw_seconds += processor_seconds(::getpid()) - raw_before;
        produced.push_back(alone->per_second());
        produced_records += static_cast<double>(alone->records);
    }
    print({std::string(name) + "_per_s", median(posted), median(produced),
           batch == 1 ? ">=0.5" : ">=0.8"});
    constexpr double microseconds = 1e6;
    print({std::string(name) + "_cpu_us",
           ingest_seconds / posted_events * microseconds,
           raw_seconds / produced_records * microseconds,
           {}});
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
    if (auto compared = compare(run, options, "kafka_post_with_readers", 1); !compared)
        return compared;
    // A broker and two read models share this machine's processors with the ingest: what follows is
    // without the read models, whose work another machine would do.
    for (std::size_t replica = 0; replica < ClusterSite::replicas; ++replica)
        run.stage.site.query(replica).kill();
    if (auto compared = compare(run, options, "kafka_post", 1); !compared) return compared;
    return compare(run, options, "kafka_post_batches_events", batch_events);
}

}  // namespace tests::bench
