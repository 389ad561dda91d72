// SPDX-License-Identifier: EUPL-1.2
#include <optional>

#include "domain/codec/edition_json.hpp"
#include "query-api/editions/edition.hpp"
#include "query-api/read_routes.hpp"
#include "query-api/table.hpp"

namespace query_api {
namespace {

using platform::http::Request;
using projector::read_model::Store;
using projector::read_model::View;

// What was published does not change.
std::function<domain::Sequence(const Store&)> never_touched(domain::Sequence sequence) {
    return [sequence](const Store&) { return sequence; };
}

Outcome<domain::Sequence> edition_in(const Request& request) {
    const auto sequence = number_in_path(request.path_parameters[0]);
    if (!sequence) return Refusal{problems::edition_unknown, request.path_parameters[0]};
    return *sequence;
}

Outcome<Resource> published(const Request& request) {
    const auto page = page_parameters(request);
    if (!page) return page.error();
    return Resource{
        .key = "editions" + page_key(*page),
        .cost = Cost::heavy,
        .touched = &touched_by_any_record,
        .render = [page = *page](View& view, const Reading& reading) -> Outcome<std::string> {
            return page_of(reading.format, editions::read_editions(view, page),
                           [](platform::JsonWriter&) {});
        }};
}

Outcome<Resource> edition(const Request& request) {
    const auto sequence = edition_in(request);
    if (!sequence) return sequence.error();
    return Resource{.key = "edition " + std::to_string(*sequence),
                    .cost = Cost::heavy,
                    .touched = &touched_by_any_record,
                    .render = [sequence = *sequence](
                                  View& view, const Reading& reading) -> Outcome<std::string> {
                        auto found = editions::read_edition(view, sequence);
                        if (!found) return found.error();
                        return answer_of(reading.format,
                                         editions::EditionDetail{std::move(*found)});
                    }};
}

// CSV only: bytes that have a digest.
Outcome<Resource> table(const Request& request) {
    const auto sequence = edition_in(request);
    if (!sequence) return sequence.error();
    const auto indicator = indicator_in(request.path_parameters[1]);
    if (!indicator) return indicator.error();
    const auto format = request.parameter("format");
    if (format && *format != name_of(Format::csv))
        return Refusal{problems::format_unknown, culprit("format", *format)};
    return Resource{.key = "edition table " + std::to_string(*sequence) + " " + indicator->text(),
                    .cost = Cost::heavy,
                    .content_type = content_type_of(Format::csv),
                    .touched = never_touched(*sequence),
                    .render = [sequence = *sequence, indicator = *indicator](
                                  View& view, const Reading&) -> Outcome<std::string> {
                        const auto found = editions::read_edition(view, sequence);
                        if (!found) return found.error();
                        return editions::read_table(view, *found, indicator);
                    }};
}

// "IND-314" or "IND-314/DEPT-35".
std::optional<domain::EditionExclusion> exclusion_in(std::string_view text) {
    const auto slash = text.find('/');
    const auto indicator = domain::IndicatorId::parse(text.substr(0, slash));
    if (!indicator) return std::nullopt;
    domain::EditionExclusion exclusion{*indicator, std::nullopt, "to be told"};
    if (slash == std::string_view::npos) return exclusion;
    const auto territory = domain::Territory::parse(text.substr(slash + 1));
    if (!territory) return std::nullopt;
    exclusion.territory = *territory;
    return exclusion;
}

// Those of the parameter `exclude`, separated by commas.
Outcome<std::vector<domain::EditionExclusion>> exclusions_in(const Request& request) {
    std::vector<domain::EditionExclusion> exclusions;
    const auto parameter = request.parameter("exclude");
    std::string_view rest = parameter.value_or(std::string_view{});
    while (!rest.empty()) {
        const std::string_view text = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(rest.size(), text.size() + 1));
        auto exclusion = exclusion_in(text);
        if (!exclusion) return Refusal{problems::exclude_bad_format, culprit("exclude", text)};
        exclusions.push_back(std::move(*exclusion));
    }
    return exclusions;
}

Outcome<Resource> draft(const Request& request) {
    auto exclusions = exclusions_in(request);
    if (!exclusions) return exclusions.error();
    const auto asked = request.parameter("exclude");
    return Resource{.key = "edition draft " + std::string{asked.value_or(std::string_view{})},
                    .cost = Cost::heavy,
                    .touched = &touched_by_any_record,
                    .render = [exclusions = std::move(*exclusions)](
                                  View& view, const Reading& reading) -> Outcome<std::string> {
                        if (reading.format != Format::json)
                            return Refusal{problems::json_only,
                                           std::string{name_of(reading.format)}};
                        const auto manifest = editions::draft(view, reading.on, exclusions);
                        return R"({"manifest":)" + domain::codec::encode(manifest);
                    }};
}

}  // namespace

std::vector<ReadRoute> edition_routes() {
    const std::string one = "/v1/editions/{sequence}";
    const std::string of_indicator = one + "/tables/{indicator}";
    return {
        {"/v1/editions",      {Right::read}, {"after", "limit"}, Lines::offered, &published},
        {one,                 {Right::read}, {},                 Lines::none,    &edition  },
        {of_indicator,        {Right::read}, {},                 Lines::none,    &table    },
        {"/v1/edition-draft", {Right::read}, {"exclude"},        Lines::none,    &draft    }
    };
}

}  // namespace query_api
