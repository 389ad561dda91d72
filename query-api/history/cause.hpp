// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "domain/codec/json.hpp"
#include "projector/read_model/view.hpp"
#include "query-api/fields.hpp"

namespace query_api::history {

// The event behind a change: what was decided about it, and who says what and why.
struct Cause {
    domain::RecordRow decision;
    // When it happened, in its producer's words.
    std::optional<std::string> time;
    // Who sent it, as ingest knew.
    std::optional<std::string> actor;
    std::optional<std::string> reason;
    // The event that it says it corrects; changes no figure.
    std::optional<domain::Identity> corrects;
    std::optional<std::string> file_sha256;

    static const Cause& blank();
};

// `value` is that of the record; what cannot be read of it is missing.
Cause cause_of(domain::RecordRow decision, std::string_view value);

// What names the event: sequence, recorded, source, id, type, actor, time, reason.
void describe(Fields& fields, const Cause& cause);
// What else there is to say: loaded, corrects, file_sha256, outcome, code, detail.
void describe_fate(Fields& fields, const Cause& cause);
// What names it, as a group of fields.
void describe(Fields& fields, std::string_view name, const std::optional<Cause>& cause);

// Causes by their sequences, each record read once.
// Threads: one at a time. Errors: throws StoreFailure.
class Causes {
public:
    // `view` outlives this.
    explicit Causes(const projector::read_model::View& view) : view_(view) {}

    // The record must be there, at or before the view's position.
    const Cause& at(domain::Sequence sequence);

private:
    const projector::read_model::View& view_;
    std::map<domain::Sequence, Cause> known_;
};

}  // namespace query_api::history
