// SPDX-License-Identifier: EUPL-1.2
#include "platform/kafka/topics.hpp"

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "platform/kafka/handles.hpp"

namespace platform::kafka {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int timestamp_ahead_max_ms = 60'000;
constexpr std::string_view any_past_ms = "9223372036854775807";
constexpr std::chrono::milliseconds ask_again{100};
// Brokers learn of a new topic one after the other.
constexpr std::chrono::milliseconds propagation_max{3'000};

enum class Bound : std::uint8_t { exactly, at_least, at_most };

struct Requirement {
    std::string setting;
    Bound bound = Bound::exactly;
    std::string value;
};

enum class Use : std::uint8_t { events, catalogue };

struct Wanted {
    std::string topic;
    Use use = Use::events;
};

// What a topic must be set to, and is created with.
std::vector<Requirement> requirements_of(Use use, int replicas) {
    std::vector<Requirement> all = {
        {"min.insync.replicas",            Bound::at_least, replicas == 1 ? "1" : "2"        },
        {"unclean.leader.election.enable", Bound::exactly,  "false"                          },
        {"max.message.bytes",              Bound::at_least, std::to_string(message_bytes_max)},
    };
    // Nobody else has a copy of what a single broker has not yet written to its disk.
    if (replicas == 1) all.push_back({"flush.messages", Bound::exactly, "1"});
    if (use == Use::catalogue) {
        all.push_back({"cleanup.policy", Bound::exactly, "compact"});
        return all;
    }
    all.push_back({"cleanup.policy", Bound::exactly, "delete"});
    all.push_back({"retention.ms", Bound::exactly, "-1"});
    all.push_back({"retention.bytes", Bound::exactly, "-1"});
    all.push_back({"message.timestamp.type", Bound::exactly, "CreateTime"});
    all.push_back(
        {"message.timestamp.after.max.ms", Bound::at_most, std::to_string(timestamp_ahead_max_ms)});
    all.push_back({"message.timestamp.before.max.ms", Bound::exactly, std::string(any_past_ms)});
    return all;
}

// With which a topic is created besides; none of them can lose anything. The table's positions
// change several times a second, so it is compacted while it is small.
std::vector<std::pair<std::string, std::string>> conveniences_of(Use use) {
    if (use == Use::events) return {};
    return {
        {"segment.bytes",             "16777216"},
        {"segment.ms",                "3600000" },
        {"min.cleanable.dirty.ratio", "0.1"     }
    };
}

std::optional<std::int64_t> number_of(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

bool is_met(const Requirement& requirement, const std::string& found) {
    if (requirement.bound == Bound::exactly) return found == requirement.value;
    const auto is = number_of(found);
    const auto limit = number_of(requirement.value);
    if (!is || !limit) return false;
    return requirement.bound == Bound::at_least ? *is >= *limit : *is <= *limit;
}

std::string needed_by(const Requirement& requirement) {
    switch (requirement.bound) {
        case Bound::at_least:
            return requirement.value + " or more";
        case Bound::at_most:
            return requirement.value + " or less";
        case Bound::exactly:
            break;
    }
    return requirement.value;
}

template <class T, void (*destroy)(T*)>
struct Destroyer {
    void operator()(T* one) const noexcept { destroy(one); }
};
template <class T, void (*destroy)(T*)>
using Owned = std::unique_ptr<T, Destroyer<T, destroy>>;
using OwnedNewTopic = Owned<rd_kafka_NewTopic_t, rd_kafka_NewTopic_destroy>;
using OwnedResource = Owned<rd_kafka_ConfigResource_t, rd_kafka_ConfigResource_destroy>;
using OwnedOptions = Owned<rd_kafka_AdminOptions_t, rd_kafka_AdminOptions_destroy>;

using Values = std::map<std::string, std::string>;

struct Layout {
    int partitions = 0;
    int replicas = 0;
};

// Asks the cluster about its topics. Errors: unavailable, invalid.
class Administrator {
public:
    explicit Administrator(const Settings& settings, Client client)
        : settings_(settings), client_(std::move(client)) {}

    // Whether it was made now.
    Result<bool> create(const Wanted& wanted, int replication) const;
    Result<std::vector<Defect>> defects_of(const Wanted& wanted) const;
    Result<Layout> awaited_layout(const std::string& topic) const;

private:
    Error no_answer(std::string_view said) const;
    Result<Event> answer(rd_kafka_queue_t& queue) const;
    OwnedOptions options(rd_kafka_admin_op_t operation) const;
    Result<std::optional<Layout>> layout_of(const std::string& topic) const;
    Result<std::optional<Values>> values_of(const std::string& topic) const;
    Result<Values> awaited_values(const std::string& topic) const;
    std::string alteration(const std::string& topic, const Requirement& requirement) const;

    const Settings& settings_;
    Client client_;
};

Result<Administrator> administrator(const Settings& settings) {
    if (auto good = check(settings); !good) return good.error();
    auto client = make_client(settings, Role::producer, {});
    if (!client) return client.error();
    return Administrator{settings, std::move(*client)};
}

Error Administrator::no_answer(std::string_view said) const {
    return {Errc::unavailable, "kafka: " + settings_.bootstrap + " did not answer (" +
                                   std::string(said) +
                                   "); check that the brokers run and that --bootstrap is right"};
}

OwnedOptions Administrator::options(rd_kafka_admin_op_t operation) const {
    OwnedOptions options{rd_kafka_AdminOptions_new(client_.get(), operation)};
    std::array<char, 256> text{};
    rd_kafka_AdminOptions_set_request_timeout(options.get(), static_cast<int>(answer_max.count()),
                                              text.data(), text.size());
    return options;
}

Result<Event> Administrator::answer(rd_kafka_queue_t& queue) const {
    Event event{rd_kafka_queue_poll(&queue, static_cast<int>(2 * answer_max.count()))};
    if (!event) return no_answer("time-out");
    if (rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return no_answer(rd_kafka_event_error_string(event.get()));
    return event;
}

// None where the broker that was asked does not know the topic. It is asked about all topics: to be
// asked about one by its name could make it create that one.
Result<std::optional<Layout>> Administrator::layout_of(const std::string& topic) const {
    const rd_kafka_metadata_t* metadata = nullptr;
    const auto error = rd_kafka_metadata(client_.get(), 1, nullptr, &metadata,
                                         static_cast<int>(answer_max.count()));
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return no_answer(rd_kafka_err2str(error));
    std::optional<Layout> found;
    for (int i = 0; i < metadata->topic_cnt; ++i) {
        const auto& one = metadata->topics[i];
        if (one.topic == topic && one.err == RD_KAFKA_RESP_ERR_NO_ERROR && one.partition_cnt > 0)
            found = Layout{one.partition_cnt, one.partitions[0].replica_cnt};
    }
    rd_kafka_metadata_destroy(metadata);
    return found;
}

// None where the broker that was asked does not know the topic.
Result<std::optional<Values>> Administrator::values_of(const std::string& topic) const {
    const Queue queue{rd_kafka_queue_new(client_.get())};
    const OwnedResource resource{
        rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.c_str())};
    auto* asked = resource.get();
    rd_kafka_DescribeConfigs(client_.get(), &asked, 1,
                             options(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS).get(), queue.get());
    const auto event = answer(*queue);
    if (!event) return event.error();
    std::size_t count = 0;
    const auto* resources = rd_kafka_DescribeConfigs_result_resources(
        rd_kafka_event_DescribeConfigs_result(event->get()), &count);
    if (count != 1) return no_answer("no settings");
    const auto error = rd_kafka_ConfigResource_error(resources[0]);
    if (error == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) return std::optional<Values>{};
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return no_answer(rd_kafka_err2str(error));

    Values values;
    const auto* entries = rd_kafka_ConfigResource_configs(resources[0], &count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto* value = rd_kafka_ConfigEntry_value(entries[i]);
        values[rd_kafka_ConfigEntry_name(entries[i])] = value == nullptr ? "" : value;
    }
    return std::optional{std::move(values)};
}

Result<bool> Administrator::create(const Wanted& wanted, int replication) const {
    std::array<char, 512> text{};
    const OwnedNewTopic topic{
        rd_kafka_NewTopic_new(wanted.topic.c_str(), 1, replication, text.data(), text.size())};
    if (!topic) return Error{Errc::invalid, "kafka: " + std::string(text.data())};
    for (const auto& [setting, bound, value] : requirements_of(wanted.use, replication))
        rd_kafka_NewTopic_set_config(topic.get(), setting.c_str(), value.c_str());
    for (const auto& [setting, value] : conveniences_of(wanted.use))
        rd_kafka_NewTopic_set_config(topic.get(), setting.c_str(), value.c_str());

    const Queue queue{rd_kafka_queue_new(client_.get())};
    auto* asked = topic.get();
    rd_kafka_CreateTopics(client_.get(), &asked, 1, options(RD_KAFKA_ADMIN_OP_CREATETOPICS).get(),
                          queue.get());
    const auto event = answer(*queue);
    if (!event) return event.error();
    std::size_t count = 0;
    const auto* results = rd_kafka_CreateTopics_result_topics(
        rd_kafka_event_CreateTopics_result(event->get()), &count);
    if (count != 1) return no_answer("no result");
    const auto error = rd_kafka_topic_result_error(results[0]);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return true;
    if (error == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) return false;
    const auto* said = rd_kafka_topic_result_error_string(results[0]);
    std::string detail = "kafka: topic " + wanted.topic + " cannot be created: " +
                         (said == nullptr ? rd_kafka_err2str(error) : said);
    if (error == RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR)
        detail +=
            "; a log that survives a broker needs three of them, --replication 1 is for a "
            "single broker";
    return Error{Errc::invalid, std::move(detail)};
}

Result<Layout> Administrator::awaited_layout(const std::string& topic) const {
    for (const auto deadline = Clock::now() + propagation_max;;) {
        const auto known = layout_of(topic);
        if (!known) return known.error();
        if (*known) return **known;
        if (Clock::now() >= deadline)
            return Error{Errc::not_found,
                         "kafka: there is no topic " + topic +
                             "; create it with `barometre topics create --bootstrap " +
                             settings_.bootstrap + " --prefix " + settings_.prefix + '`'};
        std::this_thread::sleep_for(ask_again);
    }
}

Result<Values> Administrator::awaited_values(const std::string& topic) const {
    for (const auto deadline = Clock::now() + propagation_max;;) {
        auto known = values_of(topic);
        if (!known) return known.error();
        if (*known) return std::move(**known);
        if (Clock::now() >= deadline)
            return no_answer("the settings of topic " + topic + " are not known");
        std::this_thread::sleep_for(ask_again);
    }
}

std::string Administrator::alteration(const std::string& topic,
                                      const Requirement& requirement) const {
    return "kafka-configs.sh --bootstrap-server " + settings_.bootstrap +
           " --alter --entity-type topics --entity-name " + topic + " --add-config " +
           requirement.setting + '=' + requirement.value;
}

Result<std::vector<Defect>> Administrator::defects_of(const Wanted& wanted) const {
    const auto layout = awaited_layout(wanted.topic);
    if (!layout) return layout.error();
    const auto values = awaited_values(wanted.topic);
    if (!values) return values.error();

    std::vector<Defect> defects;
    if (layout->partitions != 1)
        defects.push_back({wanted.topic, "partitions", std::to_string(layout->partitions), "1",
                           "partitions cannot be taken away: create topics under another --prefix "
                           "and copy the log"});
    if (layout->replicas == 2)
        defects.push_back({wanted.topic, "replication", "2", "3 or more, or 1 on a single broker",
                           "kafka-reassign-partitions.sh gives it another replica"});
    for (const auto& requirement : requirements_of(wanted.use, layout->replicas)) {
        const auto value = values->find(requirement.setting);
        if (value == values->end())
            defects.push_back({wanted.topic, requirement.setting, "not known to this broker",
                               needed_by(requirement),
                               "upgrade the brokers to Kafka 3.9 or later"});
        else if (!is_met(requirement, value->second))
            defects.push_back({wanted.topic, requirement.setting, value->second,
                               needed_by(requirement), alteration(wanted.topic, requirement)});
    }
    return defects;
}

std::vector<Wanted> both(const Settings& settings) {
    return {
        {settings.events_topic(),    Use::events   },
        {settings.catalogue_topic(), Use::catalogue}
    };
}

Result<std::vector<Defect>> check(const Settings& settings, const std::vector<Wanted>& wanted) {
    const auto asked = administrator(settings);
    if (!asked) return asked.error();
    std::vector<Defect> defects;
    for (const auto& one : wanted) {
        auto found = asked->defects_of(one);
        if (!found) return found.error();
        std::move(found->begin(), found->end(), std::back_inserter(defects));
    }
    return defects;
}

}  // namespace

std::string describe(const Defect& defect) {
    return "topic " + defect.topic + ": " + defect.setting + " is " + defect.found +
           " and must be " + defect.needed + "; " + defect.mend;
}

Result<TopicsReport> create_topics(const Settings& settings, int replication) {
    if (replication != 1 && replication < 3)
        return Error{Errc::invalid,
                     "kafka: the replication must be 3 or more, or 1 on a single broker"};
    const auto asked = administrator(settings);
    if (!asked) return asked.error();
    TopicsReport report;
    for (const auto& one : both(settings)) {
        const auto created = asked->create(one, replication);
        if (!created) return created.error();
        if (*created) report.created.push_back(one.topic);
        const auto layout = asked->awaited_layout(one.topic);
        if (!layout) return layout.error();
        if (layout->replicas == 1) report.keeps_one_copy = true;
        auto found = asked->defects_of(one);
        if (!found) return found.error();
        std::move(found->begin(), found->end(), std::back_inserter(report.defects));
    }
    return report;
}

Result<std::vector<Defect>> check_topics(const Settings& settings) {
    return check(settings, both(settings));
}

Result<std::vector<Defect>> check_events_topic(const Settings& settings) {
    return check(settings, {
                               {settings.events_topic(), Use::events}
    });
}

}  // namespace platform::kafka
