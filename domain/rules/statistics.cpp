// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/statistics.hpp"

#include <algorithm>
#include <vector>

#include "domain/rules/roll_up.hpp"

namespace domain::rules {

Statistics statistics(std::span<const std::optional<Decimal>> values) {
    std::vector<Decimal> present;
    for (const auto& value : values)
        if (value) present.push_back(*value);
    if (present.empty()) return {};

    std::sort(present.begin(), present.end());
    const std::size_t middle = present.size() / 2;
    const auto first_of_middle = present.size() % 2 == 0 ? middle - 1 : middle;
    const std::span<const Decimal> in_the_middle{&present[first_of_middle],
                                                 middle - first_of_middle + 1};
    return {.mean = fold_values(RollUpOperation::mean, present).value,
            .median = fold_values(RollUpOperation::mean, in_the_middle).value,
            .min = present.front(),
            .max = present.back()};
}

}  // namespace domain::rules
