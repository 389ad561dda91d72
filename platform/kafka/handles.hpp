// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>

#include "platform/kafka/settings.hpp"
#include "platform/result.hpp"

// The client library's own types, whose header stays in source files.
// NOLINTBEGIN(readability-identifier-naming): names of the library.
struct rd_kafka_s;
struct rd_kafka_topic_s;
struct rd_kafka_queue_s;
struct rd_kafka_message_s;
struct rd_kafka_op_s;
// NOLINTEND(readability-identifier-naming): names of the library.

namespace platform::kafka {

struct Destroy {
    void operator()(rd_kafka_s* client) const noexcept;
    void operator()(rd_kafka_topic_s* topic) const noexcept;
    void operator()(rd_kafka_queue_s* queue) const noexcept;
    void operator()(rd_kafka_message_s* message) const noexcept;
    void operator()(rd_kafka_op_s* event) const noexcept;
};

// Handles, closed with their owner. A client goes last: after its topics and queues.
using Client = std::unique_ptr<rd_kafka_s, Destroy>;
using Topic = std::unique_ptr<rd_kafka_topic_s, Destroy>;
using Queue = std::unique_ptr<rd_kafka_queue_s, Destroy>;
using Message = std::unique_ptr<rd_kafka_message_s, Destroy>;
using Event = std::unique_ptr<rd_kafka_op_s, Destroy>;

enum class Role : unsigned char { producer, consumer };

// Names and values of the client library.
using Configuration = std::initializer_list<std::pair<const char*, std::string>>;

// A client of the cluster, with what every client here has: time-outs that fit a leader's change,
// quick reconnects, its own log lines at our level debug. Its failures and delivery reports come as
// events on its main queue. Errors: invalid (a setting that the library does not take).
Result<Client> make_client(const Settings& settings, Role role, Configuration configuration);

// Errors: invalid.
Result<Topic> make_topic(rd_kafka_s& client, const std::string& name, Configuration configuration);

// The queue of the client's own events.
Queue main_queue(rd_kafka_s& client);

}  // namespace platform::kafka
