// SPDX-License-Identifier: EUPL-1.2
#include <variant>

#include "ingest/program.hpp"
#include "platform/config.hpp"

namespace {

constexpr int usage_status = 2;

struct Settings : ingest::ProgramOptions {
    bool history_load = false;
};

void declare(CLI::App& app, Settings& settings) {
    using platform::add_setting;
    add_setting(app, "bootstrap", settings.kafka.bootstrap, "Brokers of Kafka, HOST:PORT[,…]")
        ->required();
    add_setting(app, "prefix", settings.kafka.prefix, "First part of the names of the topics");
    add_setting(app, "address", settings.replica.address,
                "Address to listen on; one beyond loopback takes --keys");
    add_setting(app, "port", settings.replica.port, "Port to listen on; 0 lets the system choose");
    add_setting(app, "admin-port", settings.replica.admin_port,
                "Port on 127.0.0.1 for health and metrics");
    add_setting(app, "keys", settings.replica.keys,
                "File of the keys of those who are let in, as `barometre keys create` makes it; "
                "without it whoever is on this machine");
    add_setting(app, "query-url", settings.replica.query_url,
                "Query APIs to ask for outcomes, http://HOST:PORT[,…], tried in turn");
    add_setting(app, "query-key-file", settings.replica.query_key_file,
                "File of the key to present to them; it needs the right audit");
    app.add_flag("--history-load", settings.history_load,
                 "Take only records of another system's past, each with its recordedtime")
        ->envname(platform::environment_name("history-load"));
}

}  // namespace

int main(int argc, char** argv) {
    auto settings = platform::load_settings<Settings>(
        "Takes events in over HTTP and appends them to the log of a Baromètre on Kafka\n\n"
        "Exit codes: 0 told to stop; 1 it cannot go on, standard error says why; 2 wrong command "
        "line",
        argc, argv, &declare);
    if (const int* status = std::get_if<int>(&settings)) return *status == 0 ? 0 : usage_status;
    auto& options = std::get<Settings>(settings);
    if (options.history_load) options.replica.mode = ingest::Mode::history_load;
    return ingest::run(options);
}
