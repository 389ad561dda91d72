// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.hpp"
#include "tests/vectors/support/api.hpp"

namespace tests::vectors {

class TemporaryDirectory;

// A `barometre serve` of its own for a test: an empty data directory, a free port, history allowed.
class ServeProcess {
public:
    // Starts `program` and waits until it says that it listens.
    // Errors: io (cannot start), unavailable (it ended or said nothing in time).
    static platform::Result<ServeProcess> start(const std::filesystem::path& program);

    // Starts a site of several processes with the words of `command`, a program that says
    // "listening on READ ingest WRITE" (SiteUrls) and ends them when it is told to end.
    // Errors: as start().
    static platform::Result<ServeProcess> start_site(std::string_view command);

    ServeProcess(ServeProcess&&) noexcept;
    ServeProcess& operator=(ServeProcess&&) noexcept;
    // Kills the process if it still runs and removes its directory.
    ~ServeProcess();

    // http://127.0.0.1:PORT
    const std::string& url() const;
    const SiteUrls& urls() const;

    // Sends SIGTERM and waits. Errors: unavailable (it does not end, or not with 0); the detail
    // holds the end of what it wrote on its standard error.
    platform::Status stop();

private:
    struct Child;
    static platform::Result<ServeProcess> start(TemporaryDirectory directory,
                                                std::vector<std::string> words);
    explicit ServeProcess(std::unique_ptr<Child> child);

    std::unique_ptr<Child> child_;
};

// Where the program `barometre` is by default: beside the running program.
std::filesystem::path barometre_beside_this_program();

}  // namespace tests::vectors
