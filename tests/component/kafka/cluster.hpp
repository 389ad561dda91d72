// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>

#include "platform/event_log/event_log.hpp"
#include "platform/kafka/kafka_log.hpp"
#include "platform/kafka/settings.hpp"

namespace support::kafka {

// The real brokers that tests use, as host:port; empty where there are none.
inline constexpr const char* bootstrap_variable = "BAROMETRE_KAFKA";
std::string bootstrap();

// Topics that nobody else uses.
platform::kafka::Settings fresh_settings();

// The same, made as one broker has them.
platform::kafka::Settings fresh_topics();

std::unique_ptr<platform::kafka::KafkaLog> opened(const platform::kafka::Settings& settings);

// A record of this moment.
platform::event_log::Record record(std::string value);

// Appends and waits for the answer.
platform::Result<platform::event_log::Place> append(platform::event_log::EventLog& log,
                                                    platform::event_log::Record record);

// Does with the topic what no program of ours does.
void make_topic(const std::string& name, int partitions,
                const std::vector<std::pair<std::string, std::string>>& configuration);
void alter_topic(const std::string& name,
                 const std::vector<std::pair<std::string, std::string>>& configuration);
// Appends one record inside a transaction, whose mark takes an offset of its own.
void append_in_transaction(const std::string& name);
void delete_topic(const std::string& name);
// Takes away the records before `offset`.
void delete_records(const std::string& name, std::int64_t offset);

}  // namespace support::kafka
