// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/bench/benches.hpp"
#include "tests/bench/kafka_stage.hpp"
#include "tests/bench/posts.hpp"
#include "tests/bench/report.hpp"
#include "tests/torture/cluster.hpp"
#include "tests/vectors/support/api.hpp"
#include "tests/vectors/support/cell.hpp"
#include "tests/vectors/support/failure.hpp"

namespace tests::bench {
namespace {

using Clock = std::chrono::steady_clock;
using torture::ClusterSite;

constexpr std::size_t steady_per_second = 1'000;
// Each has time enough between two posts for what it waits for.
constexpr std::size_t steady_threads = 64;
constexpr std::size_t asked_each = 10;
// What is posted before does not count: a broker that has just been started is slow.
constexpr std::chrono::seconds warm_up{5};
constexpr std::chrono::seconds steady_short{4};
constexpr std::chrono::seconds steady_full{20};

// Milliseconds from when a POST was due.
struct Times {
    std::vector<double> acknowledged;
    std::vector<double> readable;

    void add(const Times& other) {
        acknowledged.insert(acknowledged.end(), other.acknowledged.begin(),
                            other.acknowledged.end());
        readable.insert(readable.end(), other.readable.begin(), other.readable.end());
    }
};

double milliseconds_since(Clock::time_point due) {
    return std::chrono::duration<double, std::milli>(Clock::now() - due).count();
}

// One of those who post at a steady rate, whenever the answers come; every asked_each-th waits
// until it can read its event.
class Poster {
public:
    Poster(const ClusterSite& site, std::size_t place)
        : ingest_(site.ingest_urls()[place % ClusterSite::replicas]),
          query_(site.query_urls()[place % ClusterSite::replicas]),
          place_(place) {}

    // Errors: unavailable, invalid.
    platform::Result<Times> run(Clock::time_point begun, std::chrono::seconds duration,
                                std::atomic<std::uint64_t>& number) {
        auto ingest = vectors::Api::open(ingest_);
        auto query = vectors::Api::open(query_);
        if (!ingest || !query) return vectors::failure("a URL cannot be read");
        Times times;
        constexpr std::chrono::microseconds gap{1'000'000 / steady_per_second};
        for (std::size_t i = place_; gap * i < warm_up + duration; i += steady_threads) {
            const auto due = begun + gap * i;
            std::this_thread::sleep_until(due);
            const auto answer = ingest->send({
                .method = "POST",
                .target = "/v1/events",
                .headers = {{"content-type", std::string(single_type)},
                            {"prefer", "respond-async"}},
                .body = event_text(number++)
            });
            if (!answer) return answer.error();
            const bool counts = due >= begun + warm_up;
            if (counts) times.acknowledged.push_back(milliseconds_since(due));
            if ((i / steady_threads + place_) % asked_each != 0) continue;
            if (auto shown = await_shown(*query, answer->body); !shown) return shown.error();
            if (counts) times.readable.push_back(milliseconds_since(due));
        }
        return times;
    }

private:
    static platform::Status await_shown(vectors::Api& query, std::string_view receipt_text) {
        const auto receipt = vectors::parse_json(receipt_text, {});
        if (!receipt) return receipt.error();
        const std::string position(vectors::text_member(*receipt, "position"));
        const auto shown =
            query.get("/v1/indicators/IND-302/territories/NAT-FR?at_least=" + position);
        return shown ? platform::Status{} : shown.error();
    }

    std::string ingest_;
    std::string query_;
    std::size_t place_;
};

}  // namespace

platform::Status bench_readable(const Options& options) {
    auto stage = KafkaStage::set(options);
    if (!stage) return stage.error();
    const auto duration = options.length == Length::brief ? steady_short : steady_full;
    std::atomic<std::uint64_t> number = 1;
    Times times;
    platform::Status status;
    std::mutex mutex;
    std::vector<std::thread> threads;
    const auto begun = Clock::now();
    for (std::size_t i = 0; i < steady_threads; ++i) {
        threads.emplace_back([&, i] {
            const auto own = Poster(stage->site, i).run(begun, duration, number);
            const std::lock_guard lock(mutex);
            if (!own)
                status = own.error();
            else
                times.add(*own);
        });
    }
    for (std::thread& thread : threads) thread.join();
    const std::chrono::duration<double> taken = Clock::now() - begun - warm_up;
    if (!status) return status;
    print({"kafka_posted_per_s",
           static_cast<double>(times.acknowledged.size()) / taken.count(),
           static_cast<double>(steady_per_second),
           {}});
    constexpr double goal_ms = 20;
    print({"kafka_acknowledged_p50_ms", percentile(times.acknowledged, 0.50), {}, {}});
    print({"kafka_acknowledged_p99_ms", percentile(times.acknowledged, 0.99), {}, {}});
    print({"kafka_readable_p50_ms", percentile(times.readable, 0.50), {}, {}});
    print({"kafka_readable_p99_ms", percentile(times.readable, 0.99), goal_ms, "<=1.0"});
    return {};
}

}  // namespace tests::bench
