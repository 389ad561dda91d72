// SPDX-License-Identifier: EUPL-1.2
#include "platform/kafka/handles.hpp"

#include <librdkafka/rdkafka.h>

#include <array>

#include "platform/logging.hpp"

namespace platform::kafka {

namespace {

// At our level debug whatever its severity (that of syslog): it repeats itself while a broker is
// away, and what an operator needs is said by Contact and by errors.
void log_line_of_library(const rd_kafka_t* client, int level, const char* facility,
                         const char* text) {
    log(Level::debug, "kafka client",
        {
            {"client",   rd_kafka_name(client)},
            {"severity", level                },
            {"facility", facility             },
            {"text",     text                 }
    });
}

struct DestroyConfiguration {
    void operator()(rd_kafka_conf_t* conf) const noexcept { rd_kafka_conf_destroy(conf); }
    void operator()(rd_kafka_topic_conf_t* conf) const noexcept {
        rd_kafka_topic_conf_destroy(conf);
    }
};

using ErrorText = std::array<char, 512>;

Error refused(const ErrorText& text) {
    return {Errc::invalid, "kafka: the client cannot be set up: " + std::string(text.data())};
}

// What every client has. A broker that is stopped, not gone, is noticed after socket.timeout.ms;
// by then another one leads its partitions.
const Configuration common = {
    {"client.id",                          "barometre"},
    {"socket.timeout.ms",                  "10000"    },
    {"socket.connection.setup.timeout.ms", "5000"     },
    {"socket.keepalive.enable",            "true"     },
    {"socket.nagle.disable",               "true"     },
    {"reconnect.backoff.ms",               "50"       },
    {"reconnect.backoff.max.ms",           "1000"     },
    // Before the brokers close an idle connection themselves, after ten minutes.
    {"connections.max.idle.ms",            "300000"   },
};

}  // namespace

void Destroy::operator()(rd_kafka_s* client) const noexcept {
    rd_kafka_destroy(client);
}

void Destroy::operator()(rd_kafka_topic_s* topic) const noexcept {
    rd_kafka_topic_destroy(topic);
}

void Destroy::operator()(rd_kafka_queue_s* queue) const noexcept {
    rd_kafka_queue_destroy(queue);
}

void Destroy::operator()(rd_kafka_message_s* message) const noexcept {
    rd_kafka_message_destroy(message);
}

void Destroy::operator()(rd_kafka_op_s* event) const noexcept {
    rd_kafka_event_destroy(event);
}

Result<Client> make_client(const Settings& settings, Role role, Configuration configuration) {
    ErrorText text{};
    std::unique_ptr<rd_kafka_conf_t, DestroyConfiguration> conf{rd_kafka_conf_new()};
    const auto set = [&](const char* name, const std::string& value) {
        return rd_kafka_conf_set(conf.get(), name, value.c_str(), text.data(), text.size()) ==
               RD_KAFKA_CONF_OK;
    };
    if (!set("bootstrap.servers", settings.bootstrap)) return refused(text);
    for (const auto& part : {common, configuration})
        for (const auto& [name, value] : part)
            if (!set(name, value)) return refused(text);
    rd_kafka_conf_set_log_cb(conf.get(), log_line_of_library);
    rd_kafka_conf_set_events(conf.get(), RD_KAFKA_EVENT_DR | RD_KAFKA_EVENT_ERROR);

    auto* client = rd_kafka_new(role == Role::producer ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER,
                                conf.get(), text.data(), text.size());
    if (client == nullptr) return refused(text);
    static_cast<void>(conf.release());  // The client owns it now.
    return Client{client};
}

Result<Topic> make_topic(rd_kafka_s& client, const std::string& name, Configuration configuration) {
    ErrorText text{};
    std::unique_ptr<rd_kafka_topic_conf_t, DestroyConfiguration> conf{rd_kafka_topic_conf_new()};
    for (const auto& [setting, value] : configuration)
        if (rd_kafka_topic_conf_set(conf.get(), setting, value.c_str(), text.data(), text.size()) !=
            RD_KAFKA_CONF_OK)
            return refused(text);
    auto* topic = rd_kafka_topic_new(&client, name.c_str(), conf.get());
    if (topic == nullptr)
        return Error{Errc::invalid,
                     "kafka: topic " + name + ": " + rd_kafka_err2str(rd_kafka_last_error())};
    static_cast<void>(conf.release());  // The topic owns it now.
    return Topic{topic};
}

Queue main_queue(rd_kafka_s& client) {
    return Queue{rd_kafka_queue_get_main(&client)};
}

}  // namespace platform::kafka
