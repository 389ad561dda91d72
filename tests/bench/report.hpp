// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tests::bench {

// One figure, beside what it is to be compared with.
struct Measurement {
    std::string name;
    double value = 0;
    std::optional<double> baseline;
    // What is hoped for: ">=0.5" of the ratio, or "<=1.5s" of the value.
    std::string_view goal;

    // value / baseline.
    std::optional<double> ratio() const;
};

// Names the machine and how busy it is, and the columns of print().
void print_head();
// One line: name, value, baseline, ratio, goal; "-" where there is none.
void print(const Measurement& measurement);

// The value that a share of `values` does not exceed, such as 0.99. Edge: 0 of none.
double percentile(std::vector<double> values, double share);

// The middle of `values`. Edge: the lower of two middles; 0 of none.
double median(std::vector<double> values);

}  // namespace tests::bench
