// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <string>

#include "domain/codec/json.hpp"

namespace cli {

// Names of indicators by id.
using Names = std::map<std::string, std::string>;

// Those of an answer of /v1/indicators.
Names names_of(const domain::codec::Json& catalogue);

// Answers of the read API as tables for people, each ended by the line that says what it stands
// for. What is missing from an answer is an empty cell.
std::string territory_tables(const domain::codec::Json& answer, const Names& names);
std::string indicator_table(const domain::codec::Json& answer, const Names& names);
std::string policy_table(const domain::codec::Json& answer, const Names& names);
std::string series_table(const domain::codec::Json& answer, const Names& names);

}  // namespace cli
