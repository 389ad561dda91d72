// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "domain/codec/json.hpp"
#include "domain/definition.hpp"

namespace domain::codec {

// Definitions as the data of their events (docs/api.md, docs/events.md). `pointer` is where `data`
// stands in what is judged.
// Errors: data-malformed, member-unknown, text-too-long and the codes of the values inside.
Result<PolicyDefinition> decode_policy(const Json& data, const std::string& pointer);
Result<IndicatorDefinition> decode_indicator(const Json& data, const std::string& pointer);

// The canonical data of a definition, all defaults written out: what the catalogue keeps and the
// API shows.
std::string encode(const PolicyDefinition& policy);
std::string encode(const IndicatorDefinition& indicator);

// A declared weight: two integer digits and at most two decimals, or 100 (also "100.00").
// Errors: weight-bad-format. Source: sources.yml (V-19).
Result<Decimal> parse_weight(std::string_view text);

// The words of the API for what a definition says.
std::string_view name_of(Source source);
std::string_view name_of(RollUpOperation operation);
std::string_view name_of(Decumulation decumulation);
std::string_view name_of(Window window);
std::string_view name_of(ComparableOperation operation);
std::string_view name_of(Trend trend);
// "pilote-2024", "barometre-1".
std::string_view name_of(RuleSet rules);
// "published", …
std::string_view name_of(PolicyStatus status);

}  // namespace domain::codec
