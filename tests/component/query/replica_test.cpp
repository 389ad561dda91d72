// SPDX-License-Identifier: EUPL-1.2
// A replica as its program runs it, on a log in memory.
#include "query-api/replica.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "domain/codec/event_json.hpp"
#include "platform/event_log/memory_log.hpp"
#include "platform/http/client.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/file_size_limit.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::query {
namespace {

namespace fs = std::filesystem;
using platform::Errc;
using platform::event_log::MemoryLog;
using query_api::Replica;
using query_api::ReplicaOptions;

void append(MemoryLog& log, const std::string& event) {
    log.append({.key = "test", .value = event, .headers = {}, .timestamp_ms = 0},
               [](const auto& place) { ASSERT_TRUE(place); });
}

std::string a_policy(const std::string& id) {
    support::EventText text;
    text.type = domain::event_type::policy_defined;
    text.data = support::policy_data(id);
    text.id = id;
    return support::cloud_event(text);
}

class ReplicaTest : public testing::Test {
protected:
    void SetUp() override {
        append(log, domain::codec::encode_log_opened("one"));
        append(log, a_policy("CH-001"));
        options.data = folder.path() / "data";
        options.port = options.admin_port = 0;
    }

    platform::Result<std::unique_ptr<Replica>> start(platform::event_log::EventLog& of) {
        return Replica::start(options,
                              {.log = of,
                               .log_answers = [] { return true; },
                               .publish =
                                   [this](const std::string& key, const std::string&, auto done) {
                                       const std::lock_guard lock{mutex};
                                       published.push_back(key);
                                       done({});
                                   }},
                              [this](const platform::Error& error) { failed.set_value(error); });
    }

    // What the replica says of `of` at its start.
    std::string refusal(platform::event_log::EventLog& of) {
        const auto refused = start(of);
        return refused ? "it starts" : refused.error().detail;
    }

    static int status(std::uint16_t port, const std::string& target) {
        auto client =
            support::must(platform::http::Client::open("http://127.0.0.1:" + std::to_string(port)));
        return support::must(client.get(target)).status;
    }

    static void await_ready(const Replica& replica) {
        while (status(replica.admin_port(), "/readyz") != 200)
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }

    support::TemporaryDirectory folder;
    MemoryLog log;
    ReplicaOptions options;
    std::mutex mutex;
    std::vector<std::string> published;
    std::promise<platform::Error> failed;
};

TEST_F(ReplicaTest, AnswersReadsAndOperatorsOnTwoPorts) {
    const auto replica = support::must(start(log));
    await_ready(*replica);
    EXPECT_EQ(status(replica->port(), "/readyz"), 200);
    EXPECT_EQ(status(replica->port(), "/v1/policies/CH-001"), 200);
    EXPECT_EQ(status(replica->port(), "/checkpoint"), 404);
    EXPECT_EQ(status(replica->admin_port(), "/metrics"), 200);
    EXPECT_EQ(status(replica->admin_port(), "/v1/policies"), 404);
}

TEST_F(ReplicaTest, PublishesItsDefinitionsOnceItIsLiveAndTheTopicIsRead) {
    const auto replica = support::must(start(log));
    await_ready(*replica);
    replica->catalogue().reached_end();
    const auto count = [this] {
        const std::lock_guard lock{mutex};
        return published.size();
    };
    while (count() < 2) std::this_thread::sleep_for(std::chrono::milliseconds{5});
    EXPECT_EQ(published.front(), "CH-001");
}

TEST_F(ReplicaTest, GoesOnWhereItWas) {
    support::must(start(log))->stop();
    append(log, a_policy("CH-002"));
    const auto replica = support::must(start(log));
    await_ready(*replica);
    EXPECT_EQ(status(replica->port(), "/v1/policies/CH-002"), 200);
}

TEST_F(ReplicaTest, RefusesALogThatIsNotTheExpectedOneAlsoWithAnEmptyStore) {
    options.expect_log = "two";
    EXPECT_NE(refusal(log).find("this is the log one, not two"), std::string::npos);
    EXPECT_FALSE(fs::exists(options.data));
    options.expect_log = "one";
    EXPECT_TRUE(start(log));
}

TEST_F(ReplicaTest, RefusesAStoreOfAnotherLogAndReadsNothingAgain) {
    await_ready(*support::must(start(log)));
    MemoryLog made_again;
    append(made_again, domain::codec::encode_log_opened("two"));
    append(made_again, a_policy("CH-009"));
    EXPECT_NE(refusal(made_again)
                  .find("another log, two: another topic, or one made again under "
                        "the same name"),
              std::string::npos);
    EXPECT_EQ(refusal(log), "it starts");
}

TEST_F(ReplicaTest, RefusesATruncatedLog) {
    {
        const auto replica = support::must(start(log));
        await_ready(*replica);
    }
    MemoryLog shorter;
    append(shorter, domain::codec::encode_log_opened("one"));
    EXPECT_NE(refusal(shorter).find("ahead of the log, which has lost records"), std::string::npos);
}

TEST_F(ReplicaTest, RefusesALogThatNobodyOpened) {
    MemoryLog empty;
    EXPECT_NE(refusal(empty).find("barometre topics create"), std::string::npos);
    append(empty, a_policy("CH-001"));
    EXPECT_NE(refusal(empty).find("not a log of Baromètre"), std::string::npos);
}

TEST_F(ReplicaTest, RefusesAFolderInUse) {
    const auto replica = support::must(start(log));
    const auto second = start(log);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::unavailable);
    EXPECT_NE(second.error().detail.find("admin port"), std::string::npos);
}

TEST_F(ReplicaTest, RefusesADamagedStoreAndSaysWhatToDo) {
    // What is in the write-ahead log becomes a file when the store is opened again.
    for (int i = 0; i < 2; ++i) await_ready(*support::must(start(log)));
    for (const auto& entry : fs::directory_iterator{options.data / "read-model"})
        if (entry.path().extension() == ".sst")
            fs::resize_file(entry.path(), fs::file_size(entry.path()) / 2);
    const auto text = refusal(log);
    EXPECT_NE(text.find("delete that folder"), std::string::npos) << text;
}

TEST_F(ReplicaTest, TellsOnceThatTheStoreCannotBeWritten) {
    const auto replica = support::must(start(log));
    await_ready(*replica);
    const support::FileSizeLimit limit{0};
    append(log, a_policy("CH-002"));
    const auto error = failed.get_future().get();
    EXPECT_TRUE(error.detail.starts_with("rocks:") || error.detail.starts_with("read model:"))
        << error.detail;
    EXPECT_NE(status(replica->port(), "/v1/policies/CH-002"), 200);
}

}  // namespace
}  // namespace tests::query
