// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "domain/fold/changes.hpp"
#include "projector/read_model/view.hpp"
#include "query-api/fields.hpp"
#include "query-api/problems.hpp"

namespace query_api {

// Later records of one identity that are shown; beyond it the latest ones are.
constexpr std::size_t attempts_max = 200;

// What became of an event.
struct EventRow {
    domain::RecordRow first;
    std::string log_id;
    // Later records of the same source and id.
    std::vector<domain::RecordRow> attempts;

    static const EventRow& blank();
};

void describe(Fields& fields, const EventRow& row);

// Errors: event-unknown; throws StoreFailure.
Outcome<EventRow> read_event(const projector::read_model::View& view,
                             const domain::Identity& identity);

// The records of an identity after one of them, the latest attempts_max.
// Errors: throws StoreFailure.
std::vector<domain::RecordRow> attempts_after(const projector::read_model::View& view,
                                              const domain::Identity& identity,
                                              domain::Sequence sequence);

// Records as a list of sequence, recorded, outcome; in CSV "815=duplicate 820=conflict".
// `attempts` outlives the list.
List list_of_attempts(const std::vector<domain::RecordRow>& attempts);

}  // namespace query_api
