// SPDX-License-Identifier: EUPL-1.2
#include "query-api/history/audit_row.hpp"
#include "query-api/history/difference.hpp"
#include "query-api/history/lineage.hpp"
#include "query-api/history/vintage_row.hpp"
#include "query-api/read_routes.hpp"
#include "query-api/table.hpp"

namespace query_api {
namespace {

using domain::FigureId;
using domain::IndicatorId;
using platform::http::Request;
using projector::read_model::Store;
using projector::read_model::View;

void write_figure(platform::JsonWriter& json, const FigureId& figure) {
    json.key("indicator").string(figure.indicator.text());
    json.key("territory").string(figure.territory.id());
}

template <class Row>
using ReadPage = Paged<Row> (*)(View&, const FigureId&, domain::Date, const Page&);

// A list of a figure, a page at a time.
template <class Row>
std::function<Outcome<Resource>(const Request&)> paged(std::string_view what, ReadPage<Row> read) {
    return [what, read](const Request& request) -> Outcome<Resource> {
        const auto figure = figure_in(request);
        if (!figure) return figure.error();
        const auto page = page_parameters(request);
        if (!page) return page.error();
        return Resource{.key = figure_key(what, *figure) + page_key(*page),
                        .cost = Cost::heavy,
                        .touched = &touched_by_any_record,
                        .render = [figure = *figure, page = *page, read](
                                      View& view, const Reading& reading) -> Outcome<std::string> {
                            if (const auto shown = shown_indicator(view, figure.indicator); !shown)
                                return shown.error();
                            return page_of(
                                reading.format, read(view, figure, reading.on, page),
                                [&](platform::JsonWriter& json) { write_figure(json, figure); });
                        }};
    };
}

Outcome<Resource> figure_lineage(const Request& request) {
    const auto figure = figure_in(request);
    if (!figure) return figure.error();
    return Resource{
        .key = figure_key("lineage", *figure),
        .cost = Cost::heavy,
        .touched = touched_with_definitions(figure->indicator),
        .render = [figure = *figure](View& view, const Reading& reading) -> Outcome<std::string> {
            if (reading.format != Format::json)
                return Refusal{problems::json_only, std::string{name_of(reading.format)}};
            const auto shown = shown_indicator(view, figure.indicator);
            if (!shown) return shown.error();
            return history::lineage_of(view, *shown, figure.territory, reading.on);
        }};
}

Outcome<Resource> policy_state(const Request& request, const std::shared_ptr<Medians>& medians) {
    const auto figure = policy_figure_in(request);
    if (!figure) return figure.error();
    return Resource{
        .key = figure_key("policy state", *figure),
        .cost = Cost::heavy,
        .past = past_of(*figure),
        .touched = [id = figure->policy](const Store& store) { return store.touched(id); },
        .render = [figure = *figure, medians](View& view,
                                              const Reading& reading) -> Outcome<std::string> {
            const auto group = shown_policy(view, figure.policy);
            if (!group) return group.error();
            const int year = reading.on.month.year();
            PolicyRow row = read_policy_row(view, *group, figure.territory, year);
            row.gap = domain::rules::gap_to_median(
                row.rate(), medians->median(view, *group, figure.territory.level(), year));
            return answer_of(reading.format, row);
        }};
}

Outcome<Resource> policy_history(const Request& request) {
    const auto figure = policy_figure_in(request);
    if (!figure) return figure.error();
    const auto page = page_parameters(request);
    if (!page) return page.error();
    return Resource{
        .key = figure_key("policy history", *figure) + page_key(*page),
        .cost = Cost::heavy,
        .touched = [id = figure->policy](const Store& store) { return store.touched(id); },
        .render = [figure = *figure, page = *page](View& view,
                                                   const Reading& reading) -> Outcome<std::string> {
            if (const auto group = shown_policy(view, figure.policy); !group) return group.error();
            const auto rows =
                history::read_history(view, figure.policy, figure.territory, reading.on, page);
            return page_of(reading.format, rows, [&](platform::JsonWriter& json) {
                json.key("policy").string(figure.policy.text());
                json.key("territory").string(figure.territory.id());
            });
        }};
}

Outcome<Resource> policy_lineage(const Request& request) {
    const auto figure = policy_figure_in(request);
    if (!figure) return figure.error();
    return Resource{
        .key = figure_key("policy lineage", *figure),
        .cost = Cost::heavy,
        .touched = [id = figure->policy](const Store& store) { return store.touched(id); },
        .render = [figure = *figure](View& view, const Reading& reading) -> Outcome<std::string> {
            if (reading.format != Format::json)
                return Refusal{problems::json_only, std::string{name_of(reading.format)}};
            const auto group = shown_policy(view, figure.policy);
            if (!group) return group.error();
            return history::lineage_of(view, *group, figure.territory, reading.on);
        }};
}

// The optional parameter `name`. Errors: as `parse`.
template <class T>
Outcome<std::optional<T>> filter_in(const Request& request, std::string_view name,
                                    Outcome<T> (*parse)(const std::string&)) {
    const auto text = request.parameter(name);
    if (!text) return std::optional<T>{};
    auto value = parse(std::string{*text});
    if (!value) return value.error();
    return std::optional{*value};
}

Outcome<history::DifferencePlace> place_in(const std::string& text) {
    return history::DifferencePlace::parse(text);
}

Outcome<history::DifferenceQuery> difference_query(const Request& request) {
    const auto policy = filter_in(request, "policy", &policy_in);
    if (!policy) return policy.error();
    const auto indicator = filter_in(request, "indicator", &indicator_in);
    if (!indicator) return indicator.error();
    const auto level = filter_in(request, "level", &level_in);
    if (!level) return level.error();
    const auto territory = filter_in(request, "territory", &territory_in);
    if (!territory) return territory.error();
    const auto after = filter_in(request, "after", &place_in);
    if (!after) return after.error();
    const auto limit = limit_parameter(request);
    if (!limit) return limit.error();
    return history::DifferenceQuery{.policy = *policy,
                                    .indicator = *indicator,
                                    .level = *level,
                                    .territory = *territory,
                                    .after = *after,
                                    .limit = *limit};
}

// The position of the earlier of the two moments.
Outcome<domain::Sequence> position_of(const View& to, const Since& from) {
    const auto* position = std::get_if<Position>(&from);
    if (position == nullptr) return to.position_at(std::get<domain::Instant>(from));
    const std::string shown = token(position->log_id, position->sequence);
    if (position->log_id != to.published().head.log_id)
        return Refusal{problems::position_other_log, shown};
    if (position->sequence > to.position()) return Refusal{problems::from_after_to, shown};
    return position->sequence;
}

Outcome<std::string> render_difference(View& to, const Reading& reading, const Since& since,
                                       const history::DifferenceQuery& query) {
    const auto position = position_of(to, since);
    if (!position) return position.error();
    View from = to.at(*position);
    const auto difference = history::difference_of(from, to, reading.on, query);
    return table_of(reading.format, difference.rows, [&](platform::JsonWriter& json) {
        json.key("from").string(token(to.published().head.log_id, *position));
        json.key("next");
        difference.next ? json.string(difference.next->text()) : json.null();
    });
}

const std::vector<std::string> difference_parameters{"from",  "to",        "policy", "indicator",
                                                     "level", "territory", "after",  "limit"};

// Everything that decides about a difference, as asked for: its parameters are single and known.
std::string key_of_difference(const Request& request) {
    std::string key = "diff";
    for (const std::string& name : difference_parameters)
        if (const auto value = request.parameter(name))
            key.append(" ").append(name).append("=").append(*value);
    return key;
}

Outcome<Resource> difference(const Request& request) {
    auto since = from_parameter(request);
    if (!since) return since.error();
    auto query = difference_query(request);
    if (!query) return query.error();
    return Resource{.key = key_of_difference(request),
                    .cost = Cost::heavy,
                    .touched = &touched_by_any_record,
                    .render = [since = std::move(*since), query = std::move(*query)](
                                  View& view, const Reading& reading) {
                        return render_difference(view, reading, since, query);
                    }};
}

}  // namespace

Outcome<PolicyFigureId> policy_figure_in(const Request& request) {
    const auto policy = policy_in(request.path_parameters[0]);
    if (!policy) return policy.error();
    const auto territory = territory_in(request.path_parameters[1]);
    if (!territory) return territory.error();
    return PolicyFigureId{*policy, *territory};
}

std::string figure_key(std::string_view what, const PolicyFigureId& figure) {
    return std::string{what}
        .append(" ")
        .append(figure.policy.text())
        .append(" ")
        .append(figure.territory.id());
}

std::string page_key(const Page& page) {
    return " " + std::to_string(page.after) + " " + std::to_string(page.limit);
}

Outcome<Resource> vintages(const Request& request) {
    const auto figure = figure_in(request);
    if (!figure) return figure.error();
    return Resource{
        .key = figure_key("vintages", *figure),
        .cost = Cost::heavy,
        .touched = [id = figure->indicator](const Store& store) { return store.touched(id); },
        .render = [figure = *figure](View& view, const Reading& reading) -> Outcome<std::string> {
            if (const auto shown = shown_indicator(view, figure.indicator); !shown)
                return shown.error();
            return table_of(reading.format, history::read_vintages(view, figure),
                            [&](platform::JsonWriter& json) { write_figure(json, figure); });
        }};
}

std::vector<ReadRoute> history_routes(const std::shared_ptr<Medians>& medians) {
    const std::string figure = "/v1/indicators/{indicator}/territories/{territory}";
    const std::string policy = "/v1/policies/{policy}/territories/{territory}";
    const std::vector<std::string> page{"after", "limit"};
    const auto state = [medians](const Request& request) { return policy_state(request, medians); };
    std::vector<ReadRoute> all;
    const auto add = [&all](const std::string& path, const std::vector<std::string>& parameters,
                            Lines lines, auto resource, Right right = Right::audit) {
        all.push_back({path, {right}, parameters, lines, resource});
    };
    add(figure + "/history", page, Lines::offered,
        paged<history::HistoryRow>("history", &history::read_history));
    add(figure + "/audit", page, Lines::offered,
        paged<history::AuditRow>("audit", &history::read_audit));
    add(figure + "/lineage", {}, Lines::none, &figure_lineage);
    add(policy, {}, Lines::none, state, Right::read);
    add(policy + "/history", page, Lines::offered, &policy_history);
    add(policy + "/lineage", {}, Lines::none, &policy_lineage);
    add("/v1/diff", difference_parameters, Lines::offered, &difference);
    return all;
}

}  // namespace query_api
