// SPDX-License-Identifier: EUPL-1.2
#include "query-api/history/audit_row.hpp"

#include "domain/fold/fold.hpp"
#include "query-api/event_row.hpp"

namespace query_api::history {
namespace {

using domain::FigureId;
using domain::Sequence;
using projector::read_model::View;

std::vector<RowSaid> rows_said(View& view, const FigureId& figure, const Cause& cause,
                               const std::string& value) {
    std::vector<RowSaid> said;
    if (cause.decision.type != domain::event_type::measures_reported) return said;
    const domain::Decoded decoded = domain::decode(value);
    if (!decoded.data || !*decoded.data) return said;
    const auto* reported = std::get_if<domain::MeasuresReported>(&**decoded.data);
    if (reported == nullptr) return said;
    const Sequence sequence = cause.decision.sequence;
    const bool applied = cause.decision.outcome.kind == domain::OutcomeKind::applied;
    for (std::size_t i = 0; i < reported->rows.size(); ++i) {
        const domain::MeasureRow& row = reported->rows[i];
        if (FigureId{row.indicator, row.territory} != figure) continue;
        RowSaid one{i, row, false, std::nullopt};
        if (applied) {
            const auto valid = view.day(figure, row.kind, row.date);
            one.valid = valid && valid->present && valid->entered == sequence;
            const auto next = view.day_after(figure, row.kind, row.date, sequence);
            if (next) one.superseded_by = next->since;
        }
        said.push_back(std::move(one));
    }
    return said;
}

std::optional<StateRow> state_at(const View& view, Sequence position, const FigureId& figure,
                                 domain::Date on) {
    View then = view.at(position);
    const auto shown = shown_indicator(then, figure.indicator);
    if (!shown) return std::nullopt;
    return StateReader{then, shown->group, shown->index, on}.read(figure.territory);
}

std::vector<std::pair<domain::Territory, AuditRow::Changes>> moved_above(const View& view,
                                                                         const FigureId& figure,
                                                                         Sequence sequence) {
    std::vector<std::pair<domain::Territory, AuditRow::Changes>> moved;
    domain::Territory above = figure.territory;
    while (above.level() != domain::Level::nation) {
        above = above.parent();
        auto row = view.audit_of({figure.indicator, above}, sequence);
        if (row && !row->changes.empty()) moved.emplace_back(above, std::move(row->changes));
    }
    return moved;
}

std::vector<domain::RecordRow> attempts_after(const View& view, const Cause& cause) {
    std::vector<domain::RecordRow> attempts;
    if (!cause.decision.identity) return attempts;
    for (const Sequence sequence : view.attempts(*cause.decision.identity)) {
        if (sequence <= cause.decision.sequence) continue;
        attempts.push_back(view.known_record(sequence).decision);
    }
    return attempts;
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
    row.rows = rows_said(view, figure, row.cause, stored.record.value);
    row.attempts = attempts_after(view, row.cause);
    return row;
}

// In CSV "actual:2024-04=170>85".
List list_of(const AuditRow::Changes& changes) {
    return {
        changes.size(),
        [&changes](platform::JsonWriter& json, std::size_t i) { write_change(json, changes[i]); },
        [&changes](std::size_t i) { return text_of(changes[i]); }};
}

List list_of(const std::vector<RowSaid>& rows) {
    return {rows.size(),
            [&rows](platform::JsonWriter& json, std::size_t i) {
                const RowSaid& said = rows[i];
                json.begin_object();
                json.key("row").unsigned_integer(said.index);
                json.key("kind").string(domain::name_of(said.row.kind));
                json.key("date").string(said.row.date.text());
                json.key("value");
                said.row.value ? json.number_text(said.row.value->text()) : json.null();
                json.key("valid").boolean(said.valid);
                json.key("superseded_by");
                said.superseded_by ? json.unsigned_integer(*said.superseded_by) : json.null();
                json.end_object();
            },
            [&rows](std::size_t i) {
                const RowSaid& said = rows[i];
                return std::string{domain::name_of(said.row.kind)} + ":" + said.row.date.text() +
                       "=" + (said.row.value ? said.row.value->text() : "erased");
            }};
}

List list_of(const std::vector<std::pair<domain::Territory, AuditRow::Changes>>& moved) {
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
    const Cause& cause = row.cause;
    const domain::Outcome& outcome = cause.decision.outcome;
    describe(fields, cause);
    fields.flag("loaded", cause.decision.arrival == domain::Arrival::loaded);
    fields.group("corrects", presence_of(cause.corrects), [&] {
        const auto& corrects = cause.corrects;
        fields.optional_text("source", corrects ? std::optional{corrects->source} : std::nullopt);
        fields.optional_text("id", corrects ? std::optional{corrects->id} : std::nullopt);
    });
    fields.optional_text("file_sha256", cause.file_sha256);
    fields.text("outcome", domain::name_of(outcome.kind));
    outcome.reason.empty() ? fields.null("code") : fields.text("code", outcome.reason);
    outcome.detail.empty() ? fields.null("detail") : fields.text("detail", outcome.detail);
    fields.list("rows", list_of(row.rows));
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
