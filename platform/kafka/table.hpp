// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "platform/kafka/partition_consumer.hpp"
#include "platform/kafka/producer.hpp"
#include "platform/kafka/settings.hpp"
#include "platform/result.hpp"

namespace platform::kafka {

// Publishes rows of the catalogue topic: keys, each with its newest value. Several may publish: the
// order of different writers is that in which the broker takes their rows.
class TableWriter {
public:
    explicit TableWriter(const Settings& settings);

    // Publishes `value` for `key` after the rows published before, and calls `done` once it is kept
    // by all replicas, on a thread of the writer (or at once, when it is refused).
    // Errors: unavailable (not published: the queue is full, or refused), invalid (too large),
    // io (no answer: it may still be published).
    void publish(std::string key, std::string value, std::function<void(Status)> done);

    ProducerState state() const { return producer_.state(); }

private:
    Producer producer_;
};

// Follows the catalogue topic from its beginning, on a thread of its own. A key comes once or
// several times, its newest value last; rows may come again. A broker that is away is waited for.
class TableReader {
public:
    // Called on the thread of the reader.
    struct Listener {
        std::function<void(std::string key, std::string value)> row;
        // All rows there were when it is called have been told; again after later rows.
        std::function<void()> reached_end;
    };

    // Does not wait for the cluster. Errors: invalid.
    static Result<std::unique_ptr<TableReader>> start(const Settings& settings, Listener listener);
    TableReader(const TableReader&) = delete;
    TableReader& operator=(const TableReader&) = delete;
    // Waits for the end of a call of the listener.
    ~TableReader();

    bool is_answering() const noexcept { return consumer_->is_answering(); }

private:
    TableReader(std::unique_ptr<PartitionConsumer> consumer, Listener listener);

    void follow();
    void begin_again(const Error& error);

    const std::unique_ptr<PartitionConsumer> consumer_;
    const Listener listener_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;  // Last: it uses all of the above.
};

}  // namespace platform::kafka
