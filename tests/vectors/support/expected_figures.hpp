// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <map>
#include <utility>

#include "platform/result.hpp"
#include "tests/vectors/support/rows.hpp"

namespace tests::vectors {

// What the reference computed for one scenario.
struct ExpectedFigures {
    Rows rows;
    // Cells where the reference's doubles missed exact arithmetic: the exact value, accepted too.
    std::map<std::pair<RowKey, std::size_t>, Cell> exact;
};

// How far two equal figures may be apart, relative to the larger of 1 and the expected one.
// Source: vectors/differential.md §2.
inline constexpr double figure_tolerance = 1e-9;

// Reads the outputs of a scenario. Errors: invalid (not a line as differential.md describes it).
platform::Result<ExpectedFigures> read_expected_figures(const boost::json::value& line);

// Compares what was answered, accepting either value of a cell with float noise.
Tally compare(const ExpectedFigures& expected, const Rows& got);

}  // namespace tests::vectors
