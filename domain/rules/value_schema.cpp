// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/value_schema.hpp"

namespace domain::rules {

bool admits(ValueSchema schema, Territory territory, std::optional<Decimal> value) {
    constexpr Decimal least;
    constexpr Decimal greatest = Decimal::from_integer(100);
    switch (schema) {
        case ValueSchema::any:
            return true;
        case ValueSchema::percentage:
            return !value || (*value >= least && *value <= greatest);
        case ValueSchema::departments_only:
            return territory.level() == Level::department;
        case ValueSchema::regions_only:
            return territory.level() == Level::region;
    }
    return false;
}

}  // namespace domain::rules
