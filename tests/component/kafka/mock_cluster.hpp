// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platform/kafka/handles.hpp"
#include "platform/kafka/settings.hpp"

struct rd_kafka_mock_cluster_s;

namespace support::kafka {

// The client library's own broker: it answers with the protocol errors that a test asks for. It
// keeps little, and does not know a record that is sent again.
class MockCluster {
public:
    MockCluster();
    ~MockCluster();
    MockCluster(const MockCluster&) = delete;
    MockCluster& operator=(const MockCluster&) = delete;

    // With the topics made.
    platform::kafka::Settings settings() const;

    // The next requests to produce are answered with these codes of the protocol, in order.
    void refuse_next(const std::vector<int>& errors);

    // Every answer takes so long from now on.
    void delay_answers(int milliseconds);

    void stop_broker();
    void start_broker();

private:
    platform::kafka::Client client_;
    rd_kafka_mock_cluster_s* cluster_ = nullptr;
};

}  // namespace support::kafka
