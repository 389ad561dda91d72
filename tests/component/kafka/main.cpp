// SPDX-License-Identifier: EUPL-1.2
// Tests that need real brokers; without them it says so and ends as skipped.
#include <gtest/gtest.h>

#include <iostream>

#include "tests/component/kafka/cluster.hpp"

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    if (support::kafka::bootstrap().empty() && !testing::GTEST_FLAG(list_tests)) {
        std::cout << "SKIPPED: " << support::kafka::bootstrap_variable
                  << " does not name a broker (host:port); deploy/kafka/start gives one\n";
        return 0;
    }
    return RUN_ALL_TESTS();
}
