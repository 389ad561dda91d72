// SPDX-License-Identifier: EUPL-1.2
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "cli/config.hpp"
#include "cli/console.hpp"
#include "cli/log_export.hpp"
#include "cli/site_folder.hpp"
#include "cli/subcommands.hpp"
#include "platform/json_writer.hpp"

namespace cli {
namespace {

struct ExportOptions {
    std::string data = "barometre-data";
    std::string signer;
    std::string target;
    bool json = false;
};

ExitCode run_export(const ExportOptions& options) {
    const ExportSource source{options.data, options.signer.empty()
                                                ? signer_folder(options.data)
                                                : std::filesystem::path{options.signer}};
    std::optional<Progress> bar;
    const auto exported =
        export_log(source, options.target, [&bar](std::uint64_t done, std::uint64_t total) {
            if (!bar) bar.emplace("export", total);
            bar->show(done);
        });
    bar.reset();
    if (!exported) return fail_here(exported.error());
    if (!options.json) {
        std::cout << "log          " << exported->log_id << "\nrecords      " << exported->records
                  << "\ncheckpoints  " << exported->checkpoints << "\ndigest       "
                  << exported->digest << "\n";
        return ExitCode::ok;
    }
    std::string text;
    platform::JsonWriter json{text};
    json.begin_object().key("log").string(exported->log_id);
    json.key("records").unsigned_integer(exported->records);
    json.key("checkpoints").unsigned_integer(exported->checkpoints);
    json.key("digest").string(exported->digest).end_object();
    std::cout << text << "\n";
    return ExitCode::ok;
}

}  // namespace

void register_export(CLI::App& app, Exit& exit) {
    auto options = std::make_shared<ExportOptions>();
    CLI::App* command = app.add_subcommand(
        "export", "Write everything of a stopped site to a folder that `verify` checks");
    command->footer(
        "\nRecords, the Merkle tree's tiles, every signed checkpoint, catalogue and editions: "
        "plain\n"
        "files, whose folder is a log of C2SP tlog-tiles too. docs/audit.md says what they prove.");
    add_data_option(*command, options->data);
    command->add_option("--signer-dir", options->signer,
                        "Folder of the signer (default: `signer` in --data)");
    command->add_option("DIR", options->target, "Folder to make; it must not exist")->required();
    command->add_flag("--json", options->json, "Print the result as JSON");
    command->callback([options, &exit] { exit.code = run_export(*options); });
}

}  // namespace cli
