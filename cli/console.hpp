// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cli/subcommands.hpp"
#include "platform/result.hpp"

namespace cli {

// Prints "barometre: …" on standard error.
void complain(std::string_view text);

// Complains of `error`, of a server: unreachable where it is unavailable, else failed.
ExitCode fail(const platform::Error& error);
// Complains of `error`, of this machine: failed.
ExitCode fail_here(const platform::Error& error);

// A bar on standard error that shows how far some work is; nothing where that is no terminal.
// Threads: one at a time.
class Progress {
public:
    // `what` is a word or two, `total` the amount of all the work.
    Progress(std::string what, std::uint64_t total);
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    // Takes the bar away.
    ~Progress();

    // `note` is shown behind the bar.
    void show(std::uint64_t done, std::string_view note = {});

private:
    std::string what_;
    std::uint64_t total_;
    bool on_terminal_;
};

// The bar itself, `done` of `total` in `width` characters. Edge: full where `total` is 0.
std::string bar(std::uint64_t done, std::uint64_t total, std::size_t width);

}  // namespace cli
