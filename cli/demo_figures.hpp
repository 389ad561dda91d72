// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "cli/demo_catalogue.hpp"
#include "domain/territory.hpp"

namespace cli {

// Months that a demonstration tells of, and the years that have a target.
inline constexpr std::size_t demo_months = 30;
inline constexpr std::size_t demo_target_years = 3;

// Whole numbers drawn from a seed, the same on every machine: the standard's distributions are not.
class Chance {
public:
    explicit Chance(std::uint64_t seed) : engine_(seed) {}

    // least..greatest, both included. Precondition: least <= greatest.
    std::int64_t between(std::int64_t least, std::int64_t greatest) {
        const auto count = static_cast<std::uint64_t>(greatest - least) + 1;
        return least + static_cast<std::int64_t>(engine_() % count);
    }
    // True once in `n` times.
    bool one_in(std::int64_t n) { return between(1, n) == 1; }

private:
    std::mt19937_64 engine_;
};

// The figures of one indicator in one territory, in units of the last decimal, as entered.
struct DemoSeries {
    std::int64_t baseline = 0;
    std::array<std::int64_t, demo_months> actual{};
    std::array<std::int64_t, demo_target_years> targets{};
};

// How many months one figure stands for.
int demo_period_months(std::optional<domain::Periodicity> periodicity);

// How large each territory is, per mille of an average one of its level; by Territory::index().
std::vector<std::int64_t> demo_sizes(Chance& chance);

// A course from the start towards the goal that wavers a little. `first_month` is 1..12, that of
// the first month told; `size` is per mille.
DemoSeries demo_series(const DemoIndicator& indicator, std::int64_t size, int first_month,
                       Chance& chance);

// `units` of the last of `decimals` decimals as the text of an event: 125, 1 is "12.5".
std::string demo_text(std::int64_t units, int decimals);

}  // namespace cli
