// SPDX-License-Identifier: EUPL-1.2
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <iostream>
#include <memory>

#include "cli/site.hpp"
#include "cli/subcommands.hpp"
#include "platform/config.hpp"
#include "platform/logging.hpp"

namespace cli {
namespace {

sigset_t stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    return signals;
}

void tell_failure(const platform::Error& error) {
    platform::log(platform::Level::error, "the site stops",
                  {
                      {"why", error.detail}
    });
}

ExitCode serve(const SiteOptions& options) {
    // Each arena of glibc keeps what its busiest moment took; few threads here need one of their
    // own.
    mallopt(M_ARENA_MAX, 2);
    // Threads inherit the mask, so that only sigwait() below sees these.
    const sigset_t signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    std::atomic<bool> broken = false;
    auto site = Site::start(options, [&broken](const platform::Error& error) {
        tell_failure(error);
        broken = true;
        ::kill(::getpid(), SIGTERM);
    });
    if (!site) {
        tell_failure(site.error());
        return ExitCode::failed;
    }
    if ((*site)->wait_until_ready())
        std::cout << "listening on http://" << options.address << ":" << (*site)->port() << "\n"
                  << std::flush;

    int signal = 0;
    sigwait(&signals, &signal);
    (*site)->stop();
    return broken ? ExitCode::failed : ExitCode::ok;
}

}  // namespace

void register_serve(CLI::App& app, Exit& exit) {
    auto options = std::make_shared<SiteOptions>();
    auto data = std::make_shared<std::string>("barometre-data");
    CLI::App* serve_app =
        app.add_subcommand("serve", "Run everything in this process, on the embedded log");
    platform::add_setting(*serve_app, "data", *data,
                          "Folder of the log and of the read model; made when it is not there");
    platform::add_setting(*serve_app, "address", options->address, "Loopback address to listen on");
    platform::add_setting(*serve_app, "port", options->port,
                          "Port to listen on; 0 lets the system choose");
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
