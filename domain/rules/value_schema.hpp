// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>

#include "domain/definition.hpp"

namespace domain::rules {

// Whether a value may be entered live for a territory under a schema; no value (an erasure) is
// judged by the territory alone. No matter of the fold.
// Source: PILOTE, public/schema/{sans-contraintes,restrict-0-100,restrict-dept,restrict-reg}.json.
bool admits(ValueSchema schema, Territory territory, std::optional<Decimal> value);

}  // namespace domain::rules
