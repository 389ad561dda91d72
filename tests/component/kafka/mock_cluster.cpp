// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/kafka/mock_cluster.hpp"

// The mock's header needs the other one before it.
#include <librdkafka/rdkafka.h>
// clang-format keeps the blocks apart.

#include <librdkafka/rdkafka_mock.h>

#include "tests/support/must.hpp"

namespace support::kafka {

namespace {

constexpr int broker = 1;
constexpr std::int16_t produce_request = 0;

}  // namespace

MockCluster::MockCluster() {
    platform::kafka::Settings nowhere;
    nowhere.bootstrap = "127.0.0.1:9";
    client_ = must(platform::kafka::make_client(nowhere, platform::kafka::Role::producer, {}));
    cluster_ = rd_kafka_mock_cluster_new(client_.get(), 1);
    rd_kafka_mock_topic_create(cluster_, settings().events_topic().c_str(), 1, 1);
    rd_kafka_mock_topic_create(cluster_, settings().catalogue_topic().c_str(), 1, 1);
}

MockCluster::~MockCluster() {
    rd_kafka_mock_cluster_destroy(cluster_);
}

platform::kafka::Settings MockCluster::settings() const {
    platform::kafka::Settings settings;
    settings.bootstrap = rd_kafka_mock_cluster_bootstraps(cluster_);
    return settings;
}

void MockCluster::refuse_next(const std::vector<int>& errors) {
    std::vector<rd_kafka_resp_err_t> codes;
    codes.reserve(errors.size());
    for (const int error : errors) codes.push_back(static_cast<rd_kafka_resp_err_t>(error));
    rd_kafka_mock_push_request_errors_array(cluster_, produce_request, codes.size(), codes.data());
}

void MockCluster::delay_answers(int milliseconds) {
    rd_kafka_mock_broker_set_rtt(cluster_, broker, milliseconds);
}

void MockCluster::stop_broker() {
    rd_kafka_mock_broker_set_down(cluster_, broker);
}

void MockCluster::start_broker() {
    rd_kafka_mock_broker_set_up(cluster_, broker);
}

}  // namespace support::kafka
