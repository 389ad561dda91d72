// SPDX-License-Identifier: EUPL-1.2
#include <memory>
#include <string>
#include <vector>

#include "platform/kafka/kafka_log.hpp"
#include "tests/component/kafka/cluster.hpp"
#include "tests/support/event_log_contract.hpp"

namespace support::event_log_contract {
namespace {

struct OnKafka {
    std::unique_ptr<platform::kafka::KafkaLog> log;

    EventLog& open() {
        log = support::kafka::opened(support::kafka::fresh_topics());
        return *log;
    }

    static std::vector<Record> extreme_records() {
        std::string every_byte;
        for (int byte = 0; byte < 256; ++byte) every_byte.push_back(static_cast<char>(byte));
        std::vector<Record> records(4);
        records[0] = {every_byte, every_byte + every_byte, {}, 1};
        records[0].headers = {
            {every_byte.substr(1), every_byte},
            {"",                   ""        }
        };
        records[1].timestamp_ms = 1;
        records[2] = {"CH-045", "{}", {}, support::kafka::record("").timestamp_ms};
        records[2].headers = {
            {"content-type", "first" },
            {"content-type", "second"}
        };
        records[3] = {"", "", {}, 1'700'000'000'000};
        return records;
    }
};

INSTANTIATE_TYPED_TEST_SUITE_P(Kafka, EventLogContract, OnKafka);

}  // namespace
}  // namespace support::event_log_contract
