// SPDX-License-Identifier: EUPL-1.2
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "cli/site.hpp"
#include "cli/subcommands.hpp"
#include "platform/config.hpp"
#include "platform/logging.hpp"
#include "platform/process.hpp"

namespace cli {
namespace {

ExitCode serve(const SiteOptions& options) {
    platform::ServingProcess process;
    auto site =
        Site::start(options, [&process](const platform::Error& error) { process.fail(error); });
    if (!site) {
        platform::log(platform::Level::error, "the site cannot start",
                      {
                          {"why", site.error().detail}
        });
        return ExitCode::failed;
    }
    if ((*site)->wait_until_ready())
        std::cout << "listening on http://" << options.address << ":" << (*site)->port() << "\n"
                  << std::flush;

    const auto ended = process.wait();
    (*site)->stop();
    return ended ? ExitCode::ok : ExitCode::failed;
}

}  // namespace

void register_serve(CLI::App& app, Exit& exit) {
    auto options = std::make_shared<SiteOptions>();
    auto data = std::make_shared<std::string>("barometre-data");
    CLI::App* serve_app =
        app.add_subcommand("serve", "Run everything in this process, on the embedded log");
    platform::add_setting(*serve_app, "data", *data,
                          "Folder of the log and of the read model; made when it is not there");
    platform::add_setting(*serve_app, "address", options->address,
                          "Address to listen on; one beyond loopback takes --keys");
    platform::add_setting(*serve_app, "port", options->port,
                          "Port to listen on; 0 lets the system choose");
    platform::add_setting(
        *serve_app, "keys", options->keys,
        "File of the keys of those who are let in, as `barometre keys create` makes it; "
        "without it whoever is on this machine");
    platform::add_setting(*serve_app, "signer-dir", options->signer,
                          "Folder of the keys and of the checkpoints that are signed (default: "
                          "`signer` in --data)");
    platform::add_setting(*serve_app, "origin", options->origin,
                          "Name of the site in the checkpoints that are signed, such as "
                          "barometre.example.org; it cannot be changed later");
    serve_app
        ->add_flag("--history-load", options->history_load,
                   "Take only records of another system's past, each with its recordedtime")
        ->envname(platform::environment_name("history-load"));
    serve_app
        ->add_flag("--demo", options->demo,
                   "Fill an empty log with a generated France to look around in")
        ->envname(platform::environment_name("demo"));
    serve_app->callback([options, data, &exit] {
        options->data = *data;
        exit.code = serve(*options);
    });
}

}  // namespace cli
