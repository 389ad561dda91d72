// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/kafka/settings.hpp"
#include "platform/result.hpp"

namespace platform::kafka {

// Copies of each record on a cluster; a single broker keeps one, written to disk at once.
inline constexpr int replication_default = 3;

// A setting of a topic with which acknowledged records could be lost, or good ones refused.
struct Defect {
    std::string topic;
    std::string setting;
    std::string found;
    std::string needed;
    // The command, or what to do, that mends it.
    std::string mend;
};

// "topic T: S is F and must be N; M"
std::string describe(const Defect& defect);

// What was made, and what is wrong with what there is now.
struct TopicsReport {
    std::vector<std::string> created;
    std::vector<Defect> defects;
    // Of either topic: no copy survives the disk of its broker.
    bool keeps_one_copy = false;
};

// Creates those of the two topics that do not exist, then checks both: calling it again is a check.
// `replication` is 1 (a single broker: no copy survives its disk) or 3 and more.
// Errors: invalid (replication, settings, or refused by the cluster: too few brokers),
// unavailable (no answer within answer_max).
Result<TopicsReport> create_topics(const Settings& settings, int replication);

// Checks both topics. Errors: as create_topics(), not_found (one does not exist).
Result<std::vector<Defect>> check_topics(const Settings& settings);

// Checks the topic of the log alone. Errors: as check_topics().
Result<std::vector<Defect>> check_events_topic(const Settings& settings);

}  // namespace platform::kafka
