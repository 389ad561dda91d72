// SPDX-License-Identifier: EUPL-1.2
#include "query-api/history/row_said.hpp"

#include "domain/fold/fold.hpp"

namespace query_api::history {
namespace {

using domain::FigureId;
using domain::Sequence;
using projector::read_model::View;

void judge(View& view, Sequence entered, RowSaid& said) {
    const FigureId figure{said.row.indicator, said.row.territory};
    const auto valid = view.day(figure, said.row.kind, said.row.date);
    said.valid = valid && valid->present && valid->entered == entered;
    const auto next = view.day_after(figure, said.row.kind, said.row.date, entered);
    if (next) said.superseded_by = next->since;
}

void write_row(platform::JsonWriter& json, const RowSaid& said, Figures figures) {
    json.begin_object();
    json.key("row").unsigned_integer(said.index);
    if (figures == Figures::named) {
        json.key("indicator").string(said.row.indicator.text());
        json.key("territory").string(said.row.territory.id());
    }
    json.key("kind").string(domain::name_of(said.row.kind));
    json.key("date").string(said.row.date.text());
    json.key("value");
    said.row.value ? json.number_text(said.row.value->text()) : json.null();
    json.key("valid").boolean(said.valid);
    json.key("superseded_by");
    said.superseded_by ? json.unsigned_integer(*said.superseded_by) : json.null();
    json.end_object();
}

std::string text_of(const RowSaid& said, Figures figures) {
    std::string text;
    if (figures == Figures::named)
        text = said.row.indicator.text() + "/" + std::string{said.row.territory.id()} + "/";
    return text.append(domain::name_of(said.row.kind))
        .append(":")
        .append(said.row.date.text())
        .append("=")
        .append(said.row.value ? said.row.value->text() : "erased");
}

}  // namespace

std::vector<RowSaid> rows_said(View& view, const Cause& cause, const std::string& value,
                               const std::optional<FigureId>& figure) {
    std::vector<RowSaid> said;
    if (cause.decision.type != domain::event_type::measures_reported) return said;
    const domain::Decoded decoded = domain::decode(value);
    if (!decoded.data || !*decoded.data) return said;
    const auto* reported = std::get_if<domain::MeasuresReported>(&**decoded.data);
    if (reported == nullptr) return said;
    const bool applied = cause.decision.outcome.kind == domain::OutcomeKind::applied;
    for (std::size_t i = 0; i < reported->rows.size(); ++i) {
        const domain::MeasureRow& row = reported->rows[i];
        if (figure && FigureId{row.indicator, row.territory} != *figure) continue;
        RowSaid one{i, row, false, std::nullopt};
        if (applied) judge(view, cause.decision.sequence, one);
        said.push_back(std::move(one));
    }
    return said;
}

List list_of(const std::vector<RowSaid>& rows, Figures figures) {
    return {rows.size(),
            [&rows, figures](platform::JsonWriter& json, std::size_t i) {
                write_row(json, rows[i], figures);
            },
            [&rows, figures](std::size_t i) { return text_of(rows[i], figures); }};
}

}  // namespace query_api::history
