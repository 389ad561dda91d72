// SPDX-License-Identifier: EUPL-1.2
#include "query-api/history/cause.hpp"

namespace query_api::history {
namespace {

std::optional<std::string> text_in(const domain::codec::Json* json, std::string_view name) {
    const auto* member = json == nullptr ? nullptr : json->member(name);
    if (member == nullptr || member->string() == nullptr) return std::nullopt;
    return *member->string();
}

std::optional<domain::Identity> identity_in(const domain::codec::Json* json) {
    auto source = text_in(json, "source");
    auto id = text_in(json, "id");
    if (!source || !id) return std::nullopt;
    return domain::Identity{std::move(*source), std::move(*id)};
}

void describe_nothing(Fields& fields) {
    for (const char* name :
         {"sequence", "recorded", "source", "id", "type", "actor", "time", "reason"})
        fields.null(name);
}

}  // namespace

const Cause& Cause::blank() {
    static const Cause cause = [] {
        Cause made;
        made.decision.identity.emplace();
        return made;
    }();
    return cause;
}

Cause cause_of(domain::RecordRow decision, std::string_view value) {
    Cause cause{.decision = std::move(decision),
                .time = {},
                .actor = {},
                .reason = {},
                .corrects = {},
                .file_sha256 = {}};
    const auto event = domain::codec::parse_json(value);
    if (!event) return cause;
    cause.time = text_in(&*event, "time");
    cause.actor = text_in(&*event, "authid");
    const auto* data = event->member("data");
    if (data == nullptr) return cause;
    cause.reason = text_in(data, "reason");
    cause.file_sha256 = text_in(data, "file_sha256");
    cause.corrects = identity_in(data->member("corrects"));
    return cause;
}

void describe(Fields& fields, const Cause& cause) {
    const auto& identity = cause.decision.identity;
    fields.integer("sequence", cause.decision.sequence);
    fields.text("recorded", cause.decision.time.text());
    identity ? fields.text("source", identity->source) : fields.null("source");
    identity ? fields.text("id", identity->id) : fields.null("id");
    fields.text("type", cause.decision.type);
    fields.optional_text("actor", cause.actor);
    fields.optional_text("time", cause.time);
    fields.optional_text("reason", cause.reason);
}

void describe_fate(Fields& fields, const Cause& cause) {
    const domain::Outcome& outcome = cause.decision.outcome;
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
}

void describe(Fields& fields, std::string_view name, const std::optional<Cause>& cause) {
    fields.group(name, presence_of(cause),
                 [&] { cause ? describe(fields, *cause) : describe_nothing(fields); });
}

const Cause& Causes::at(domain::Sequence sequence) {
    const auto known = known_.find(sequence);
    if (known != known_.end()) return known->second;
    auto stored = view_.known_record(sequence);
    return known_.emplace(sequence, cause_of(std::move(stored.decision), stored.record.value))
        .first->second;
}

}  // namespace query_api::history
