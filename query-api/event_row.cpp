// SPDX-License-Identifier: EUPL-1.2
#include "query-api/event_row.hpp"

#include <algorithm>

#include "query-api/position.hpp"

namespace query_api {
namespace {

using projector::read_model::View;

void text_or_null(Fields& fields, std::string_view name, const std::string& text) {
    text.empty() ? fields.null(name) : fields.text(name, text);
}

}  // namespace

List list_of_attempts(const std::vector<domain::RecordRow>& attempts) {
    return {attempts.size(),
            [&attempts](platform::JsonWriter& json, std::size_t i) {
                json.begin_object();
                json.key("sequence").unsigned_integer(attempts[i].sequence);
                json.key("recorded").string(attempts[i].time.text());
                json.key("outcome").string(domain::name_of(attempts[i].outcome.kind));
                json.end_object();
            },
            [&attempts](std::size_t i) {
                return std::to_string(attempts[i].sequence)
                    .append("=")
                    .append(domain::name_of(attempts[i].outcome.kind));
            }};
}

const EventRow& EventRow::blank() {
    static const EventRow row = [] {
        EventRow made;
        made.first.identity.emplace();
        return made;
    }();
    return row;
}

void describe(Fields& fields, const EventRow& row) {
    const domain::RecordRow& first = row.first;
    fields.text("source", first.identity->source);
    fields.text("id", first.identity->id);
    fields.text("type", first.type);
    fields.integer("sequence", first.sequence);
    fields.text("position", token(row.log_id, first.sequence));
    fields.text("recorded", first.time.text());
    fields.flag("loaded", first.arrival == domain::Arrival::loaded);
    fields.text("outcome", domain::name_of(first.outcome.kind));
    text_or_null(fields, "reason", first.outcome.reason);
    text_or_null(fields, "pointer", first.outcome.pointer);
    text_or_null(fields, "detail", first.outcome.detail);
    fields.list("attempts", list_of_attempts(row.attempts));
}

Outcome<EventRow> read_event(const View& view, const domain::Identity& identity) {
    const auto sequences = view.attempts(identity);
    if (sequences.empty()) return Refusal{problems::event_unknown, {}};
    const domain::Sequence first = sequences.front();
    return EventRow{.first = view.known_record(first).decision,
                    .log_id = view.published().head.log_id,
                    .attempts = attempts_after(view, identity, first)};
}

std::vector<domain::RecordRow> attempts_after(const View& view, const domain::Identity& identity,
                                              domain::Sequence sequence) {
    auto sequences = view.attempts(identity);
    std::erase_if(sequences, [sequence](domain::Sequence other) { return other <= sequence; });
    const std::size_t shown = std::min(sequences.size(), attempts_max);
    std::vector<domain::RecordRow> attempts;
    for (std::size_t i = sequences.size() - shown; i < sequences.size(); ++i)
        attempts.push_back(view.known_record(sequences[i]).decision);
    return attempts;
}

}  // namespace query_api
