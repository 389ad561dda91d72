// SPDX-License-Identifier: EUPL-1.2
#include "ingest/permission.hpp"

#include <gtest/gtest.h>

#include "domain/event.hpp"

namespace ingest {
namespace {

using platform::access::Right;
using platform::access::Rights;

TEST(Permission, ToReportIsOneForMeasuresAlone) {
    namespace type = domain::event_type;
    for (const auto measures : {type::measures_reported, type::measures_withdrawn})
        EXPECT_EQ(right_to_send(measures, Mode::live), Right::report) << measures;
    for (const auto other : {type::policy_defined, type::indicator_defined, type::edition_published,
                             type::log_opened, std::string_view{"fr.barometre.later.v1"}})
        EXPECT_EQ(right_to_send(other, Mode::live), Right::define) << other;
}

TEST(Permission, ToLoadHistoryIsOneForEverythingThatIsLoaded) {
    for (const auto type :
         {domain::event_type::measures_reported, domain::event_type::policy_defined})
        EXPECT_EQ(right_to_send(type, Mode::history_load), Right::history_load);
    EXPECT_EQ(rights_to_send(Mode::history_load), Rights{Right::history_load});
    EXPECT_EQ(rights_to_send(Mode::live), (Rights{Right::report, Right::define}));
}

}  // namespace
}  // namespace ingest
