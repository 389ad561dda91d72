// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/support/temporary_directory.hpp"

namespace cli_tests {

struct Ran {
    int code = 0;
    std::string out;
    std::string err;
};

using Environment = std::vector<std::pair<std::string, std::string>>;

// Runs the program `barometre` with these arguments and variables, which are all that it has.
// Errors: throws where it cannot be started or is ended by a signal.
Ran run(const std::vector<std::string>& arguments, const Environment& environment = {});

// A `barometre serve` on an empty folder of its own, with a port that the system chose.
class Site {
public:
    // Errors: throws where it does not come up.
    explicit Site(const std::vector<std::string>& more = {});
    Site(const Site&) = delete;
    Site& operator=(const Site&) = delete;
    ~Site();

    // http://127.0.0.1:PORT
    const std::string& url() const { return url_; }
    std::string data() const { return folder_ / "data"; }

    // Ends it as an operator does; its exit code, or -1 where a signal ended it.
    int stop();

    // run() with the address of this site in BAROMETRE_URL.
    Ran run(const std::vector<std::string>& arguments) const;

private:
    support::TemporaryDirectory folder_;
    std::string url_;
    pid_t process_ = -1;
};

}  // namespace cli_tests
