// SPDX-License-Identifier: EUPL-1.2
#include "tests/bench/kafka_stage.hpp"

#include <array>
#include <string>
#include <utility>

#include "tests/vectors/support/api.hpp"
#include "tests/vectors/support/failure.hpp"

namespace tests::bench {
namespace {

platform::Status define(const std::string& url) {
    auto api = vectors::Api::open(url);
    if (!api) return api.error();
    constexpr std::array<std::pair<const char*, const char*>, 2> definitions{
        {{"/v1/policies", R"({"id":"CH-045"})"},
         {"/v1/indicators", R"({"id":"IND-302","policy":"CH-045","roll_up":{"actual":{)"
                            R"("department":{"from":"entered","operation":"none"},)"
                            R"("region":{"from":"departments","operation":"sum"},)"
                            R"("nation":{"from":"regions","operation":"sum"}}}})"}}
    };
    for (const auto& [target, body] : definitions) {
        const auto response = api->send({
            .method = "POST",
            .target = target,
            .headers = {{"content-type", "application/json"}, {"prefer", "wait=30"}},
            .body = body
        });
        if (!response) return response.error();
        if (response->status != 200) return vectors::failure(response->body);
    }
    return {};
}

}  // namespace

platform::Result<KafkaStage> KafkaStage::set(const Options& options) {
    auto folder = vectors::TemporaryDirectory::create();
    if (!folder) return folder.error();
    const torture::Programs programs{options.barometre.parent_path(), options.kafka};
    auto brokers = torture::Brokers::start(programs, folder->path() / "kafka", 1);
    if (!brokers) return brokers.error();
    auto site = torture::ClusterSite::start(programs, *brokers, folder->path() / "bench");
    if (!site) return site.error();
    if (auto defined = define(site->ingest_urls().front()); !defined) return defined.error();
    return KafkaStage{std::move(*folder), std::move(*brokers), std::move(*site)};
}

}  // namespace tests::bench
