// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "domain/definition.hpp"
#include "projector/read_model/view.hpp"
#include "query-api/fields.hpp"
#include "query-api/shown.hpp"

namespace query_api {

struct TerritoryRow {
    domain::Territory territory;

    static const TerritoryRow& blank();
};

// A definition as its event has it, all defaults written out, and the position it is in force from.
template <class Definition>
struct DefinitionRow {
    std::shared_ptr<const Definition> definition;
    std::string defined;

    static const DefinitionRow& blank();
};
using PolicyDefinitionRow = DefinitionRow<domain::PolicyDefinition>;
using IndicatorDefinitionRow = DefinitionRow<domain::IndicatorDefinition>;

void describe(Fields& fields, const TerritoryRow& row);
void describe(Fields& fields, const PolicyDefinitionRow& row);
void describe(Fields& fields, const IndicatorDefinitionRow& row);

// The row of a version of a definition.
template <class Definition>
DefinitionRow<Definition> row_of(
    const projector::read_model::View& view,
    const projector::read_model::DefinitionVersion<Definition>& version);

}  // namespace query_api
