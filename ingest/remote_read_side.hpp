// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ingest/followed_catalogue.hpp"
#include "ingest/outcome_query.hpp"
#include "ingest/read_side.hpp"
#include "platform/event_log/event_log.hpp"
#include "platform/result.hpp"

namespace ingest {

// The read side of a process without a read model: the catalogue topic for definitions, the query
// API, where there is one, for outcomes. Of identities nothing is known here: the fold judges them.
//
// Life: the log outlives this, which outlives the service. To end: stop(), then stop the server,
// then destroy the service.
class RemoteReadSide final : public ReadSide {
public:
    // `log` has the id `log_id`; `query_urls` as OutcomeQuery::open(), or empty,
    // and `query_key_file` holds the key to present there, if it is not empty.
    // Errors: invalid (a URL), those of platform::access::read_key_text().
    static platform::Result<std::unique_ptr<RemoteReadSide>> open(
        const std::string& log_id, platform::event_log::EventLog& log,
        const std::string& query_urls, const std::string& query_key_file = {});

    // To be fed with the catalogue topic.
    FollowedCatalogue& catalogue() { return catalogue_; }
    const FollowedCatalogue& catalogue() const { return catalogue_; }

    // Nobody is asked for outcomes any more.
    void stop();

    std::shared_ptr<const projector::read_model::Published> published() const override;
    platform::Result<std::optional<Receipt>> known(
        const domain::codec::Envelope& envelope) const override;
    void await_definitions(std::vector<std::string> missing,
                           std::chrono::steady_clock::time_point deadline,
                           std::function<void(Awaited)> done) override;
    bool tells_outcomes() const override { return outcomes_ != nullptr; }
    void settle(std::vector<Receipt> receipts, std::chrono::milliseconds wait,
                Settled done) override;

private:
    RemoteReadSide(std::string log_id, platform::event_log::EventLog& log,
                   std::unique_ptr<OutcomeQuery> outcomes);

    FollowedCatalogue catalogue_;
    std::unique_ptr<OutcomeQuery> outcomes_;
};

// The id that a log's first record gives it.
// Errors: unavailable (it does not answer), invalid (it is empty, or none of ours; the text says
// what to do), corrupt, io.
platform::Result<std::string> read_log_id(platform::event_log::EventLog& log);

}  // namespace ingest
