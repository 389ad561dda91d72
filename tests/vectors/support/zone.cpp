// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/zone.hpp"

namespace tests::vectors {

std::string territory_of(std::string_view zone) {
    if (zone == "FRANCE") return "NAT-FR";
    const std::string_view level = zone.starts_with('R') ? "REG-" : "DEPT-";
    return std::string(level) + std::string(zone.substr(1));
}

std::string zone_of(std::string_view territory) {
    if (territory == "NAT-FR") return "FRANCE";
    const auto dash = territory.find('-');
    if (dash == std::string_view::npos) return std::string(territory);
    return territory.front() + std::string(territory.substr(dash + 1));
}

}  // namespace tests::vectors
