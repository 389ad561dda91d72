// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/codec/event_json.hpp"
#include "ingest/receipt.hpp"
#include "platform/result.hpp"
#include "projector/read_model/store.hpp"

namespace ingest {

// What ended a wait for definitions: those that were missing are known, all of the log's are, or
// the deadline came first.
enum class Awaited : std::uint8_t { known, end, late };

// What ingest asks of the read side: definitions to check against, outcomes for receipts.
// Threads: all of it from any thread.
class ReadSide {
public:
    ReadSide() = default;
    ReadSide(const ReadSide&) = delete;
    ReadSide& operator=(const ReadSide&) = delete;
    virtual ~ReadSide() = default;

    // The definitions in force, all of them at its position(), and how far they reach: the head has
    // the log's id, and `next` is 0 as long as nothing is known.
    virtual std::shared_ptr<const projector::read_model::Published> published() const = 0;

    // What an event is told whose source and id are known here, as known_receipt(); nothing if they
    // are not. Errors: corrupt, io.
    virtual platform::Result<std::optional<Receipt>> known(
        const domain::codec::Envelope& envelope) const = 0;

    // Calls `done` once the definitions reach what is the end of the log at the call, perhaps as
    // soon as all of `missing` (ids of policies and indicators; none: only the end) are known, or
    // at `deadline`. On the caller's thread or one of the read side's; it must return soon.
    virtual void await_definitions(std::vector<std::string> missing,
                                   std::chrono::steady_clock::time_point deadline,
                                   std::function<void(Awaited)> done) = 0;

    // Whether settle() can tell outcomes at all.
    virtual bool tells_outcomes() const = 0;

    // Calls `done` with `receipts`: in those that are accepted, the outcome is filled in if it is
    // known within `wait`. On any thread; done() may answer a request.
    using Settled = std::function<void(std::vector<Receipt>)>;
    virtual void settle(std::vector<Receipt> receipts, std::chrono::milliseconds wait,
                        Settled done) = 0;
};

}  // namespace ingest
