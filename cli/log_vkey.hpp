// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "cli/subcommands.hpp"

namespace cli {

// Adds `vkey` to the subcommand `log`, as the functions of subcommands.hpp do.
void register_log_vkey(CLI::App& log, Exit& exit);

}  // namespace cli
