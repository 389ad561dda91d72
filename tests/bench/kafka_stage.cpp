// SPDX-License-Identifier: EUPL-1.2
#include "tests/bench/kafka_stage.hpp"

#include <utility>

#include "tests/bench/posts.hpp"

namespace tests::bench {
platform::Result<KafkaStage> KafkaStage::set(const Options& options) {
    auto folder = vectors::TemporaryDirectory::create();
    if (!folder) return folder.error();
    const torture::Programs programs{options.barometre.parent_path(), options.kafka};
    auto brokers = torture::Brokers::start(programs, folder->path() / "kafka", 1);
    if (!brokers) return brokers.error();
    auto site = torture::ClusterSite::start(programs, *brokers, folder->path() / "bench");
    if (!site) return site.error();
    if (auto defined = define_houses(site->ingest_urls().front()); !defined) return defined.error();
    return KafkaStage{std::move(*folder), std::move(*brokers), std::move(*site)};
}

}  // namespace tests::bench
