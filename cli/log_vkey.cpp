// SPDX-License-Identifier: EUPL-1.2
#include "cli/log_vkey.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "cli/config.hpp"
#include "cli/console.hpp"
#include "cli/site_folder.hpp"
#include "projector/signer_folder.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

struct VkeyOptions {
    std::string data = "barometre-data";
    std::string signer;
    bool rotate = false;
};

// The folders of the logs that are signed in `signer`.
std::vector<fs::path> logs_in(const fs::path& signer) {
    std::vector<fs::path> folders;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator{signer, error})
        if (entry.is_directory()) folders.push_back(entry.path());
    return folders;
}

ExitCode run_vkey(const VkeyOptions& options) {
    const fs::path signer =
        options.signer.empty() ? signer_folder(options.data) : fs::path{options.signer};
    const auto folders = logs_in(signer);
    if (folders.empty())
        return fail_here(
            {platform::Errc::not_found, signer.string() + ": no log was ever signed from there"});
    for (const fs::path& folder : folders) {
        if (options.rotate)
            if (const auto key = projector::add_signing_key(folder); !key)
                return fail_here(key.error());
        const auto keys = projector::signer_verifiers(folder);
        if (!keys) return fail_here(keys.error());
        for (const auto& key : *keys) std::cout << key.text() << "\n";
    }
    return ExitCode::ok;
}

}  // namespace

void register_log_vkey(CLI::App& log, Exit& exit) {
    auto options = std::make_shared<VkeyOptions>();
    CLI::App* command =
        log.add_subcommand("vkey", "Print what verifies the signatures of the log, a key a line");
    command->footer(
        "\nThe oldest key comes first. Publish them where readers trust you: the proofs of a log\n"
        "are worth what its vkey is. --rotate makes one key more; a site or replica that is\n"
        "started from then on signs with all of them, until N.key of an old one is deleted.");
    add_data_option(*command, options->data);
    command->add_option("--signer-dir", options->signer,
                        "Folder of the signer (default: `signer` in --data)");
    command->add_flag("--rotate", options->rotate, "Make one key more first");
    command->callback([options, &exit] { exit.code = run_vkey(*options); });
}

}  // namespace cli
