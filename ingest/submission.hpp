// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "domain/codec/json.hpp"
#include "ingest/context.hpp"
#include "ingest/draft.hpp"
#include "ingest/receipt.hpp"

namespace ingest {

// One event of a request: a draft on its way into the log, or none and the receipt that says why.
struct Item {
    std::optional<Draft> draft;
    Receipt receipt;
    // Who sends it.
    std::string authid = {};
};

// What the events of one request have in common.
struct Sender {
    Mode mode = Mode::live;
    const platform::access::Identity& who;
    TraceContext trace;
};
// An event that the sender may not send is refused. The trace is that of the request, or, where it
// has none, the one that the event names.
Item item_of(domain::codec::Json event, const Sender& sender);

// Takes `items` in order, each for itself: looks up its identity, checks it against the catalogue,
// appends it; then waits at most `wait` for the outcomes. `done` is called once, on any thread,
// with a receipt for each item, in order.
// Edge: an item that names something defined by an earlier one finds it.
// Threads: any. The context outlives `done`, which therefore holds a ticket.
using Submitted = std::function<void(std::vector<Receipt>)>;
void submit(Context& context, std::vector<Item> items, std::chrono::milliseconds wait,
            Submitted done);

}  // namespace ingest
