// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

#include "domain/codec/json.hpp"

// Pages of the history of figures (docs/api.md) for people, without the line that ends them.
namespace cli {

// The events that touched a figure, one paragraph each.
std::string audit_timeline(const domain::codec::Json& page);
// The versions of a state.
std::string history_table(const domain::codec::Json& page);
// What differs between two moments.
std::string difference_table(const domain::codec::Json& page);

}  // namespace cli
