// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <functional>

#include "domain/measure.hpp"
#include "projector/read_model/store.hpp"

namespace ingest {

// What ingest asks of the read side: definitions to check against, outcomes for receipts.
struct ReadSide {
    const projector::read_model::Store& store;
    // As projector::Projector::wait_for().
    std::function<void(domain::Sequence, std::chrono::milliseconds, std::function<void(bool)>)>
        wait_for;
};

}  // namespace ingest
