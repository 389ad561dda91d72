// SPDX-License-Identifier: EUPL-1.2
#include "tests/bench/processor_time.hpp"

#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>

namespace tests::bench {

double processor_seconds(pid_t process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string line;
    std::getline(file, line);
    // The name, which may hold anything, ends with the last parenthesis; then come fields 3 on.
    std::istringstream fields(line.substr(line.rfind(')') + 1));
    constexpr int before_times = 11;
    std::string skipped;
    for (int i = 0; i < before_times; ++i) fields >> skipped;
    double user = 0;
    double system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace tests::bench
