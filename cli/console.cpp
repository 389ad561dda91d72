// SPDX-License-Identifier: EUPL-1.2
#include "cli/console.hpp"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <utility>

namespace cli {
namespace {

constexpr std::size_t bar_width = 30;
// Back to the first column, the rest of the line erased (ECMA-48, EL).
constexpr std::string_view fresh_line = "\r\x1b[K";

}  // namespace

void complain(std::string_view text) {
    std::cerr << "barometre: " << text << '\n';
}

ExitCode fail(const platform::Error& error) {
    complain(error.detail);
    return error.code == platform::Errc::unavailable ? ExitCode::unreachable : ExitCode::failed;
}

ExitCode fail_here(const platform::Error& error) {
    complain(error.detail);
    return ExitCode::failed;
}

Progress::Progress(std::string what, std::uint64_t total)
    : what_(std::move(what)), total_(total), on_terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    if (on_terminal_) std::cerr << fresh_line << std::flush;
}

void Progress::show(std::uint64_t done, std::string_view note) {
    if (!on_terminal_) return;
    std::cerr << fresh_line << what_ << ' ' << bar(done, total_, bar_width) << ' ' << done << '/'
              << total_;
    if (!note.empty()) std::cerr << ' ' << note;
    std::cerr << std::flush;
}

std::string bar(std::uint64_t done, std::uint64_t total, std::size_t width) {
    const std::size_t full =
        total == 0 ? width : static_cast<std::size_t>(std::min(done, total) * width / total);
    return "[" + std::string(full, '#') + std::string(width - full, '.') + "]";
}

}  // namespace cli
