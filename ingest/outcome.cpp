// SPDX-License-Identifier: EUPL-1.2
#include "ingest/outcome.hpp"

#include <cassert>
#include <string>
#include <utility>

namespace ingest {
namespace {

using domain::OutcomeKind;
using projector::read_model::View;

void set_outcome(Receipt& receipt, const domain::Outcome& outcome) {
    receipt.status = outcome.kind == OutcomeKind::applied    ? Status::applied
                     : outcome.kind == OutcomeKind::conflict ? Status::conflict
                                                             : Status::rejected;
    if (outcome.kind == OutcomeKind::applied) return;
    receipt.fault =
        fault_of(finding_of(domain::Error{outcome.reason, outcome.pointer, outcome.detail}));
}

// Tells the outcome of the first record of an identity as that of a repetition.
void set_first_outcome(Receipt& receipt, const domain::RecordRow& first) {
    receipt.duplicate = true;
    receipt.sequence = first.sequence;
    set_outcome(receipt, first.outcome);
}

domain::RecordRow row_at(const View& view, domain::Sequence sequence) {
    auto found = view.record(sequence);
    assert(found);
    return std::move(found->decision);
}

}  // namespace

std::optional<Receipt> known_receipt(const View& view, const domain::codec::Envelope& envelope) {
    const auto attempts = view.attempts(envelope.identity);
    if (attempts.empty()) return std::nullopt;
    const domain::RecordRow first = row_at(view, attempts.front());
    const auto& [source, id] = envelope.identity;
    if (first.content != envelope.content) {
        const std::string position =
            view.published().head.log_id + "." + std::to_string(first.sequence);
        return refused(source, id, fault_of(finding_about("identity-reused", "/id", position)));
    }
    Receipt receipt;
    receipt.source = source;
    receipt.id = id;
    set_first_outcome(receipt, first);
    return receipt;
}

void settle_receipt(const View& view, Receipt& receipt) {
    if (receipt.status != Status::accepted || !receipt.sequence) return;
    if (*receipt.sequence > view.position()) return;
    const domain::RecordRow row = row_at(view, *receipt.sequence);
    if (row.outcome.kind != OutcomeKind::duplicate) return set_outcome(receipt, row.outcome);
    const auto attempts = view.attempts({receipt.source, receipt.id});
    assert(!attempts.empty());
    set_first_outcome(receipt, row_at(view, attempts.front()));
}

}  // namespace ingest
