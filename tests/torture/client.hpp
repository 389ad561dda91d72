// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "tests/torture/ledger.hpp"
#include "tests/torture/submission.hpp"
#include "tests/vectors/support/api.hpp"

namespace tests::torture {

// How long a POST may wait for the outcome.
enum class Patience {
    none,    // Durable is enough.
    brief,   // Two seconds.
    server,  // As long as the server thinks right.
    longest  // As long as the server lets it.
};

// Posts one submission. Edge: no answer is a receipt, too.
Receipt post(vectors::Api& api, const Submission& submission, Content content, Patience patience);

// Sends the definitions to `ingest` and learns the departments from `query`, which may be one.
// Errors: unavailable, corrupt, invalid (a definition is not applied).
platform::Result<std::vector<Department>> prepare(vectors::Api& ingest, vectors::Api& query);

// What the clients of a round share.
struct Round {
    // Where clients post; one that gets no answer goes on at the next.
    std::vector<std::string> urls;
    Ledger ledger;
    // With so many events acknowledged, clients rest long between two: all will be asked for.
    std::size_t plenty = SIZE_MAX;
    std::atomic<bool> over = false;
    // Requests sent whose answer has not come.
    std::atomic<int> in_flight = 0;
};

// Posts events, batches, files and repetitions of them until the round is over. `maker` makes this
// client's submissions. Threads: one of many.
void run_client(Round& round, SubmissionMaker maker);

}  // namespace tests::torture
