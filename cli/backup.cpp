// SPDX-License-Identifier: EUPL-1.2
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "cli/config.hpp"
#include "cli/console.hpp"
#include "cli/site_folder.hpp"
#include "cli/subcommands.hpp"
#include "platform/json_writer.hpp"

namespace cli {
namespace {

struct BackupOptions {
    std::string data = "barometre-data";
    std::string target;
    bool json = false;
};

ExitCode run_backup(const BackupOptions& options) {
    auto log = open_existing_log(log_folder(options.data));
    if (!log) return fail_here(log.error());
    if (auto status = (*log)->checkpoint(options.target); !status) return fail_here(status.error());
    if (!options.json) {
        std::cout << "records  " << (*log)->end() << "\nbackup   " << options.target << "\n";
        return ExitCode::ok;
    }
    std::string text;
    platform::JsonWriter json{text};
    json.begin_object().key("records").unsigned_integer((*log)->end());
    json.key("backup").string(options.target).end_object();
    std::cout << text << "\n";
    return ExitCode::ok;
}

}  // namespace

void register_backup(CLI::App& app, Exit& exit) {
    auto options = std::make_shared<BackupOptions>();
    CLI::App* command = app.add_subcommand("backup", "Copy the log of a stopped site");
    command->footer(
        "\nThe log is the only thing that cannot be made again. On the same file system the\n"
        "copy shares its files with the log: keep it elsewhere.");
    add_data_option(*command, options->data);
    command->add_option("TARGET", options->target, "Folder to make; it must not exist")->required();
    command->add_flag("--json", options->json, "Print the result as JSON");
    command->callback([options, &exit] { exit.code = run_backup(*options); });
}

}  // namespace cli
