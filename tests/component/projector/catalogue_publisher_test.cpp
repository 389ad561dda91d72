// SPDX-License-Identifier: EUPL-1.2
#include "projector/catalogue_publisher.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "domain/codec/event_json.hpp"
#include "platform/event_log/memory_log.hpp"
#include "projector/projector.hpp"
#include "projector/read_model/catalogue_entry.hpp"
#include "tests/component/projector/random_log.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::projector {
namespace {

using namespace ::projector::read_model;
using ::projector::CataloguePublisher;
using ::projector::position_interval;
using ::projector::row_interval;
using Clock = CataloguePublisher::Clock;

struct Published {
    std::string key;
    std::string value;
    std::function<void(platform::Status)> done;
};

// A store of the log "one", its publisher, and what it published, in the order of the topic.
class Publishing : public testing::Test {
protected:
    void SetUp() override {
        append(log, domain::codec::encode_log_opened("one"));
        define("CH-001", "first");
        store = make_store(folder.path() / "store", log);
        publisher.emplace(*store, "one", [this](auto key, auto value, auto done) {
            topic.push_back({std::move(key), std::move(value), std::move(done)});
        });
    }

    void define(std::string_view policy, std::string_view title) {
        support::EventText text;
        text.type = domain::event_type::policy_defined;
        text.data = support::policy_data(policy, "\"title\":\"" + std::string{title} + "\"");
        text.id = std::to_string(log.end());
        append(log, support::cloud_event(text));
    }

    void fold() {
        ::projector::Projector projector{*store, log};
        ASSERT_TRUE(projector.catch_up());
    }

    // The keys, with their sequence or position, that are published at once; `kept` and read back.
    std::string publish(std::chrono::milliseconds later = std::chrono::milliseconds{0}) {
        const std::string keys = publish_unanswered(later);
        answer_all();
        return keys;
    }

    std::string publish_unanswered(std::chrono::milliseconds later = std::chrono::milliseconds{0}) {
        now += later;
        const std::size_t before = topic.size();
        publisher->publish_missing(now);
        std::string keys;
        for (std::size_t i = before; i < topic.size(); ++i)
            keys += topic[i].key + "@" + std::to_string(sequence_of(topic[i])) + " ";
        return keys;
    }

    void answer_all() {
        for (; answered < topic.size(); ++answered) {
            topic[answered].done({});
            publisher->read(topic[answered].key, topic[answered].value);
        }
    }

    static domain::Sequence sequence_of(const Published& row) {
        const auto decoded = support::must(decode_catalogue_row(row.key, row.value));
        if (const auto* entry = std::get_if<CatalogueEntry>(&decoded)) return entry->sequence;
        return std::get<CataloguePosition>(decoded).next;
    }

    static std::string a_policy(std::string_view log_id, domain::Sequence sequence) {
        return encode(CatalogueEntry{
            std::string{log_id}, 1, sequence,
            domain::PolicyDefinition{support::must(domain::PolicyId::parse("CH-001"))}});
    }

    support::TemporaryDirectory folder;
    platform::event_log::MemoryLog log;
    std::unique_ptr<Store> store;
    std::deque<Published> topic;
    std::size_t answered = 0;
    Clock::time_point now = Clock::now();
    std::optional<CataloguePublisher> publisher;
};

TEST_F(Publishing, WaitsUntilTheTopicIsRead) {
    EXPECT_EQ(publish(), "");
    publisher->reached_end();
    EXPECT_EQ(publish(), "CH-001@1 _position@1 ");
}

TEST_F(Publishing, LeavesWhatTheTopicHasAlready) {
    publisher->read("CH-001", a_policy("one", 1));
    publisher->read("_position", encode(CataloguePosition{"one", 1, 2}));
    publisher->reached_end();
    EXPECT_EQ(publish(), "");
}

TEST_F(Publishing, LeavesWhatAReplicaAheadHasWritten) {
    publisher->read("CH-001", a_policy("one", 9));
    publisher->read("_position", encode(CataloguePosition{"one", 1, 10}));
    publisher->reached_end();
    EXPECT_EQ(publish(), "");
}

TEST_F(Publishing, TellsThePositionOnlyOnceItsDefinitionsAreKept) {
    publisher->reached_end();
    EXPECT_EQ(publish_unanswered(), "CH-001@1 _position@1 ");
    EXPECT_EQ(publish_unanswered(position_interval), "");
    answer_all();
    EXPECT_EQ(publish(), "_position@2 ");
    EXPECT_EQ(publish(position_interval), "");
}

TEST_F(Publishing, TellsThePositionAtMostFiveTimesASecond) {
    publisher->reached_end();
    publish();
    publish(position_interval);
    append(log, "{}");
    fold();
    EXPECT_EQ(publish(position_interval), "_position@3 ");
    append(log, "{}");
    fold();
    EXPECT_EQ(publish(position_interval - std::chrono::milliseconds{1}), "");
    EXPECT_EQ(publish(std::chrono::milliseconds{1}), "_position@4 ");
}

TEST_F(Publishing, PublishesANewDefinitionAtOnce) {
    publisher->reached_end();
    publish();
    define("CH-001", "second");
    define("CH-002", "other");
    fold();
    EXPECT_EQ(publish(), "CH-001@2 CH-002@3 ");
}

TEST_F(Publishing, WritesAgainWhatAReplicaBehindHasWrittenLater) {
    publisher->reached_end();
    define("CH-001", "second");
    fold();
    publish();
    publish(position_interval);
    publisher->read("CH-001", a_policy("one", 1));
    publisher->read("_position", encode(CataloguePosition{"one", 1, 2}));
    EXPECT_EQ(publish(row_interval), "CH-001@2 _position@3 ");
    EXPECT_EQ(publish(row_interval), "");
}

TEST_F(Publishing, WritesNothingAgainForAnOldRowThatCameBeforeItsOwn) {
    publisher->reached_end();
    define("CH-001", "second");
    fold();
    EXPECT_EQ(publish_unanswered(), "CH-001@2 _position@2 ");
    publisher->read("CH-001", a_policy("one", 1));
    answer_all();
    publish(position_interval);
    EXPECT_EQ(publish(row_interval), "");
}

TEST_F(Publishing, SendsAgainWhatWasRefusedAfterAPause) {
    publisher->reached_end();
    publish_unanswered();
    const platform::Error refused{platform::Errc::unavailable, "full"};
    for (auto& row : topic) row.done(refused);
    answered = topic.size();
    EXPECT_EQ(publish_unanswered(row_interval - std::chrono::milliseconds{1}), "_position@1 ");
    EXPECT_EQ(publish(std::chrono::milliseconds{1}), "CH-001@1 ");
    EXPECT_EQ(publish(position_interval), "_position@2 ");
}

TEST_F(Publishing, OverwritesRowsOfAnotherLogButNotInARace) {
    publisher->read("CH-001", a_policy("older", 500));
    publisher->read("_position", encode(CataloguePosition{"older", 1, 501}));
    publisher->reached_end();
    EXPECT_EQ(publish(), "CH-001@1 _position@1 ");
    EXPECT_EQ(publish(position_interval), "_position@2 ");
    publisher->read("CH-001", a_policy("older", 501));
    EXPECT_EQ(publish(position_interval), "");
    EXPECT_EQ(publish(row_interval), "CH-001@1 ");
}

TEST_F(Publishing, OverwritesWhatCannotBeRead) {
    publisher->read("CH-001", "{");
    publisher->reached_end();
    EXPECT_EQ(publish(), "CH-001@1 _position@1 ");
}

}  // namespace
}  // namespace tests::projector
