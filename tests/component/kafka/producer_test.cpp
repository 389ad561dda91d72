// SPDX-License-Identifier: EUPL-1.2
// What a broker can answer that a real one is hard to bring to.
#include "platform/kafka/producer.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "platform/kafka/reader.hpp"
#include "tests/component/kafka/mock_cluster.hpp"
#include "tests/support/must.hpp"

namespace {

using namespace platform::kafka;
using namespace std::chrono_literals;
using platform::Errc;
using platform::Result;
using platform::event_log::Place;
using platform::event_log::Record;
using support::must;
using support::kafka::MockCluster;

using Answer = std::future<Result<Place>>;

// Codes of the protocol.
constexpr int message_too_large = 10;
constexpr int not_enough_replicas = 19;
constexpr int topic_authorization_failed = 29;
constexpr int out_of_order_sequence = 45;
constexpr int duplicate_sequence = 46;

Record record(std::string value) {
    return {"key", std::move(value), {}, 1'700'000'000'000};
}

class OnMock : public testing::Test {
protected:
    Answer append(Record record, platform::event_log::Restamp restamp = {}) {
        auto told = std::make_shared<std::promise<Result<Place>>>();
        producer->append(std::move(record), std::move(restamp),
                         [told](auto place) { told->set_value(std::move(place)); });
        return told->get_future();
    }

    std::vector<std::string> values() const {
        const auto reader = must(Reader::make(cluster.settings(), topic));
        const auto end = must(reader->ask_end(10s));
        std::vector<std::string> found;
        while (found.size() < end)
            for (auto& one : must(reader->read(found.size(), end, std::size_t{1} << 40)))
                found.push_back(std::move(one.record.value));
        return found;
    }

    MockCluster cluster;
    const std::string topic = cluster.settings().events_topic();
    std::unique_ptr<Producer> producer =
        std::make_unique<Producer>(cluster.settings(), topic, [](std::uint64_t) {});
};

// Each value once, where it came first.
std::vector<std::string> without_repeats(const std::vector<std::string>& values) {
    std::unordered_set<std::string> seen;
    std::vector<std::string> once;
    for (const auto& value : values)
        if (seen.insert(value).second) once.push_back(value);
    return once;
}

TEST_F(OnMock, AFatalErrorLosesNothingAndKeepsTheOrder) {
    constexpr int count = 3'000;
    must(append(record("first")).get());
    cluster.refuse_next({out_of_order_sequence});

    std::vector<Answer> answers;
    std::vector<std::string> sent{"first"};
    for (int i = 0; i < count; ++i) {
        sent.push_back(std::to_string(i));
        answers.push_back(append(record(sent.back())));
    }

    for (auto& answer : answers) must(answer.get());
    EXPECT_EQ(without_repeats(values()), sent);
    EXPECT_EQ(producer->state().replaced, 1U);
    EXPECT_EQ(producer->state().waiting_records, 0U);
    EXPECT_EQ(producer->state().waiting_bytes, 0U);
}

TEST_F(OnMock, ARecordIsStampedAgainBeforeANewProducerSendsIt) {
    must(append(record("first")).get());
    cluster.refuse_next({out_of_order_sequence});

    auto answer = append(record("sent once"), [](Record& again) { again.value = "sent twice"; });

    EXPECT_EQ(must(answer.get()), 1U);
    EXPECT_EQ(values(), (std::vector<std::string>{"first", "sent twice"}));
}

TEST_F(OnMock, SeveralFatalErrorsOneAfterTheOtherAreSurvived) {
    must(append(record("first")).get());
    cluster.refuse_next({out_of_order_sequence, out_of_order_sequence, out_of_order_sequence});

    auto answer = append(record("second"));

    EXPECT_TRUE(answer.get());
    EXPECT_EQ(without_repeats(values()), (std::vector<std::string>{"first", "second"}));
    EXPECT_EQ(producer->state().replaced, 3U);
}

TEST_F(OnMock, ARecordThatTheBrokerHasAlreadyIsDurableWithoutAPlace) {
    must(append(record("first")).get());
    cluster.refuse_next({duplicate_sequence});

    EXPECT_EQ(must(append(record("had it")).get()), Place{});
}

TEST_F(OnMock, AnErrorThatPassesIsNotTold) {
    must(append(record("first")).get());
    cluster.refuse_next({not_enough_replicas, not_enough_replicas});

    EXPECT_EQ(must(append(record("second")).get()), 1U);
}

TEST_F(OnMock, ARefusalThatMayPassIsToldAsUnavailable) {
    must(append(record("first")).get());
    cluster.refuse_next({topic_authorization_failed});

    EXPECT_EQ(append(record("refused")).get().error().code, Errc::unavailable);
    EXPECT_EQ(values(), (std::vector<std::string>{"first"}));
}

TEST_F(OnMock, ARefusalOfTheRecordItselfIsToldAsInvalid) {
    must(append(record("first")).get());
    cluster.refuse_next({message_too_large});
    const auto too_large = append(record("too large")).get();
    ASSERT_FALSE(too_large);
    EXPECT_EQ(too_large.error().code, Errc::invalid);

    EXPECT_EQ(must(append(record("second")).get()), 1U);
    EXPECT_EQ(values(), (std::vector<std::string>{"first", "second"}));
}

TEST_F(OnMock, ALateAnswerIsToldAsUnknownAndTheRecordLands) {
    must(append(record("first")).get());
    cluster.delay_answers(7'000);

    const auto unknown = append(record("late")).get();

    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, Errc::io);
    EXPECT_NE(unknown.error().detail.find("it may still be"), std::string::npos);
    EXPECT_EQ(producer->state().unknown, 1U);
    EXPECT_EQ(producer->state().waiting_records, 1U);
    cluster.delay_answers(0);
    while (producer->state().waiting_records > 0) std::this_thread::sleep_for(10ms);
    EXPECT_EQ(values(), (std::vector<std::string>{"first", "late"}));
    EXPECT_TRUE(producer->state().answering);
}

TEST_F(OnMock, WhatWasHeldAndNeverSentIsToldAsNotAppended) {
    must(append(record("first")).get());
    cluster.delay_answers(7'000);
    auto sent = append(record("sent"));
    auto held = append(record("held"));

    EXPECT_EQ(sent.get().error().code, Errc::io);
    const auto refused = held.get();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unavailable);

    cluster.delay_answers(0);
    while (producer->state().waiting_records > 0) std::this_thread::sleep_for(10ms);
    EXPECT_EQ(values(), (std::vector<std::string>{"first", "sent"}));
    EXPECT_EQ(producer->state().unknown, 1U);
    EXPECT_EQ(producer->state().waiting_bytes, 0U);
}

TEST_F(OnMock, SeveralAppendedAtOnceEachHaveTheirOutcomeAndKeepTheirOrder) {
    std::vector<platform::event_log::Appending> all;
    std::vector<Answer> answers;
    for (int i = 0; i < 100; ++i) {
        auto told = std::make_shared<std::promise<Result<Place>>>();
        answers.push_back(told->get_future());
        all.push_back({record(std::to_string(i)), {}, [told](auto place) {
                           told->set_value(std::move(place));
                       }});
    }
    all[50].record.value = std::string(platform::event_log::record_bytes_max, 'x');
    producer->append(std::move(all));

    std::vector<std::string> sent;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto place = answers[i].get();
        if (i == 50) {
            EXPECT_EQ(place.error().code, Errc::invalid);
            continue;
        }
        EXPECT_EQ(must(place), sent.size());
        sent.push_back(std::to_string(i));
    }
    EXPECT_EQ(values(), sent);
}

TEST_F(OnMock, WithoutABrokerTheQueueFillsToItsRecordsAndNoFurther) {
    cluster.stop_broker();
    std::atomic<int> told{0};
    for (std::size_t i = 0; i < queue_records_max; ++i)
        producer->append(record("v"), {}, [&](const auto&) { ++told; });
    ASSERT_EQ(told, 0);

    auto refused = append(record("one more"));
    ASSERT_EQ(refused.wait_for(0s), std::future_status::ready);
    EXPECT_EQ(refused.get().error().code, Errc::unavailable);

    cluster.start_broker();
    producer.reset();
    EXPECT_EQ(told, queue_records_max);
}

TEST_F(OnMock, WithoutABrokerTheQueueFillsToItsBytesAndNoFurther) {
    cluster.stop_broker();
    const auto large = record(std::string(900'000, 'v'));
    const auto count = queue_bytes_max / record_bytes(large);
    for (std::size_t i = 0; i < count; ++i) producer->append(large, {}, [](const auto&) {});
    EXPECT_EQ(producer->state().waiting_records, count);

    EXPECT_EQ(append(large).get().error().code, Errc::unavailable);
    producer->append(record("small"), {}, [](const auto&) {});
    EXPECT_EQ(producer->state().waiting_records, count + 1);
}

TEST_F(OnMock, WhatIsNotAnsweredAtTheEndIsUnknown) {
    must(append(record("first")).get());
    cluster.stop_broker();
    auto answer = append(record("second"));

    producer.reset();

    EXPECT_EQ(answer.get().error().code, Errc::io);
}

}  // namespace
