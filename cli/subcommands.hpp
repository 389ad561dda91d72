// SPDX-License-Identifier: EUPL-1.2
#pragma once

// CLI11's header is heavy; only the .cpp files that declare options include it.
namespace CLI {  // NOLINT(readability-identifier-naming): the name is CLI11's
class App;
}

namespace cli {

// What `barometre` exits with; the same for every subcommand.
enum class ExitCode : int {
    ok = 0,
    // The server refused, or the data are wrong.
    failed = 1,
    // The command line is wrong.
    usage = 2,
    // No server answers at that address.
    unreachable = 3
};

// The exit code of the subcommand that ran. main() makes one, which outlives the parsing.
struct Exit {
    ExitCode code = ExitCode::ok;
};

// Each adds one subcommand to `app`, with its options and a callback that runs it once the command
// line is parsed, and stores its code in `exit`. `app` and `exit` must outlive the parsing.
void register_audit(CLI::App& app, Exit& exit);
void register_backup(CLI::App& app, Exit& exit);
void register_define(CLI::App& app, Exit& exit);
void register_diff(CLI::App& app, Exit& exit);
void register_digest(CLI::App& app, Exit& exit);
void register_edition(CLI::App& app, Exit& exit);
void register_export(CLI::App& app, Exit& exit);
void register_get(CLI::App& app, Exit& exit);
void register_history(CLI::App& app, Exit& exit);
void register_import(CLI::App& app, Exit& exit);
void register_import_opendata(CLI::App& app, Exit& exit);
void register_keys(CLI::App& app, Exit& exit);
void register_log(CLI::App& app, Exit& exit);
void register_rebuild(CLI::App& app, Exit& exit);
void register_restore(CLI::App& app, Exit& exit);
void register_serve(CLI::App& app, Exit& exit);
void register_topics(CLI::App& app, Exit& exit);
void register_verify(CLI::App& app, Exit& exit);

}  // namespace cli
