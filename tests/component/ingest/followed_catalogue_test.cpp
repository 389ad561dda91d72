// SPDX-License-Identifier: EUPL-1.2
#include "ingest/followed_catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <string>
#include <utility>

#include "tests/component/ingest/cluster.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/must.hpp"

namespace tests::ingest_site {
namespace {

using ingest::Awaited;
using ingest::FollowedCatalogue;
using std::chrono::steady_clock;
using namespace std::chrono_literals;

void take(FollowedCatalogue& catalogue, const CatalogueRowText& row) {
    catalogue.take(row.key, row.value);
}

// Empty if it is not defined.
std::string title_of(const FollowedCatalogue& catalogue, std::string_view id) {
    const auto published = catalogue.published();
    const auto policy = published->catalogue->policy(support::must(domain::PolicyId::parse(id)),
                                                     published->position());
    return policy.definition ? policy.definition->title : "";
}

class FollowedCatalogueTest : public testing::Test {
protected:
    FollowedCatalogueTest() {
        for (int i = 0; i < 5; ++i)
            log.append({"", support::log_opened_event(), {}, 0}, [](const auto&) {});
    }

    // Waits for the end of the log, which is 5.
    std::future<Awaited> await(FollowedCatalogue& catalogue, std::vector<std::string> missing = {},
                               std::chrono::milliseconds at_most = 20s) const {
        auto told = std::make_shared<std::promise<Awaited>>();
        auto how = told->get_future();
        catalogue.await_definitions(std::move(missing), steady_clock::now() + at_most,
                                    [told](Awaited awaited) { told->set_value(awaited); });
        return how;
    }

    DistantLog log;
};

TEST_F(FollowedCatalogueTest, KeepsTheEntryOfTheHighestSequence) {
    FollowedCatalogue catalogue{"test", log};

    take(catalogue, policy_row("CH-001", 3, "newer"));
    take(catalogue, policy_row("CH-001", 2, "older"));
    take(catalogue, policy_row("CH-001", 3, "the same again"));
    EXPECT_EQ(title_of(catalogue, "CH-001"), "newer");

    take(catalogue, policy_row("CH-001", 4, "newest"));
    EXPECT_EQ(title_of(catalogue, "CH-001"), "newest");
}

TEST_F(FollowedCatalogueTest, KnowsADefinitionBeforeThePositionReachesIt) {
    FollowedCatalogue catalogue{"test", log};
    catalogue.reached_end();

    take(catalogue, policy_row("CH-001", 4, "ahead"));

    EXPECT_EQ(catalogue.published()->head.next, 1U);
    EXPECT_EQ(title_of(catalogue, "CH-001"), "ahead");
}

TEST_F(FollowedCatalogueTest, ReachesAsFarAsThePositionSays) {
    FollowedCatalogue catalogue{"test", log};
    catalogue.reached_end();
    take(catalogue, position_row(4));
    auto passed = await(catalogue);

    take(catalogue, policy_row("CH-001", 4, "the newest definition there is"));
    take(catalogue, position_row(3));
    EXPECT_EQ(passed.wait_for(50ms), std::future_status::timeout);
    EXPECT_EQ(catalogue.published()->head.next, 4U);

    take(catalogue, position_row(5));
    EXPECT_EQ(passed.get(), Awaited::end);
    EXPECT_EQ(catalogue.published()->head.next, 5U);
}

TEST_F(FollowedCatalogueTest, DoesNotLetWhoMissesSomeIdsWaitForTheEnd) {
    FollowedCatalogue catalogue{"test", log};
    catalogue.reached_end();
    auto one = await(catalogue, {"CH-001"});
    auto both = await(catalogue, {"CH-001", "CH-002"});

    take(catalogue, policy_row("CH-001", 3));
    EXPECT_EQ(one.get(), Awaited::known);
    EXPECT_EQ(both.wait_for(50ms), std::future_status::timeout);

    take(catalogue, policy_row("CH-002", 4));
    EXPECT_EQ(both.get(), Awaited::known);
}

TEST_F(FollowedCatalogueTest, ReachesNothingUntilItWasReadToItsEnd) {
    FollowedCatalogue catalogue{"test", log};
    take(catalogue, position_row(5));
    auto passed = await(catalogue);

    EXPECT_FALSE(catalogue.is_complete());
    EXPECT_EQ(catalogue.published()->head.next, 0U);
    EXPECT_EQ(passed.wait_for(50ms), std::future_status::timeout);

    catalogue.reached_end();
    EXPECT_TRUE(catalogue.is_complete());
    EXPECT_EQ(passed.get(), Awaited::end);
    EXPECT_EQ(catalogue.published()->head.next, 5U);
}

TEST_F(FollowedCatalogueTest, LeavesOutWhatIsNotOfItsLogOrEngineAndSaysSoOnce) {
    FollowedCatalogue catalogue{"test", log};
    catalogue.reached_end();
    testing::internal::CaptureStderr();

    for (int i = 0; i < 3; ++i) {
        auto foreign = policy_row("CH-001", 9);
        foreign.value.replace(foreign.value.find("test"), 4, "another");
        take(catalogue, foreign);
        auto newer = position_row(9);
        newer.value.replace(newer.value.find("\"engine\":1"), 10, "\"engine\":2");
        take(catalogue, newer);
        catalogue.take("CH-001", "{");
        catalogue.take("CH-001", "");
    }

    const std::string said = testing::internal::GetCapturedStderr();
    EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 3) << said;
    EXPECT_NE(said.find("another log"), std::string::npos);
    EXPECT_NE(said.find("upgrade this program"), std::string::npos);
    EXPECT_EQ(title_of(catalogue, "CH-001"), "");
    EXPECT_EQ(catalogue.published()->head.next, 1U);
}

TEST_F(FollowedCatalogueTest, AsksTheLogForItsEndUntilItAnswers) {
    FollowedCatalogue catalogue{"test", log};
    catalogue.reached_end();
    take(catalogue, position_row(5));
    log.miss_asks(3);

    EXPECT_EQ(await(catalogue).get(), Awaited::end);
}

TEST_F(FollowedCatalogueTest, TellsWhoWaitsTooLongAndWhoWaitsAtTheEnd) {
    std::future<Awaited> until_the_end;
    {
        FollowedCatalogue catalogue{"test", log};
        catalogue.reached_end();
        take(catalogue, position_row(4));
        log.miss_asks(1'000'000);
        EXPECT_EQ(await(catalogue, {}, 10ms).get(), Awaited::late);
        until_the_end = await(catalogue);
    }
    EXPECT_EQ(until_the_end.get(), Awaited::late);
}

}  // namespace
}  // namespace tests::ingest_site
