// SPDX-License-Identifier: EUPL-1.2
#include "query-api/editions/edition.hpp"

#include <algorithm>

#include "domain/fold/fold.hpp"
#include "query-api/editions/edition_table.hpp"
#include "query-api/position.hpp"

namespace query_api::editions {
namespace {

using domain::EditionPublished;
using domain::Sequence;
using projector::read_model::StoredRecordRow;
using projector::read_model::View;

// Nothing where the record is no edition that was applied.
std::optional<Edition> edition_of(StoredRecordRow stored, const View& view) {
    const auto& decision = stored.decision;
    if (decision.type != domain::event_type::edition_published ||
        decision.outcome.kind != domain::OutcomeKind::applied)
        return std::nullopt;
    const domain::Decoded decoded = domain::decode(stored.record.value);
    const auto* manifest =
        decoded.data && *decoded.data ? std::get_if<EditionPublished>(&**decoded.data) : nullptr;
    if (manifest == nullptr) return std::nullopt;
    return Edition{history::cause_of(std::move(stored.decision), stored.record.value), *manifest,
                   view.published().head.log_id};
}

Edition blank_edition() {
    return {
        .cause = history::Cause::blank(),
        .manifest = {.name = {},
                     .title = {},
                     .on = {domain::Month::from_index(0), 1},
                     .tables = {},
                     .exclusions = {}},
        .log_id = {}
    };
}

void describe_edition(Fields& fields, const Edition& edition) {
    const EditionPublished& manifest = edition.manifest;
    fields.text("name", manifest.name);
    fields.text("title", manifest.title);
    fields.text("frozen", token(edition.log_id, manifest.position));
    fields.text("root", domain::hex(manifest.root));
    fields.integer("engine", manifest.engine);
    fields.text("published_on", manifest.on.text());
    fields.flag("change_needs_reason", manifest.change_needs_reason);
}

List list_of(const std::vector<domain::EditionTable>& tables) {
    return {tables.size(),
            [&tables](platform::JsonWriter& json, std::size_t i) {
                json.begin_object();
                json.key("indicator").string(tables[i].indicator.text());
                json.key("sha256").string(domain::hex(tables[i].digest));
                json.end_object();
            },
            [&tables](std::size_t i) {
                return tables[i].indicator.text() + "=" + domain::hex(tables[i].digest);
            }};
}

List list_of(const std::vector<domain::EditionExclusion>& exclusions) {
    return {exclusions.size(),
            [&exclusions](platform::JsonWriter& json, std::size_t i) {
                const auto& exclusion = exclusions[i];
                json.begin_object();
                json.key("indicator").string(exclusion.indicator.text());
                json.key("territory");
                exclusion.territory ? json.string(exclusion.territory->id()) : json.null();
                json.key("reason").string(exclusion.reason);
                json.end_object();
            },
            [&exclusions](std::size_t i) {
                const auto& exclusion = exclusions[i];
                const std::string where =
                    exclusion.territory ? "/" + std::string{exclusion.territory->id()} : "";
                return exclusion.indicator.text() + where;
            }};
}

bool is_left_out(const std::vector<domain::EditionExclusion>& exclusions, domain::IndicatorId id) {
    return std::any_of(exclusions.begin(), exclusions.end(), [id](const auto& exclusion) {
        return exclusion.indicator == id && !exclusion.territory;
    });
}

// Nothing where the indicator is not shown there.
std::optional<std::string> table_at(View& then, const EditionPublished& manifest,
                                    domain::IndicatorId indicator) {
    const auto shown = shown_indicator(then, indicator);
    if (!shown) return std::nullopt;
    return table_of(then, *shown, manifest.on, manifest.exclusions);
}

}  // namespace

const EditionRow& EditionRow::blank() {
    static const EditionRow row{blank_edition()};
    return row;
}

void describe(Fields& fields, const EditionRow& row) {
    describe(fields, row.edition.cause);
    describe_edition(fields, row.edition);
    fields.integer("table_count", row.edition.manifest.tables.size());
    fields.integer("exclusion_count", row.edition.manifest.exclusions.size());
}

const EditionDetail& EditionDetail::blank() {
    static const EditionDetail detail{blank_edition()};
    return detail;
}

void describe(Fields& fields, const EditionDetail& detail) {
    describe(fields, detail.edition.cause);
    describe_edition(fields, detail.edition);
    fields.list("tables", list_of(detail.edition.manifest.tables));
    fields.list("exclusions", list_of(detail.edition.manifest.exclusions));
}

Paged<EditionRow> read_editions(const View& view, const Page& page) {
    const auto type = projector::read_model::text_term(projector::read_model::TermKind::type,
                                                       domain::event_type::edition_published);
    const auto stretch = view.records_with(
        {type}, page.first(), projector::read_model::Direction::forward, {.found_max = page.limit});
    Paged<EditionRow> paged;
    if (stretch.next) paged.next = *stretch.next - 1;
    for (const Sequence sequence : stretch.found)
        if (auto edition = edition_of(view.known_record(sequence), view))
            paged.rows.push_back({std::move(*edition)});
    return paged;
}

Outcome<Edition> read_edition(const View& view, Sequence sequence) {
    auto stored = view.record(sequence);
    auto edition = stored ? edition_of(std::move(*stored), view) : std::nullopt;
    if (!edition) return Refusal{problems::edition_unknown, std::to_string(sequence)};
    return std::move(*edition);
}

Outcome<std::string> read_table(const View& view, const Edition& edition,
                                domain::IndicatorId indicator) {
    const auto* published = edition.manifest.table_of(indicator);
    if (published == nullptr) return Refusal{problems::edition_table_unknown, indicator.text()};
    View then = view.at(edition.manifest.position);
    auto text = table_at(then, edition.manifest, indicator);
    if (!text || domain::sha256(*text) != published->digest)
        return Refusal{problems::edition_differs, indicator.text()};
    return std::move(*text);
}

EditionPublished draft(View& view, domain::Date on,
                       std::vector<domain::EditionExclusion> exclusions) {
    EditionPublished manifest{.name = "draft",
                              .title = "draft",
                              .position = view.position(),
                              .root = view.root(),
                              .engine = view.published().head.engine,
                              .on = on,
                              .tables = {},
                              .exclusions = std::move(exclusions)};
    for (const PolicyGroup& group : shown_policies(view)) {
        for (std::size_t i = 0; i < group.indicators.size(); ++i) {
            const domain::IndicatorId id = group.indicators[i].definition->id;
            if (is_left_out(manifest.exclusions, id)) continue;
            const std::string text = table_of(view, {group, i}, on, manifest.exclusions);
            manifest.tables.push_back({id, domain::sha256(text)});
        }
    }
    std::sort(manifest.tables.begin(), manifest.tables.end(),
              [](const auto& a, const auto& b) { return a.indicator < b.indicator; });
    return manifest;
}

}  // namespace query_api::editions
