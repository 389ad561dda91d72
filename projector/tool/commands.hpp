// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>

#include "projector/projector.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the name is CLI11's
class App;
}

namespace projector::tool {

enum class ExitCode : std::uint8_t { ok = 0, failed = 1, usage = 2 };

// What the subcommand that ran found.
struct Exit {
    ExitCode code = ExitCode::ok;
};

// Each adds one subcommand of `barometre-projector`, which fills `exit`; both outlive the parsing.
void register_rebuild(CLI::App& app, Exit& exit);
void register_digest(CLI::App& app, Exit& exit);
void register_compare(CLI::App& app, Exit& exit);
void register_backup(CLI::App& app, Exit& exit);
void register_restore(CLI::App& app, Exit& exit);

// Adds how a read model is made of a log: `--batch` and `--parsers`.
void add_projector_options(CLI::App& command, ProjectorOptions& options);

}  // namespace projector::tool
