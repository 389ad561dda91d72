// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/read_side.hpp"
#include "ingest/receipt.hpp"
#include "platform/http/client.hpp"
#include "platform/result.hpp"
#include "platform/worker_pool.hpp"

namespace ingest {

// Outcomes as the query API tells them: GET /v1/event, once the position of the receipt is applied.
// Each thread asks one server at a time, over a connection that is kept; where one is away or not
// that far, the next one is asked.
// Threads: any.
class OutcomeQuery {
public:
    // How many requests may be under way; and wait for a thread, beyond which none is asked.
    static constexpr std::size_t threads = 8;
    static constexpr std::size_t queue_max = 1'000;
    // A server that has not answered for so long is left for the next one.
    static constexpr std::chrono::milliseconds attempt_max{2'000};

    // `urls`: one or more http://HOST:PORT, joined by commas; `log_id` is what positions are of;
    // `key` is presented, if it is not empty.
    // Errors: invalid.
    static platform::Result<std::unique_ptr<OutcomeQuery>> open(const std::string& urls,
                                                                std::string log_id,
                                                                const std::string& key = {});
    // Who waits is told what is known.
    ~OutcomeQuery();
    OutcomeQuery(const OutcomeQuery&) = delete;
    OutcomeQuery& operator=(const OutcomeQuery&) = delete;

    // As ReadSide::settle(). `done` is called on a thread of this, or on the caller's where there
    // is nothing to ask or nobody free to do it.
    void settle(std::vector<Receipt> receipts, std::chrono::milliseconds wait,
                ReadSide::Settled done);

    // From now on nobody is asked any more: who waits is told soon.
    void stop() { stopping_ = true; }

private:
    using Deadline = std::chrono::steady_clock::time_point;

    // What one thread asks with: a connection to each server, and which one answered last.
    struct Session {
        std::vector<platform::http::Client> clients;
        std::size_t preferred = 0;
    };

    OutcomeQuery(std::vector<Session> sessions, std::string log_id);

    void settle_now(std::vector<Receipt>& receipts, Deadline deadline);
    std::optional<platform::http::ClientResponse> ask(Session& session, const std::string& target,
                                                      Deadline deadline);
    std::string target_of(const Receipt& receipt) const;
    void note(std::string_view what, std::string_view detail);

    const std::string log_id_;
    std::atomic<bool> stopping_ = false;
    // Whether the last server asked gave no answer that can be used: it is logged once.
    std::atomic<bool> failing_ = false;

    std::mutex mutex_;
    std::vector<Session> idle_;

    platform::WorkerPool pool_;  // Last: its threads use all of the above.
};

// Fills in the outcome of an accepted `receipt` from the body of GET /v1/event; false if it is not
// in it.
bool read_outcome(std::string_view body, Receipt& receipt);

}  // namespace ingest
