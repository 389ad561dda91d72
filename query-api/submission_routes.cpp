// SPDX-License-Identifier: EUPL-1.2
#include "query-api/history/submission.hpp"
#include "query-api/read_routes.hpp"
#include "query-api/table.hpp"

namespace query_api {
namespace {

using platform::http::Request;
using projector::read_model::View;

// Everything that decides about a page, as asked for. Values are free text: their lengths make the
// key unique.
std::string key_of(const Request& request, const Page& page) {
    std::string key = "submissions" + page_key(page);
    for (const std::string& name : filter_parameters())
        if (const auto value = request.parameter(name))
            key.append(" ").append(name).append(std::to_string(value->size())).append(*value);
    return key;
}

Outcome<Resource> submissions(const Request& request) {
    auto filter = filter_of(request);
    if (!filter) return filter.error();
    const auto page = page_parameters(request);
    if (!page) return page.error();
    return Resource{.key = key_of(request, *page),
                    .cost = Cost::heavy,
                    .touched = &touched_by_any_record,
                    .render = [filter = std::move(*filter), page = *page](
                                  View& view, const Reading& reading) -> Outcome<std::string> {
                        return page_of(reading.format,
                                       history::read_submissions(view, filter, page),
                                       [](platform::JsonWriter&) {});
                    }};
}

Outcome<Resource> submission(const Request& request) {
    const auto sequence = number_in_path(request.path_parameters[0]);
    if (!sequence) return Refusal{problems::submission_unknown, request.path_parameters[0]};
    return Resource{.key = "submission " + std::to_string(*sequence),
                    .cost = Cost::heavy,
                    .touched = &touched_by_any_record,
                    .render = [sequence = *sequence](
                                  View& view, const Reading& reading) -> Outcome<std::string> {
                        const auto found = history::read_submission(view, sequence);
                        if (!found) return found.error();
                        return answer_of(reading.format, *found);
                    }};
}

}  // namespace

std::vector<ReadRoute> submission_routes() {
    std::vector<std::string> parameters = filter_parameters();
    parameters.insert(parameters.end(), {"after", "limit"});
    return {
        {"/v1/submissions",            {Right::audit}, parameters, Lines::offered, &submissions},
        {"/v1/submissions/{sequence}", {Right::audit}, {},         Lines::none,    &submission }
    };
}

}  // namespace query_api
