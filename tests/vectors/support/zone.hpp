// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

namespace tests::vectors {

// The territory id of a zone of the files: FRANCE is NAT-FR, R84 is REG-84, D2A is DEPT-2A.
std::string territory_of(std::string_view zone);

// The zone of a territory id, the inverse of territory_of().
std::string zone_of(std::string_view territory);

}  // namespace tests::vectors
