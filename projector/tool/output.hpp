// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "platform/result.hpp"
#include "projector/read_model/store.hpp"
#include "projector/rebuild.hpp"
#include "projector/tool/commands.hpp"

namespace projector::tool {

// Prints "barometre-projector: …" on standard error; failed.
ExitCode fail(const platform::Error& error);

enum class Form : std::uint8_t { text, json };

// Prints names and values on standard output: a line for each, or one JSON object.
void print(Form form, std::initializer_list<std::pair<std::string_view, std::string>> facts);

// "k7Qd.812": the last record that a store holds.
std::string position_of(const read_model::Store& store);

// Tells on standard error how far a rebuild is: on a terminal in one line that changes, else in a
// line now and then.
class ProgressLine {
public:
    ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    // Ends the line.
    ~ProgressLine();

    void show(const RebuildProgress& progress);

private:
    const bool on_terminal_;
    std::chrono::steady_clock::time_point next_;
};

}  // namespace projector::tool
