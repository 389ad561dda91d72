// SPDX-License-Identifier: EUPL-1.2
#include "query-api/catalogue_row.hpp"

#include <cassert>

#include "domain/codec/definition_json.hpp"
#include "query-api/position.hpp"

namespace query_api {
namespace {

using domain::codec::Json;

List list_of(const domain::codec::JsonArray& texts) {
    return {
        texts.size(),
        [&texts](platform::JsonWriter& json, std::size_t i) { json.string(*texts[i].string()); },
        [&texts](std::size_t i) { return *texts[i].string(); }};
}

// Describes what a definition's JSON is made of: objects, lists of texts and plain values.
void describe_json(Fields& fields, std::string_view name, const Json& value) {
    if (const auto* object = value.object()) {
        fields.group(name, Presence::present, [&] {
            for (const auto& member : *object) describe_json(fields, member.name, member.value);
        });
    } else if (const auto* array = value.array()) {
        fields.list(name, list_of(*array));
    } else if (const auto* text = value.string()) {
        fields.text(name, *text);
    } else if (const auto* number = value.number()) {
        fields.number(name, number->text);
    } else if (const auto* flag = std::get_if<bool>(&value.value)) {
        fields.flag(name, *flag);
    } else {
        fields.null(name);
    }
}

template <class Definition>
void describe_definition(Fields& fields, const DefinitionRow<Definition>& row) {
    const auto json = domain::codec::parse_json(domain::codec::encode(*row.definition));
    assert(json && json->object() != nullptr);
    for (const auto& member : *json->object()) describe_json(fields, member.name, member.value);
    fields.text("defined", row.defined);
}

const domain::PolicyId no_policy = domain::PolicyId::from_key("000");

}  // namespace

const TerritoryRow& TerritoryRow::blank() {
    static const TerritoryRow row{domain::Territory::nation()};
    return row;
}

template <>
const PolicyDefinitionRow& PolicyDefinitionRow::blank() {
    static const PolicyDefinitionRow row{
        std::make_shared<const domain::PolicyDefinition>(no_policy), {}};
    return row;
}

template <>
const IndicatorDefinitionRow& IndicatorDefinitionRow::blank() {
    static const IndicatorDefinitionRow row{std::make_shared<const domain::IndicatorDefinition>(
                                                domain::IndicatorId::from_key("0000"), no_policy),
                                            {}};
    return row;
}

void describe(Fields& fields, const TerritoryRow& row) {
    const domain::Territory territory = row.territory;
    fields.text("id", territory.id());
    fields.text("level", domain::name_of(territory.level()));
    fields.text("code", territory.code());
    fields.text("name", territory.name());
    const bool has_parent = territory.level() != domain::Level::nation;
    has_parent ? fields.text("parent", territory.parent().id()) : fields.null("parent");
}

void describe(Fields& fields, const PolicyDefinitionRow& row) {
    describe_definition(fields, row);
}
void describe(Fields& fields, const IndicatorDefinitionRow& row) {
    describe_definition(fields, row);
}

template <class Definition>
DefinitionRow<Definition> row_of(
    const projector::read_model::View& view,
    const projector::read_model::DefinitionVersion<Definition>& version) {
    return {version.definition, token(view.published().head.log_id, version.since)};
}

template PolicyDefinitionRow row_of(
    const projector::read_model::View& view,
    const projector::read_model::DefinitionVersion<domain::PolicyDefinition>& version);
template IndicatorDefinitionRow row_of(
    const projector::read_model::View& view,
    const projector::read_model::DefinitionVersion<domain::IndicatorDefinition>& version);

}  // namespace query_api
