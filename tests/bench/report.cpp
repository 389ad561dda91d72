// SPDX-License-Identifier: EUPL-1.2
#include "tests/bench/report.hpp"

#include <sys/utsname.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <thread>

namespace tests::bench {
namespace {

std::string processor_model() {
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);) {
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    }
    return "unknown processor";
}

std::string text(std::optional<double> number) {
    if (!number) return "-";
    std::array<char, 40> digits{};
    std::snprintf(digits.data(), digits.size(), *number >= 1000 ? "%.0f" : "%.3f", *number);
    return digits.data();
}

}  // namespace

std::optional<double> Measurement::ratio() const {
    if (!baseline || *baseline == 0) return std::nullopt;
    return value / *baseline;
}

void print_head() {
    utsname system{};
    ::uname(&system);
    std::array<double, 1> load{};
    ::getloadavg(load.data(), 1);
    std::cout << "# " << system.nodename << ", " << system.sysname << ' ' << system.release << ' '
              << system.machine << ", " << processor_model() << ", "
              << std::thread::hardware_concurrency() << " processors, load " << load[0]
              << " at start\n";
    std::printf("%-34s %12s %12s %8s %s\n", "# name", "value", "baseline", "ratio", "goal");
    std::fflush(stdout);
}

void print(const Measurement& measurement) {
    std::printf("%-34s %12s %12s %8s %s\n", measurement.name.c_str(),
                text(measurement.value).c_str(), text(measurement.baseline).c_str(),
                text(measurement.ratio()).c_str(),
                std::string(measurement.goal.empty() ? "-" : measurement.goal).c_str());
    std::fflush(stdout);
}

double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    const auto place = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
    return values[place];
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

}  // namespace tests::bench
