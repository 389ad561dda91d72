// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/kafka/cluster.hpp"

#include <librdkafka/rdkafka.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <future>
#include <stdexcept>
#include <utility>

#include "platform/kafka/handles.hpp"
#include "platform/kafka/topics.hpp"
#include "tests/support/must.hpp"

namespace support::kafka {

namespace {

constexpr int answer_max_ms = 20'000;

std::int64_t now_ms() {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
}

platform::kafka::Client administrator() {
    platform::kafka::Settings settings;
    settings.bootstrap = bootstrap();
    return must(platform::kafka::make_client(settings, platform::kafka::Role::producer, {}));
}

void expect(rd_kafka_resp_err_t error, const std::string& what) {
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
        throw std::runtime_error(what + ": " + rd_kafka_err2str(error));
}

platform::kafka::Event answer(rd_kafka_queue_t& queue, const std::string& what) {
    platform::kafka::Event event{rd_kafka_queue_poll(&queue, answer_max_ms)};
    if (!event) throw std::runtime_error(what + ": no answer");
    expect(rd_kafka_event_error(event.get()), what);
    return event;
}

}  // namespace

std::string bootstrap() {
    const char* value = std::getenv(bootstrap_variable);
    return value == nullptr ? "" : value;
}

platform::kafka::Settings fresh_settings() {
    static std::atomic<int> count{0};
    platform::kafka::Settings settings;
    settings.bootstrap = bootstrap();
    settings.prefix = "test-" + std::to_string(now_ms()) + '-' + std::to_string(::getpid()) + '-' +
                      std::to_string(count++);
    return settings;
}

platform::kafka::Settings fresh_topics() {
    auto settings = fresh_settings();
    const auto report = must(platform::kafka::create_topics(settings, 1));
    if (!report.defects.empty()) throw std::runtime_error(describe(report.defects.front()));
    return settings;
}

std::unique_ptr<platform::kafka::KafkaLog> opened(const platform::kafka::Settings& settings) {
    return must(platform::kafka::KafkaLog::open(settings));
}

platform::event_log::Record record(std::string value) {
    return {"key", std::move(value), {}, now_ms()};
}

platform::Result<platform::event_log::Place> append(platform::event_log::EventLog& log,
                                                    platform::event_log::Record record) {
    std::promise<platform::Result<platform::event_log::Place>> told;
    log.append(std::move(record), [&](auto place) { told.set_value(std::move(place)); });
    return told.get_future().get();
}

void make_topic(const std::string& name, int partitions,
                const std::vector<std::pair<std::string, std::string>>& configuration) {
    const auto client = administrator();
    const platform::kafka::Queue queue{rd_kafka_queue_new(client.get())};
    std::array<char, 256> text{};
    auto* topic = rd_kafka_NewTopic_new(name.c_str(), partitions, 1, text.data(), text.size());
    for (const auto& [setting, value] : configuration)
        rd_kafka_NewTopic_set_config(topic, setting.c_str(), value.c_str());
    rd_kafka_CreateTopics(client.get(), &topic, 1, nullptr, queue.get());
    const auto event = answer(*queue, "create " + name);
    rd_kafka_NewTopic_destroy(topic);
    std::size_t count = 0;
    const auto* results = rd_kafka_CreateTopics_result_topics(
        rd_kafka_event_CreateTopics_result(event.get()), &count);
    expect(rd_kafka_topic_result_error(results[0]), "create " + name);
}

// Sets these and leaves no other: the old form of the request, which this library has.
void alter_topic(const std::string& name,
                 const std::vector<std::pair<std::string, std::string>>& configuration) {
    const auto client = administrator();
    const platform::kafka::Queue queue{rd_kafka_queue_new(client.get())};
    auto* resource = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, name.c_str());
    for (const auto& [setting, value] : configuration)
        rd_kafka_ConfigResource_set_config(resource, setting.c_str(), value.c_str());
    rd_kafka_AlterConfigs(client.get(), &resource, 1, nullptr, queue.get());
    const auto event = answer(*queue, "alter " + name);
    rd_kafka_ConfigResource_destroy(resource);
}

void append_in_transaction(const std::string& name) {
    platform::kafka::Settings settings;
    settings.bootstrap = bootstrap();
    const auto client = must(platform::kafka::make_client(settings, platform::kafka::Role::producer,
                                                          {
                                                              {"transactional.id", name}
    }));
    const auto done = [](rd_kafka_error_t* error) {
        if (error != nullptr) throw std::runtime_error(rd_kafka_error_string(error));
    };
    done(rd_kafka_init_transactions(client.get(), answer_max_ms));
    done(rd_kafka_begin_transaction(client.get()));
    const auto topic = must(platform::kafka::make_topic(*client, name, {}));
    std::string value = "in a transaction";
    rd_kafka_produce(topic.get(), 0, RD_KAFKA_MSG_F_COPY, value.data(), value.size(), nullptr, 0,
                     nullptr);
    // Without its report taken, the client would not commit.
    const auto events = platform::kafka::main_queue(*client);
    answer(*events, "append in a transaction");
    done(rd_kafka_commit_transaction(client.get(), answer_max_ms));
}

void delete_topic(const std::string& name) {
    const auto client = administrator();
    const platform::kafka::Queue queue{rd_kafka_queue_new(client.get())};
    auto* topic = rd_kafka_DeleteTopic_new(name.c_str());
    rd_kafka_DeleteTopics(client.get(), &topic, 1, nullptr, queue.get());
    const auto event = answer(*queue, "delete " + name);
    rd_kafka_DeleteTopic_destroy(topic);
}

void delete_records(const std::string& name, std::int64_t offset) {
    const auto client = administrator();
    const platform::kafka::Queue queue{rd_kafka_queue_new(client.get())};
    auto* list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, name.c_str(), 0)->offset = offset;
    auto* records = rd_kafka_DeleteRecords_new(list);
    rd_kafka_topic_partition_list_destroy(list);
    rd_kafka_DeleteRecords(client.get(), &records, 1, nullptr, queue.get());
    const auto event = answer(*queue, "delete records of " + name);
    rd_kafka_DeleteRecords_destroy(records);
    const auto* offsets =
        rd_kafka_DeleteRecords_result_offsets(rd_kafka_event_DeleteRecords_result(event.get()));
    expect(offsets->elems[0].err, "delete records of " + name);
}

}  // namespace support::kafka
