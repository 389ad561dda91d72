// SPDX-License-Identifier: EUPL-1.2
#include "platform/kafka/topics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "tests/component/kafka/cluster.hpp"
#include "tests/support/must.hpp"

namespace {

using namespace platform::kafka;
using platform::Errc;
using support::must;
using support::kafka::fresh_settings;
using support::kafka::fresh_topics;

std::set<std::string> settings_of(const std::vector<Defect>& defects) {
    std::set<std::string> names;
    for (const auto& defect : defects) names.insert(defect.setting);
    return names;
}

TEST(Topics, AreCreatedOnceAndCheckedAfter) {
    const auto settings = fresh_settings();

    const auto first = must(create_topics(settings, 1));
    const auto second = must(create_topics(settings, 1));

    EXPECT_EQ(first.created, (std::vector{settings.events_topic(), settings.catalogue_topic()}));
    EXPECT_TRUE(first.defects.empty());
    EXPECT_TRUE(second.created.empty());
    EXPECT_TRUE(second.defects.empty());
    EXPECT_TRUE(must(check_topics(settings)).empty());
}

TEST(Topics, AreNotFoundBeforeTheyAreCreated) {
    const auto settings = fresh_settings();

    const auto defects = check_topics(settings);

    ASSERT_FALSE(defects);
    EXPECT_EQ(defects.error().code, Errc::not_found);
    EXPECT_NE(defects.error().detail.find(settings.events_topic()), std::string::npos);
}

TEST(Topics, AreNotCreatedWithTwoCopiesNorWithMoreThanThereAreBrokers) {
    EXPECT_EQ(create_topics(fresh_settings(), 2).error().code, Errc::invalid);
    EXPECT_EQ(create_topics(fresh_settings(), 0).error().code, Errc::invalid);
    EXPECT_EQ(create_topics(fresh_settings(), 100).error().code, Errc::invalid);
}

TEST(Topics, ShowEverySettingOfAPlainTopicThatCouldLoseRecords) {
    const auto settings = fresh_settings();
    support::kafka::make_topic(settings.events_topic(), 2,
                               {
                                   {"cleanup.policy",                  "compact"      },
                                   {"flush.messages",                  "2"            },
                                   {"retention.ms",                    "1000"         },
                                   {"retention.bytes",                 "1000000"      },
                                   {"unclean.leader.election.enable",  "true"         },
                                   {"message.timestamp.type",          "LogAppendTime"},
                                   {"message.timestamp.before.max.ms", "1000"         },
                                   {"max.message.bytes",               "1000"         }
    });
    support::kafka::make_topic(settings.catalogue_topic(), 1,
                               {
                                   {"cleanup.policy", "delete"}
    });

    const auto defects = must(check_topics(settings));

    EXPECT_EQ(
        settings_of(defects),
        (std::set<std::string>{"partitions", "cleanup.policy", "retention.ms", "retention.bytes",
                               "unclean.leader.election.enable", "message.timestamp.type",
                               "message.timestamp.after.max.ms", "message.timestamp.before.max.ms",
                               "max.message.bytes", "flush.messages"}));
    const auto is_policy_of_catalogue = [&](const Defect& defect) {
        return defect.topic == settings.catalogue_topic() && defect.setting == "cleanup.policy";
    };
    const auto policy = std::find_if(defects.begin(), defects.end(), is_policy_of_catalogue);
    ASSERT_NE(policy, defects.end());
    EXPECT_EQ(policy->found, "delete");
    EXPECT_EQ(policy->needed, "compact");
    EXPECT_EQ(policy->mend, "kafka-configs.sh --bootstrap-server " + settings.bootstrap +
                                " --alter --entity-type topics --entity-name " +
                                settings.catalogue_topic() +
                                " --add-config cleanup.policy=compact");
}

TEST(Topics, OfOneCopyAreToldAlsoWhenTheyWereThere) {
    const auto settings = fresh_topics();

    EXPECT_TRUE(must(create_topics(settings, 1)).keeps_one_copy);
    EXPECT_TRUE(must(create_topics(settings, replication_default)).keeps_one_copy);
}

TEST(Topics, ShowASettingThatWasChangedAfter) {
    const auto settings = fresh_topics();
    support::kafka::alter_topic(settings.events_topic(),
                                {
                                    {"flush.messages",                 "1"    },
                                    {"retention.ms",                   "1000" },
                                    {"message.timestamp.after.max.ms", "60001"}
    });

    EXPECT_EQ(settings_of(must(create_topics(settings, 1)).defects),
              (std::set<std::string>{"retention.ms", "message.timestamp.after.max.ms"}));
}

}  // namespace
