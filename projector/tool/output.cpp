// SPDX-License-Identifier: EUPL-1.2
#include "projector/tool/output.hpp"

#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "platform/json_writer.hpp"

namespace projector::tool {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds terminal_interval{200};
constexpr std::chrono::seconds line_interval{10};

}  // namespace

ExitCode fail(const platform::Error& error) {
    std::cerr << "barometre-projector: " << error.detail << "\n";
    return ExitCode::failed;
}

void print(Form form, std::initializer_list<std::pair<std::string_view, std::string>> facts) {
    std::string text;
    if (form == Form::json) {
        platform::JsonWriter json{text};
        json.begin_object();
        for (const auto& [name, value] : facts) json.key(name).string(value);
        json.end_object();
        std::cout << text << "\n";
        return;
    }
    std::size_t width = 0;
    for (const auto& [name, value] : facts) width = std::max(width, name.size());
    for (const auto& [name, value] : facts)
        std::cout << name << std::string(width + 1 - name.size(), ' ') << value << "\n";
}

std::string position_of(const read_model::Store& store) {
    const auto published = store.published();
    return published->head.log_id + "." + std::to_string(published->position());
}

ProgressLine::ProgressLine()
    : on_terminal_(::isatty(STDERR_FILENO) == 1), next_(Clock::now() + line_interval) {
    if (on_terminal_) next_ = Clock::now();
}

ProgressLine::~ProgressLine() {
    if (on_terminal_) std::cerr << "\r\x1b[K";
}

void ProgressLine::show(const RebuildProgress& progress) {
    const auto now = Clock::now();
    if (now < next_) return;
    if (on_terminal_)
        next_ = now + terminal_interval;
    else
        next_ = now + line_interval;
    const std::uint64_t percent = progress.total == 0 ? 100 : progress.done * 100 / progress.total;
    std::cerr << (on_terminal_ ? "\r\x1b[K" : "") << "record " << progress.done << " of "
              << progress.total << " (" << percent << " %), " << progress.pace()
              << (on_terminal_ ? "" : "\n") << std::flush;
}

}  // namespace projector::tool
