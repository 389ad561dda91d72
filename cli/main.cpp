// SPDX-License-Identifier: EUPL-1.2
#include <CLI/CLI.hpp>

#include "cli/subcommands.hpp"
#include "platform/config.hpp"

int main(int argc, char** argv) {
    CLI::App app{
        "Baromètre: figures of the territories as events, kept for ever\n\n"
        "Exit codes: 0 done; 1 refused by the server, or wrong data; 2 wrong command line; 3 no "
        "server answers"};
    app.name("barometre");
    app.require_subcommand(1);
    platform::add_config_file(app);
    cli::Exit exit;
    cli::register_serve(app, exit);
    cli::register_import(app, exit);
    cli::register_define(app, exit);
    cli::register_import_opendata(app, exit);
    cli::register_get(app, exit);
    cli::register_history(app, exit);
    cli::register_audit(app, exit);
    cli::register_diff(app, exit);
    cli::register_edition(app, exit);
    cli::register_export(app, exit);
    cli::register_verify(app, exit);
    cli::register_rebuild(app, exit);
    cli::register_digest(app, exit);
    cli::register_backup(app, exit);
    cli::register_restore(app, exit);
    cli::register_keys(app, exit);
    cli::register_log(app, exit);
    cli::register_topics(app, exit);

    const auto stopped = platform::parse_command_line(app, argc, argv);
    if (!stopped) return static_cast<int>(exit.code);
    return *stopped == 0 ? 0 : static_cast<int>(cli::ExitCode::usage);
}
