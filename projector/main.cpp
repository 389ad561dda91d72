// SPDX-License-Identifier: EUPL-1.2
#include <CLI/CLI.hpp>

#include "platform/config.hpp"
#include "projector/tool/commands.hpp"

int main(int argc, char** argv) {
    CLI::App app{
        "Makes, checks, copies and compares read models of a Baromètre\n\n"
        "Exit codes: 0 done; 1 refused, failed or different; 2 wrong command line"};
    app.name("barometre-projector");
    app.require_subcommand(1);
    platform::add_config_file(app);
    projector::tool::Exit exit;
    projector::tool::register_rebuild(app, exit);
    projector::tool::register_digest(app, exit);
    projector::tool::register_compare(app, exit);
    projector::tool::register_backup(app, exit);
    projector::tool::register_restore(app, exit);

    const auto stopped = platform::parse_command_line(app, argc, argv);
    if (!stopped) return static_cast<int>(exit.code);
    return *stopped == 0 ? 0 : static_cast<int>(projector::tool::ExitCode::usage);
}
