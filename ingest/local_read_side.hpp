// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "ingest/in_flight.hpp"
#include "ingest/read_side.hpp"
#include "platform/event_log/event_log.hpp"
#include "platform/worker_pool.hpp"
#include "projector/read_model/store.hpp"

namespace ingest {

// The read side of a process that has the read model itself: `serve`.
//
// Life: everything given outlives this, which outlives the service. It is destroyed once what it
// has begun is told.
class LocalReadSide final : public ReadSide {
public:
    // As projector::Projector::wait_for().
    using WaitFor =
        std::function<void(domain::Sequence, std::chrono::milliseconds, std::function<void(bool)>)>;

    // Outcomes are read on `pool`.
    LocalReadSide(const projector::read_model::Store& store, platform::event_log::EventLog& log,
                  WaitFor wait_for, platform::WorkerPool& pool);
    ~LocalReadSide() override;

    std::shared_ptr<const projector::read_model::Published> published() const override;
    platform::Result<std::optional<Receipt>> known(
        const domain::codec::Envelope& envelope) const override;
    void await_definitions(std::vector<std::string> missing,
                           std::chrono::steady_clock::time_point deadline,
                           std::function<void(Awaited)> done) override;
    bool tells_outcomes() const override { return true; }
    void settle(std::vector<Receipt> receipts, std::chrono::milliseconds wait,
                Settled done) override;

private:
    void read_outcomes(std::vector<Receipt>& receipts) const;

    const projector::read_model::Store& store_;
    platform::event_log::EventLog& log_;
    WaitFor wait_for_;
    platform::WorkerPool& pool_;
    InFlight in_flight_;
};

}  // namespace ingest
