// SPDX-License-Identifier: EUPL-1.2
#include "platform/kafka/table.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <future>
#include <map>
#include <mutex>
#include <string>

#include "tests/component/kafka/cluster.hpp"
#include "tests/support/must.hpp"

namespace {

using namespace platform::kafka;
using platform::Status;
using support::must;
using support::kafka::fresh_topics;

// What a reader was told, and when it was at the end.
class Rows {
public:
    TableReader::Listener listener() {
        return {[this](std::string key, std::string value) {
                    const std::lock_guard lock{mutex_};
                    rows_[std::move(key)] = std::move(value);
                    changed_.notify_all();
                },
                [this] {
                    const std::lock_guard lock{mutex_};
                    at_end_ = rows_.size();
                    changed_.notify_all();
                }};
    }

    std::map<std::string, std::string> at_end(std::size_t count) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return at_end_ >= count; });
        return rows_;
    }

    void await(const std::string& key, const std::string& value) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] {
            const auto row = rows_.find(key);
            return row != rows_.end() && row->second == value;
        });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, std::string> rows_;
    std::size_t at_end_ = 0;
};

void publish(TableWriter& writer, std::string key, std::string value) {
    std::promise<Status> told;
    writer.publish(std::move(key), std::move(value),
                   [&](Status status) { told.set_value(std::move(status)); });
    ASSERT_TRUE(told.get_future().get());
}

TEST(Table, TellsTheNewestValueOfEachKeyThenTheEnd) {
    const auto settings = fresh_topics();
    TableWriter writer{settings};
    publish(writer, "a", "1");
    publish(writer, "b", "2");
    publish(writer, "a", "3");
    Rows rows;

    const auto reader = must(TableReader::start(settings, rows.listener()));

    EXPECT_EQ(rows.at_end(2), (std::map<std::string, std::string>{
                                  {"a", "3"},
                                  {"b", "2"}
    }));
}

TEST(Table, FollowsWhatSeveralWritersPublish) {
    const auto settings = fresh_topics();
    Rows rows;
    const auto reader = must(TableReader::start(settings, rows.listener()));
    TableWriter one{settings};
    TableWriter other{settings};

    publish(one, "a", "1");
    rows.await("a", "1");
    publish(other, "a", "2");
    rows.await("a", "2");
}

TEST(Table, IsAtItsEndWhileItIsEmpty) {
    std::promise<void> reached;
    const auto settings = fresh_topics();
    bool once = false;

    const auto reader =
        must(TableReader::start(settings, {[](const std::string&, const std::string&) { FAIL(); },
                                           [&] {
                                               if (!std::exchange(once, true)) reached.set_value();
                                           }}));

    reached.get_future().get();
}

}  // namespace
