// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "query-api/medians.hpp"
#include "query-api/resource.hpp"

// The table of reads (docs/api.md), by what they show.
namespace query_api {

std::vector<ReadRoute> catalogue_routes();
std::vector<ReadRoute> indicator_routes();
std::vector<ReadRoute> barometer_routes(const std::shared_ptr<Medians>& medians);
std::vector<ReadRoute> event_routes();
std::vector<ReadRoute> history_routes(const std::shared_ptr<Medians>& medians);
std::vector<ReadRoute> time_map_routes();
std::vector<ReadRoute> submission_routes();
std::vector<ReadRoute> edition_routes();

// What the routes share.
// The last sequence that changed an indicator or any definition: the weight of one follows the
// definitions of the others of its policy.
std::function<domain::Sequence(const projector::read_model::Store&)> touched_with_definitions(
    domain::IndicatorId id);
// For what any record can change: it may be one more attempt, or a rejected one that names it.
domain::Sequence touched_by_any_record(const projector::read_model::Store& store);
// The first two parts of a path. Errors: indicator-unknown, territory-unknown.
Outcome<domain::FigureId> figure_in(const platform::http::Request& request);
// The same of a policy's figure. Errors: policy-unknown, territory-unknown.
struct PolicyFigureId {
    domain::PolicyId policy;
    domain::Territory territory;
};
Outcome<PolicyFigureId> policy_figure_in(const platform::http::Request& request);
// How the past of a state is reached.
Past past_of(const domain::FigureId& figure);
Past past_of(const PolicyFigureId& figure);
// "WHAT IND-302 DEPT-35".
std::string figure_key(std::string_view what, const domain::FigureId& figure);
std::string figure_key(std::string_view what, const PolicyFigureId& figure);
// What makes the keys of two pages differ.
std::string page_key(const Page& page);

// All that was ever believed of a series: the other half of its address, told by `vintages`.
// Errors: an unknown id in the path.
Outcome<Resource> vintages(const platform::http::Request& request);

// All of them.
std::vector<ReadRoute> read_routes(const std::shared_ptr<Medians>& medians);

}  // namespace query_api
