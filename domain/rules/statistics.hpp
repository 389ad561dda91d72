// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <span>

#include "domain/decimal.hpp"

namespace domain::rules {

// Mean, median (of an even count the mean of the two in the middle), least and greatest of the
// values that are there; all missing when none is. Source: pilote.md §3.7, §3.8; U-02 to U-08.
struct Statistics {
    std::optional<Decimal> mean;
    std::optional<Decimal> median;
    std::optional<Decimal> min;
    std::optional<Decimal> max;
};
Statistics statistics(std::span<const std::optional<Decimal>> values);

}  // namespace domain::rules
