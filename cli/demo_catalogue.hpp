// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "domain/definition.hpp"

namespace cli {

// Who enters the figures of a demonstration indicator.
enum class DemoReporter : std::uint8_t { prefectures, ministry };

// What a figure says: how much there is, how much a month brought, or how much came together since
// the first of January or the first month.
enum class DemoFigure : std::uint8_t { stock, monthly_flow, total_of_year, total_of_series };

struct DemoPolicy {
    domain::PolicyDefinition definition;
    // The last part of the source that speaks for its ministry: "logement".
    std::string_view ministry_code;
};

struct DemoIndicator {
    domain::IndicatorDefinition definition;
    DemoReporter reporter = DemoReporter::ministry;
    DemoFigure figure = DemoFigure::stock;
    // What an average territory has at the start, and is to have at the end, in units of the last
    // decimal shown.
    std::int64_t start = 0;
    std::int64_t goal = 0;
    int decimals = 0;
    // Territories differ in size; a share does not depend on it.
    bool share = false;
};

// The invented catalogue, in the order in which it is defined.
std::vector<DemoPolicy> demo_policies();
std::vector<DemoIndicator> demo_indicators();

}  // namespace cli
