// SPDX-License-Identifier: EUPL-1.2
#include "query-api/history/audit_row.hpp"

#include "query-api/event_row.hpp"

namespace query_api::history {
namespace {

using domain::FigureId;
using domain::Sequence;
using projector::read_model::View;

std::optional<StateRow> state_at(const View& view, Sequence position, const FigureId& figure,
                                 domain::Date on) {
    View then = view.at(position);
    const auto shown = shown_indicator(then, figure.indicator);
    if (!shown) return std::nullopt;
    return StateReader{then, shown->group, shown->index, on}.read(figure.territory);
}

std::vector<std::pair<domain::Territory, Changes>> moved_above(const View& view,
                                                               const FigureId& figure,
                                                               Sequence sequence) {
    std::vector<std::pair<domain::Territory, Changes>> moved;
    domain::Territory above = figure.territory;
    while (above.level() != domain::Level::nation) {
        above = above.parent();
        auto row = view.audit_of({figure.indicator, above}, sequence);
        if (row && !row->changes.empty()) moved.emplace_back(above, std::move(row->changes));
    }
    return moved;
}

AuditRow read_row(View& view, const FigureId& figure, domain::Date on,
                  projector::read_model::AuditEntry entry) {
    auto stored = view.known_record(entry.sequence);
    AuditRow row{.cause = cause_of(std::move(stored.decision), stored.record.value),
                 .rows = {},
                 .changes = std::move(entry.row.changes),
                 .before = {},
                 .after = state_at(view, entry.sequence, figure, on),
                 .moved = moved_above(view, figure, entry.sequence),
                 .attempts = {}};
    if (entry.sequence > 0) row.before = state_at(view, entry.sequence - 1, figure, on);
    row.rows = rows_said(view, row.cause, stored.record.value, figure);
    if (row.cause.decision.identity)
        row.attempts = attempts_after(view, *row.cause.decision.identity, entry.sequence);
    return row;
}

List list_of(const std::vector<std::pair<domain::Territory, Changes>>& moved) {
    return {moved.size(),
            [&moved](platform::JsonWriter& json, std::size_t i) {
                json.begin_object();
                json.key("territory").string(moved[i].first.id());
                json.key("changes").begin_array();
                for (const Change& change : moved[i].second) write_change(json, change);
                json.end_array();
                json.end_object();
            },
            [&moved](std::size_t i) {
                std::string text{moved[i].first.id()};
                for (const Change& change : moved[i].second) text += "/" + text_of(change);
                return text;
            }};
}

void describe_state(Fields& fields, std::string_view name, const std::optional<StateRow>& state) {
    fields.group(name, presence_of(state), [&] {
        const auto last = state ? state->state.last : std::nullopt;
        fields.decimal("value", last ? std::optional{last->annual} : std::nullopt);
        fields.month("month", last ? std::optional{last->month} : std::nullopt);
        fields.group("progress", Presence::present, [&] {
            fields.decimal("global", state ? state->progress.global : std::nullopt);
            fields.decimal("annual", state ? state->progress.annual : std::nullopt);
        });
    });
}

}  // namespace

const AuditRow& AuditRow::blank() {
    static const AuditRow row{.cause = Cause::blank(),
                              .rows = {},
                              .changes = {},
                              .before = {},
                              .after = {},
                              .moved = {},
                              .attempts = {}};
    return row;
}

void describe(Fields& fields, const AuditRow& row) {
    describe(fields, row.cause);
    describe_fate(fields, row.cause);
    fields.list("rows", list_of(row.rows, Figures::left_out));
    fields.list("changes", list_of(row.changes));
    describe_state(fields, "before", row.before);
    describe_state(fields, "after", row.after);
    fields.list("moved", list_of(row.moved));
    fields.list("attempts", list_of_attempts(row.attempts));
}

Paged<AuditRow> read_audit(View& view, const FigureId& figure, domain::Date on, const Page& page) {
    auto entries = view.audit(figure, page.first(), page.limit);
    Paged<AuditRow> paged;
    if (entries.size() == page.limit) paged.next = entries.back().sequence;
    for (auto& entry : entries) paged.rows.push_back(read_row(view, figure, on, std::move(entry)));
    return paged;
}

}  // namespace query_api::history
