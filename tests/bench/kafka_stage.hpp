// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "platform/result.hpp"
#include "tests/bench/benches.hpp"
#include "tests/torture/cluster.hpp"
#include "tests/vectors/support/temporary_directory.hpp"

namespace tests::bench {

// A cluster of one broker with one Baromètre on it, that has a policy CH-045 and an indicator
// IND-302 whose departments are entered and summed.
struct KafkaStage {
    vectors::TemporaryDirectory folder;
    torture::Brokers brokers;
    torture::ClusterSite site;

    // Errors: unavailable, io.
    static platform::Result<KafkaStage> set(const Options& options);
};

}  // namespace tests::bench
