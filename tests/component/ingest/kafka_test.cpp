// SPDX-License-Identifier: EUPL-1.2
// Two ingests and a query API on a real broker.
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <string>
#include <thread>

#include "domain/codec/event_json.hpp"
#include "domain/event.hpp"
#include "ingest/program.hpp"
#include "platform/kafka/topics.hpp"
#include "query-api/replica.hpp"
#include "tests/component/ingest/site.hpp"
#include "tests/component/kafka/cluster.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::ingest_site {
namespace {

using namespace std::chrono_literals;
using platform::kafka::Settings;
using support::must;

const Headers waiting{
    {"prefer", "wait=30"}
};

// Topics of a log that is opened.
Settings opened_log() {
    const auto settings = support::kafka::fresh_topics();
    const auto log = support::kafka::opened(settings);
    must(support::kafka::append(*log, support::kafka::record(support::log_opened_event())));
    return settings;
}

// A query API as its program wires it.
class QueryReplica {
public:
    explicit QueryReplica(const Settings& settings)
        : log_(support::kafka::opened(settings)), writer_(settings) {
        query_api::ReplicaOptions options;
        options.data = folder_ / "store";
        options.port = options.admin_port = 0;
        replica_ = must(query_api::Replica::start(
            options,
            {*log_, [] { return true; },
             [this](std::string key, std::string value, auto done) {
                 writer_.publish(std::move(key), std::move(value), std::move(done));
             }},
            [](const platform::Error& error) { ADD_FAILURE() << error.detail; }));
        reader_ = must(platform::kafka::TableReader::start(
            settings, {.row = [this](const auto& key,
                                     const auto& value) { replica_->catalogue().read(key, value); },
                       .reached_end = [this] { replica_->catalogue().reached_end(); }}));
    }
    QueryReplica(const QueryReplica&) = delete;
    QueryReplica& operator=(const QueryReplica&) = delete;
    ~QueryReplica() {
        reader_.reset();
        replica_->stop();
    }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(replica_->port()); }

private:
    support::TemporaryDirectory folder_;
    std::unique_ptr<platform::kafka::KafkaLog> log_;
    std::unique_ptr<query_api::Replica> replica_;
    platform::kafka::TableWriter writer_;  // After what it tells of its rows.
    std::unique_ptr<platform::kafka::TableReader> reader_;
};

class Ingest {
public:
    Ingest(const Settings& settings, const std::string& query_url) {
        ingest::ProgramOptions options;
        options.kafka = settings;
        options.replica.port = options.replica.admin_port = 0;
        options.replica.query_url = query_url;
        if (const auto started = running_.start(
                options, [this](const auto& error) { lost_.set_value(error.detail); });
            !started)
            throw std::runtime_error(started.error().detail);
    }

    Answer post(std::string target, Headers headers, std::string body) const {
        return post_to("http://127.0.0.1:" + std::to_string(running_.replica().port()),
                       {"POST", std::move(target), std::move(headers), std::move(body)});
    }
    Answer post_event(std::string body, Headers more = {}) const {
        more.emplace_back("content-type", "application/cloudevents+json");
        return post("/v1/events", std::move(more), std::move(body));
    }
    // Waits until it finds that its topic is not its log any more; what it says.
    std::string await_lost() { return lost_.get_future().get(); }
    void await_ready() const {
        const auto url = "http://127.0.0.1:" + std::to_string(running_.replica().admin_port());
        while (post_to(url, {"GET", "/readyz", {}, {}}).status != 200)
            std::this_thread::sleep_for(10ms);
    }

private:
    std::promise<std::string> lost_;
    ingest::KafkaReplica running_;
};

const Headers json{
    {"content-type", "application/json"}
};

std::string measure_of(const std::string& indicator, std::string_view id) {
    auto event = measure_event(id, "49");
    return event.replace(event.find("IND-001"), 7, indicator);
}

TEST(IngestOnKafka, TakesMeasuresAtOnceThroughAnotherIngestThanTheirDefinition) {
    const auto settings = opened_log();
    const QueryReplica query{settings};
    const Ingest one{settings, query.url()};
    const Ingest other{settings, query.url()};

    for (int i = 100; i < 120; ++i) {
        const auto digits = std::to_string(i);
        ASSERT_EQ(one.post("/v1/policies", json, support::policy_data("CH-" + digits)).status, 201);
        ASSERT_EQ(one.post("/v1/indicators", json,
                           support::indicator_data("IND-" + digits, "CH-" + digits,
                                                   support::rolled_up_members("sum")))
                      .status,
                  201);
        const auto answer = other.post_event(measure_of("IND-" + digits, digits), waiting);
        ASSERT_EQ(answer.status, 200) << answer.raw.body;
        EXPECT_EQ(answer.text("status"), "applied");
    }
    EXPECT_EQ(other.post_event(measure_of("IND-999", "1")).status, 422);
    const auto again = one.post_event(measure_of("IND-100", "100"), waiting);
    EXPECT_EQ(again.body.at("duplicate"), true);
    EXPECT_EQ(again.text("position"), "test.3");
}

TEST(IngestOnKafka, StartsOnTheCatalogueThatIsThere) {
    const auto settings = opened_log();
    const QueryReplica query{settings};
    {
        const Ingest one{settings, query.url()};
        one.post("/v1/policies", json, support::policy_data("CH-001"));
        auto headers = json;
        headers.insert(headers.end(), waiting.begin(), waiting.end());
        ASSERT_EQ(one.post("/v1/indicators", headers, support::indicator_data("IND-001", "CH-001"))
                      .status,
                  200);
        ASSERT_EQ(one.post_event(measure_event("1", "49")).status, 201);
    }
    const Ingest later{settings, ""};
    later.await_ready();

    EXPECT_EQ(later.post_event(measure_event("2", "49")).status, 201);
}

TEST(IngestOnKafka, WritesRecordsAsTheyAreReadBack) {
    const auto settings = opened_log();
    const Ingest ingest{settings, ""};
    ingest.await_ready();

    const auto answer = ingest.post_event(
        live_event("1", domain::event_type::policy_defined, support::policy_data("CH-001")),
        {
            {"traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}
    });

    ASSERT_EQ(answer.status, 201) << answer.raw.body;
    EXPECT_EQ(answer.text("position"), "test.1");
    const auto log = support::kafka::opened(settings);
    const auto record = must(log->read(1, 1, 1)).at(0).record;
    EXPECT_EQ(record.key, "CH-001");
    EXPECT_EQ(record.headers,
              (platform::event_log::Headers{
                  {"content-type", "application/cloudevents+json"                           },
                  {"traceparent",  "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}
    }));
    const auto envelope = must(domain::codec::decode_envelope(record.value));
    EXPECT_EQ(envelope.recorded->microseconds() / 1'000, record.timestamp_ms);
}

std::string policy_event(const std::string& id) {
    return live_event(id, domain::event_type::policy_defined, support::policy_data("CH-001"));
}

// A log under the name of another, `records` long.
void make_again(const Settings& settings, std::string_view log_id, int records) {
    support::kafka::delete_topic(settings.events_topic());
    while (!platform::kafka::create_topics(settings, 1)) std::this_thread::sleep_for(100ms);
    const auto log = support::kafka::opened(settings);
    must(support::kafka::append(*log,
                                support::kafka::record(domain::codec::encode_log_opened(log_id))));
    for (int i = 1; i < records; ++i)
        must(support::kafka::append(*log, support::kafka::record(policy_event("of the other"))));
}

TEST(IngestOnKafka, TakesNothingMoreOnceARecordIsAcknowledgedWhereAnEarlierOneWas) {
    const auto settings = opened_log();
    Ingest ingest{settings, ""};
    ingest.await_ready();
    for (const char* id : {"1", "2", "3"})
        ASSERT_EQ(ingest.post_event(policy_event(id)).status, 201);
    make_again(settings, "other", 1);

    auto answer = ingest.post_event(policy_event("4"));

    EXPECT_EQ(answer.status, 503) << answer.raw.body;
    EXPECT_EQ(ingest.post_event(policy_event("5")).status, 503);
    EXPECT_NE(ingest.await_lost().find("was deleted and made again"), std::string::npos);
}

TEST(IngestOnKafka, FindsATopicMadeAgainThatHasGrownBeyondIt) {
    const auto settings = opened_log();
    Ingest ingest{settings, ""};
    ingest.await_ready();
    ASSERT_EQ(ingest.post_event(policy_event("1")).status, 201);
    make_again(settings, "other", 10);

    EXPECT_NE(ingest.await_lost().find("holds log other, not log test"), std::string::npos);
}

TEST(IngestOnKafka, RefusesToStartOnWhatIsNoLog) {
    const auto why = [](const Settings& settings) {
        ingest::ProgramOptions options;
        options.kafka = settings;
        options.replica.port = options.replica.admin_port = 0;
        const auto started = ingest::KafkaReplica{}.start(options, [](const auto&) {});
        return started ? std::string{} : started.error().detail;
    };

    EXPECT_NE(why(support::kafka::fresh_settings()).find("topics create"), std::string::npos);
    EXPECT_NE(why(support::kafka::fresh_topics()).find("topics create"), std::string::npos);
    const auto other = support::kafka::fresh_topics();
    must(support::kafka::append(*support::kafka::opened(other), support::kafka::record("{}")));
    EXPECT_NE(why(other).find("--prefix"), std::string::npos);
    auto unreadable = other;
    unreadable.bootstrap = "nowhere";
    EXPECT_NE(why(unreadable).find("nowhere"), std::string::npos);
}

}  // namespace
}  // namespace tests::ingest_site
