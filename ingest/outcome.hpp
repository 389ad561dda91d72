// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>

#include "domain/codec/event_json.hpp"
#include "ingest/receipt.hpp"
#include "projector/read_model/view.hpp"

namespace ingest {

// What an event is told whose source and id the read model knows: the first outcome if the content
// is the same, else that the identity is taken; nothing if it is new.
// Errors: throws StoreFailure.
std::optional<Receipt> known_receipt(const projector::read_model::View& view,
                                     const domain::codec::Envelope& envelope);

// Fills in what became of a record that was accepted, if it is applied by now.
// Errors: throws StoreFailure.
void settle_receipt(const projector::read_model::View& view, Receipt& receipt);

}  // namespace ingest
