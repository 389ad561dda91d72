// SPDX-License-Identifier: EUPL-1.2
// Replicas of the read side on a real broker.
#include <gtest/gtest.h>

#include <filesystem>
#include <future>
#include <map>
#include <mutex>
#include <thread>

#include "domain/codec/event_json.hpp"
#include "platform/http/client.hpp"
#include "platform/kafka/table.hpp"
#include "platform/kafka/topics.hpp"
#include "projector/read_model/catalogue_entry.hpp"
#include "projector/rebuild.hpp"
#include "projector/store_folder.hpp"
#include "projector/tool/store_source.hpp"
#include "query-api/kafka_replica.hpp"
#include "tests/component/kafka/cluster.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::query {
namespace {

namespace fs = std::filesystem;
using platform::Errc;
using platform::kafka::KafkaLog;
using platform::kafka::Settings;
using query_api::KafkaReplica;
using query_api::ReplicaOptions;
using support::must;

constexpr std::chrono::milliseconds poll_pause{5};

std::string a_policy(const std::string& id, const std::string& title) {
    support::EventText text;
    text.type = domain::event_type::policy_defined;
    text.data = support::policy_data(id, R"("title":")" + title + "\"");
    text.id = id + title;
    return support::cloud_event(text);
}

// What the catalogue topic holds, read from its beginning.
class Topic {
public:
    explicit Topic(const Settings& settings)
        : reader_(must(platform::kafka::TableReader::start(
              settings, {.row =
                             [this](std::string key, std::string value) {
                                 const std::lock_guard lock{mutex_};
                                 rows_.insert_or_assign(std::move(key), std::move(value));
                             },
                         .reached_end = [] {}}))) {}

    std::string row(const std::string& key) {
        const std::lock_guard lock{mutex_};
        return rows_.contains(key) ? rows_.at(key) : "";
    }
    void await(const std::string& key, std::string_view part) {
        while (row(key).find(part) == std::string::npos) std::this_thread::sleep_for(poll_pause);
    }

private:
    std::mutex mutex_;
    std::map<std::string, std::string> rows_;
    std::unique_ptr<platform::kafka::TableReader> reader_;
};

class KafkaReplicaTest : public testing::Test {
protected:
    void SetUp() override {
        settings = support::kafka::fresh_topics();
        log = support::kafka::opened(settings);
        append(domain::codec::encode_log_opened("one"));
        append(a_policy("CH-001", "first"));
    }

    void append(const std::string& event) {
        must(support::kafka::append(*log, support::kafka::record(event)));
    }

    ReplicaOptions options(const std::string& name) const {
        ReplicaOptions made;
        made.data = folder.path() / name;
        made.port = made.admin_port = 0;
        return made;
    }

    platform::Result<std::unique_ptr<KafkaReplica>> start(const ReplicaOptions& with) {
        return KafkaReplica::start(
            settings, with, [this](const platform::Error& error) { failed.set_value(error); });
    }

    std::unique_ptr<KafkaReplica> started(const std::string& name) {
        return must(start(options(name)));
    }

    static std::string admin_url(const KafkaReplica& replica) {
        return "http://127.0.0.1:" + std::to_string(replica.replica().admin_port());
    }

    static platform::http::ClientResponse get(std::uint16_t port, const std::string& target) {
        auto client =
            must(platform::http::Client::open("http://127.0.0.1:" + std::to_string(port)));
        return must(client.get(target));
    }

    static void await_policy(const KafkaReplica& replica, const std::string& id,
                             const std::string& title) {
        while (get(replica.replica().port(), "/v1/policies/" + id).body.find(title) ==
               std::string::npos)
            std::this_thread::sleep_for(poll_pause);
    }

    Settings settings;
    std::unique_ptr<KafkaLog> log;
    support::TemporaryDirectory folder;
    std::promise<platform::Error> failed;
};

TEST_F(KafkaReplicaTest, FollowsTheLogAndKeepsTheCatalogueTopic) {
    const auto replica = started("a");
    Topic topic{settings};
    await_policy(*replica, "CH-001", "first");
    topic.await("CH-001", R"("sequence":1,)");
    topic.await("_position", R"("next":2})");
    append(a_policy("CH-001", "second"));
    await_policy(*replica, "CH-001", "second");
    topic.await("CH-001", R"("sequence":2,)");
    topic.await("_position", R"("next":3})");
    EXPECT_NE(get(replica->replica().admin_port(), "/metrics").body.find("barometre_log_answers 1"),
              std::string::npos);
    EXPECT_EQ(get(replica->replica().admin_port(), "/readyz").status, 200);
}

TEST_F(KafkaReplicaTest, WritesAgainWhatAReplicaBehindWroteLater) {
    const auto replica = started("a");
    Topic topic{settings};
    append(a_policy("CH-001", "second"));
    topic.await("CH-001", R"("sequence":2,)");
    platform::kafka::TableWriter other{settings};
    const domain::PolicyDefinition old{must(domain::PolicyId::parse("CH-001"))};
    std::promise<void> kept;
    other.publish("CH-001", encode(projector::read_model::CatalogueEntry{"one", 1, 1, old}),
                  [&kept](const auto&) { kept.set_value(); });
    kept.get_future().get();
    topic.await("CH-001", R"("sequence":1,)");
    topic.await("CH-001", R"("sequence":2,)");
}

TEST_F(KafkaReplicaTest, IsEqualToAnotherReplicaAndToARebuild) {
    const auto a = started("a");
    const auto b = started("b");
    for (int i = 0; i < 200; ++i) append(a_policy("CH-002", std::to_string(i)));
    await_policy(*a, "CH-002", "199");
    await_policy(*b, "CH-002", "199");
    const auto digest = [](const KafkaReplica& replica) {
        const auto source = must(projector::tool::StoreSource::open(admin_url(replica)));
        return must(source.store().digest());
    };
    EXPECT_EQ(digest(*a), digest(*b));
    const auto rebuilt = must(
        projector::rebuild(*log, options("a").data, {}, [](const projector::RebuildProgress&) {}));
    EXPECT_EQ(must(rebuilt.store->digest()), digest(*a));
}

TEST_F(KafkaReplicaTest, RefusesATopicMadeAgainUnderTheSameName) {
    {
        const auto replica = started("a");
        await_policy(*replica, "CH-001", "first");
    }
    support::kafka::delete_topic(settings.events_topic());
    // It goes after the broker's answer only.
    for (;;) {
        const auto report = platform::kafka::create_topics(settings, 1);
        if (report && !report->created.empty()) break;
        std::this_thread::sleep_for(poll_pause);
    }
    log = support::kafka::opened(settings);
    append(domain::codec::encode_log_opened("two"));
    const auto refused = start(options("a"));
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("another log, two"), std::string::npos)
        << refused.error().detail;
    auto expecting = options("empty");
    expecting.expect_log = "one";
    const auto empty = start(expecting);
    ASSERT_FALSE(empty);
    EXPECT_NE(empty.error().detail.find("not one as --expect-log wants"), std::string::npos);
    EXPECT_FALSE(fs::exists(expecting.data));
}

TEST_F(KafkaReplicaTest, RefusesATruncatedTopic) {
    {
        const auto replica = started("a");
        await_policy(*replica, "CH-001", "first");
    }
    for (int i = 0; i < 5; ++i) append(a_policy("CH-002", std::to_string(i)));
    support::kafka::delete_records(settings.events_topic(), 4);
    const auto refused = start(options("a"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().detail.find('\n'), std::string::npos);
    EXPECT_EQ(refused.error().code, Errc::corrupt) << refused.error().detail;
}

TEST_F(KafkaReplicaTest, SaysThatNoBrokerAnswers) {
    auto nowhere = settings;
    nowhere.bootstrap = "127.0.0.1:1";
    const auto refused = KafkaReplica::start(nowhere, options("a"), [](const auto&) {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unavailable) << refused.error().detail;
    EXPECT_NE(refused.error().detail.find("127.0.0.1:1"), std::string::npos)
        << refused.error().detail;
}

}  // namespace
}  // namespace tests::query
