// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platform/http/message.hpp"
#include "projector/read_model/view.hpp"
#include "query-api/problems.hpp"

namespace query_api {

// Which records are wanted: those that have all of the terms.
struct RecordFilter {
    std::vector<projector::read_model::Term> terms;
    // No term: nearly all records are applied.
    enum class Outcomes : std::uint8_t { any, applied } outcomes = Outcomes::any;

    bool takes(const domain::RecordRow& decision) const;
};

// The parameters of a filter: indicator, territory, policy, actor, source, type, outcome.
const std::vector<std::string>& filter_parameters();

// The filter that a request asks for. `type` may stand without "fr.barometre.".
// Errors: filter-bad-format.
Outcome<RecordFilter> filter_of(const platform::http::Request& request);

}  // namespace query_api
