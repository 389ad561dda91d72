// SPDX-License-Identifier: EUPL-1.2
#include "query-api/history/history_row.hpp"
#include "query-api/memento.hpp"
#include "query-api/read_routes.hpp"

namespace query_api {
namespace {

using domain::FigureId;
using platform::http::Request;
using projector::read_model::View;

// Versions looked at in one go for the first that was shown.
constexpr std::size_t first_page_rows = 1;

std::string path_of(const FigureId& figure) {
    return "/v1/indicators/" + figure.indicator.text() + "/territories/" +
           std::string{figure.territory.id()};
}

std::string path_of(const PolicyFigureId& figure) {
    return "/v1/policies/" + figure.policy.text() + "/territories/" +
           std::string{figure.territory.id()};
}

Paged<history::HistoryRow> versions_of(View& view, const FigureId& figure, domain::Date on,
                                       const Page& page) {
    return history::read_history(view, figure, on, page);
}

Paged<history::PolicyHistoryRow> versions_of(View& view, const PolicyFigureId& figure,
                                             domain::Date on, const Page& page) {
    return history::read_history(view, figure.policy, figure.territory, on, page);
}

template <class Id>
std::optional<domain::Sequence> first_version(View& view, const Id& figure) {
    // Which versions there are does not depend on it.
    const domain::Date any_day = domain::Instant{}.date();
    Page page{0, first_page_rows};
    for (;;) {
        const auto versions = versions_of(view, figure, any_day, page);
        if (!versions.rows.empty()) return versions.rows.front().cause.decision.sequence;
        if (!versions.next) return std::nullopt;
        page.after = *versions.next;
    }
}

template <class Id>
Past past_of_figure(const Id& figure) {
    return {.time_map = path_of(figure) + "/timemap",
            .first = [figure](View& view) { return first_version(view, figure); }};
}

// The links of one page, a line each.
class TimeMap {
public:
    TimeMap(std::string original, std::string log_id)
        : original_(std::move(original)), log_id_(std::move(log_id)) {
        link(original_, "original timegate");
    }

    void add(const domain::RecordRow& version, std::string_view relation) {
        link(memento_of(original_, token(log_id_, version.sequence)), relation);
        attribute("datetime", datetime_of(version.time));
    }
    // Another page of the same, or this one.
    void add_page(const std::string& address, std::string_view relation) {
        link(address, relation);
        attribute("type", link_format_type);
    }
    void attribute(std::string_view name, std::string_view value) {
        text_.append("; ").append(name).append("=\"").append(value).append("\"");
    }

    std::string take() { return std::move(text_) + "\n"; }

private:
    void link(std::string_view address, std::string_view relation) {
        if (!text_.empty()) text_ += ",\n";
        text_.append("<").append(address).append(">");
        attribute("rel", relation);
    }

    std::string original_;
    std::string log_id_;
    std::string text_;
};

std::string address_of(const std::string& map, const Page& page) {
    return map + "?after=" + std::to_string(page.after) + "&limit=" + std::to_string(page.limit);
}

// "first memento", "memento", "first last memento": what a version is among all.
std::string relation_of(bool is_first, bool is_last) {
    return std::string{is_first ? "first " : ""} + (is_last ? "last " : "") + "memento";
}

// Source: RFC 7089 §5.
template <class Id>
std::string render_time_map(View& view, const Id& figure, domain::Date on, const Page& page) {
    const auto versions = versions_of(view, figure, on, page);
    const std::string original = path_of(figure);
    TimeMap map{original, view.published().head.log_id};
    map.add_page(address_of(original + "/timemap", page), "self");
    if (!versions.rows.empty()) {
        map.attribute("from", datetime_of(versions.rows.front().cause.decision.time));
        map.attribute("until", datetime_of(versions.rows.back().cause.decision.time));
    }
    for (std::size_t i = 0; i < versions.rows.size(); ++i) {
        const bool is_first = page.after == 0 && i == 0;
        const bool is_last = !versions.next && i + 1 == versions.rows.size();
        map.add(versions.rows[i].cause.decision, relation_of(is_first, is_last));
    }
    if (versions.next)
        map.add_page(address_of(original + "/timemap", {*versions.next, page.limit}), "timemap");
    return map.take();
}

Outcome<void> check_shown(View& view, const FigureId& figure) {
    if (const auto shown = shown_indicator(view, figure.indicator); !shown) return shown.error();
    return {};
}

Outcome<void> check_shown(View& view, const PolicyFigureId& figure) {
    if (const auto shown = shown_policy(view, figure.policy); !shown) return shown.error();
    return {};
}

template <class Id>
Outcome<Resource> time_map(const Request& request, const Outcome<Id>& figure) {
    if (!figure) return figure.error();
    const auto page = page_parameters(request);
    if (!page) return page.error();
    return Resource{.key = figure_key("time map", *figure) + page_key(*page),
                    .cost = Cost::heavy,
                    .content_type = link_format_type,
                    .touched = &touched_by_any_record,
                    .render = [figure = *figure, page = *page](
                                  View& view, const Reading& reading) -> Outcome<std::string> {
                        if (reading.format != Format::json)
                            return Refusal{problems::link_format_only,
                                           std::string{name_of(reading.format)}};
                        if (const auto shown = check_shown(view, figure); !shown)
                            return shown.error();
                        return render_time_map(view, figure, reading.on, page);
                    }};
}

}  // namespace

Past past_of(const FigureId& figure) {
    return past_of_figure(figure);
}

Past past_of(const PolicyFigureId& figure) {
    return past_of_figure(figure);
}

std::vector<ReadRoute> time_map_routes() {
    const std::vector<std::string> page{"after", "limit"};
    return {
        {"/v1/indicators/{indicator}/territories/{territory}/timemap",
         {Right::audit},
         page, Lines::none,
         [](const Request& request) { return time_map(request, figure_in(request)); }       },
        {"/v1/policies/{policy}/territories/{territory}/timemap",
         {Right::audit},
         page, Lines::none,
         [](const Request& request) { return time_map(request, policy_figure_in(request)); }}
    };
}

}  // namespace query_api
