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
#include "projector/read_model/store.hpp"
#include "projector/store_folder.hpp"

namespace cli {
namespace {

struct DigestOptions {
    std::string data = "barometre-data";
    bool json = false;
};

ExitCode run_digest(const DigestOptions& options) {
    platform::rocks::OpenOptions as_it_is;
    as_it_is.mode = platform::rocks::Mode::read_only;
    const auto store = projector::read_model::Store::open(
        projector::read_model_folder(options.data).string(), as_it_is);
    if (!store) return fail_here(store.error());
    const auto digest = (*store)->digest();
    if (!digest) return fail_here(digest.error());
    const auto published = (*store)->published();
    const std::string position =
        published->head.log_id + "." + std::to_string(published->position());
    if (!options.json) {
        std::cout << "position " << position << "\ndigest   " << *digest << "\n";
        return ExitCode::ok;
    }
    std::string text;
    platform::JsonWriter json{text};
    json.begin_object().key("position").string(position).key("digest").string(*digest).end_object();
    std::cout << text << "\n";
    return ExitCode::ok;
}

}  // namespace

void register_digest(CLI::App& app, Exit& exit) {
    auto options = std::make_shared<DigestOptions>();
    CLI::App* command = app.add_subcommand(
        "digest", "Print position and digest of the read model of a stopped site");
    command->footer("\nTwo read models at the same position of the same log have the same digest.");
    add_data_option(*command, options->data);
    command->add_flag("--json", options->json, "Print the result as JSON");
    command->callback([options, &exit] { exit.code = run_digest(*options); });
}

}  // namespace cli
