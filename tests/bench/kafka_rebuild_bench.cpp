// SPDX-License-Identifier: EUPL-1.2
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "platform/kafka/kafka_log.hpp"
#include "platform/kafka/partition_consumer.hpp"
#include "platform/rocks/database.hpp"
#include "projector/read_model/schema.hpp"
#include "projector/rebuild.hpp"
#include "tests/bench/benches.hpp"
#include "tests/bench/kafka_stage.hpp"
#include "tests/bench/report.hpp"
#include "tests/vectors/support/api.hpp"
#include "tests/vectors/support/failure.hpp"

namespace tests::bench {
namespace {

using Clock = std::chrono::steady_clock;
using platform::rocks::Database;

// A log of monthly reports: one event for each indicator and month, a row for each department.
constexpr std::size_t indicators = 20;
constexpr std::size_t months_short = 24;
constexpr std::size_t months_full = 60;
constexpr std::size_t departments = 94;
constexpr std::size_t repeats = 3;
constexpr std::size_t batch_rows = 20'000;
constexpr std::chrono::milliseconds poll_time{1'000};

std::string indicator_id(std::size_t number) {
    return "IND-" + std::to_string(500 + number);
}

std::string department_id(std::size_t number) {
    // From 01 to 95; there is no 20.
    const std::size_t code = number < 19 ? number + 1 : number + 2;
    return std::string(code < 10 ? "DEPT-0" : "DEPT-") + std::to_string(code);
}

std::string report(std::size_t indicator, std::size_t month) {
    std::string text = R"({"specversion":"1.0","id":")" + std::to_string(indicator) + "-" +
                       std::to_string(month) +
                       R"(","source":"urn:bench","type":"fr.barometre.measures.reported.v1",)"
                       R"("datacontenttype":"application/json","data":{"rows":[)";
    for (std::size_t i = 0; i < departments; ++i) {
        if (i > 0) text += ',';
        text += R"({"indicator":")" + indicator_id(indicator) + R"(","territory":")" +
                department_id(i) + R"(","kind":"actual","date":")" +
                std::to_string(2015 + month / 12) + (month % 12 < 9 ? "-0" : "-") +
                std::to_string(month % 12 + 1) + R"(-01","value":")" +
                std::to_string(month * departments + i) + R"("})";
    }
    return text + "]}}";
}

platform::Status send(vectors::Api& api, std::string target, std::string type, std::string body) {
    const auto answer = api.send({.method = "POST",
                                  .target = std::move(target),
                                  .headers = {{"content-type", std::move(type)}},
                                  .body = std::move(body)});
    if (!answer) return answer.error();
    if (answer->status != 200 && answer->status != 201) return vectors::failure(answer->body);
    return {};
}

platform::Status fill(const std::string& ingest_url, std::size_t months) {
    auto api = vectors::Api::open(ingest_url);
    if (!api) return api.error();
    for (std::size_t i = 0; i < indicators; ++i) {
        const auto defined = send(*api, "/v1/indicators", "application/json",
                                  R"({"id":")" + indicator_id(i) +
                                      R"(","policy":"CH-045","roll_up":{"actual":{)"
                                      R"("department":{"from":"entered","operation":"none"},)"
                                      R"("region":{"from":"departments","operation":"sum"},)"
                                      R"("nation":{"from":"regions","operation":"sum"}}}})");
        if (!defined) return defined;
    }
    for (std::size_t month = 0; month < months; ++month) {
        for (std::size_t i = 0; i < indicators; ++i) {
            const auto sent =
                send(*api, "/v1/events", "application/cloudevents+json", report(i, month));
            if (!sent) return sent;
        }
    }
    return {};
}

double seconds_since(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

// Seconds to read the topic with librdkafka alone.
platform::Result<double> consume(const platform::kafka::Settings& settings) {
    auto consumer = platform::kafka::PartitionConsumer::make(settings, settings.events_topic());
    if (!consumer) return consumer.error();
    const auto begun = Clock::now();
    (*consumer)->start(0);
    while (true) {
        const auto polled = (*consumer)->poll(poll_time);
        if (std::holds_alternative<platform::kafka::PartitionConsumer::End>(polled))
            return seconds_since(begun);
        if (const auto* error = std::get_if<platform::Error>(&polled)) return *error;
    }
}

// Seconds to write every row of the read model in `from` to a new database at `path`, read before.
platform::Result<double> write_rows(const Database& from, const std::string& path) {
    const auto& names = projector::read_model::family_names();
    auto to = Database::open(path, names);
    if (!to) return to.error();
    double seconds = 0;
    platform::rocks::WriteBatch batch(**to);
    for (std::size_t family = 0; family < names.size(); ++family) {
        auto cursor = from.cursor(family);
        for (cursor.seek({}); cursor.valid(); cursor.next()) {
            batch.put(family, cursor.key(), cursor.value());
            if (batch.count() < batch_rows) continue;
            const auto begun = Clock::now();
            if (auto written = (*to)->write(batch, platform::rocks::Sync::no); !written)
                return written.error();
            seconds += seconds_since(begun);
            batch.clear();
        }
        if (auto scanned = cursor.status(); !scanned) return scanned.error();
    }
    const auto begun = Clock::now();
    if (auto written = (*to)->write(batch, platform::rocks::Sync::no); !written)
        return written.error();
    return seconds + seconds_since(begun);
}

}  // namespace

platform::Status bench_kafka_rebuild(const Options& options) {
    auto stage = KafkaStage::set(options);
    if (!stage) return stage.error();
    const std::size_t months = options.length == Length::brief ? months_short : months_full;
    const auto filled = fill(stage->site.ingest_urls().front(), months);
    if (!filled) return filled;
    // The machine is the rebuild's alone.
    if (auto stopped = stage->site.stop(); !stopped) return stopped;

    const platform::kafka::Settings settings{.bootstrap = stage->brokers.bootstrap(),
                                             .prefix = stage->site.prefix()};
    std::vector<double> rebuilt_seconds;
    std::vector<double> raw_seconds;
    for (std::size_t i = 0; i < repeats; ++i) {
        auto log = platform::kafka::KafkaLog::open(settings);
        if (!log) return log.error();
        const auto data = stage->folder.path() / ("data-" + std::to_string(i));
        const auto begun = Clock::now();
        auto rebuilt = projector::rebuild(**log, data, {}, [](const auto&) {});
        if (!rebuilt) return rebuilt.error();
        rebuilt_seconds.push_back(seconds_since(begun));
        const auto consumed = consume(settings);
        if (!consumed) return consumed.error();
        const auto written = write_rows(rebuilt->store->database(), (data / "raw").string());
        if (!written) return written.error();
        raw_seconds.push_back(*consumed + *written);
    }
    const auto rows = static_cast<double>(indicators * months * departments);
    print({"kafka_rebuild_rows_per_s", rows / median(rebuilt_seconds), rows / median(raw_seconds),
           ">=0.5"});
    return {};
}

}  // namespace tests::bench
