// SPDX-License-Identifier: EUPL-1.2
#include <string>
#include <variant>

#include "platform/config.hpp"
#include "query-api/program.hpp"

namespace {

constexpr int usage_status = 2;

void declare(CLI::App& app, query_api::ProgramOptions& options) {
    using platform::add_setting;
    auto& replica = options.replica;
    add_setting(app, "bootstrap", options.kafka.bootstrap, "Brokers of Kafka, HOST:PORT[,…]")
        ->required();
    add_setting(app, "prefix", options.kafka.prefix, "First part of the names of the topics");
    add_setting(app, "data", replica.data, "Folder of the read model; made when it is not there")
        ->required();
    add_setting(app, "address", replica.address,
                "Address to listen on; one beyond loopback takes --keys");
    add_setting(app, "keys", replica.keys,
                "File of the keys of those who are let in, as `barometre keys create` makes it; "
                "without it whoever is on this machine");
    add_setting(app, "port", replica.port, "Port to listen on; 0 lets the system choose");
    add_setting(app, "admin-port", replica.admin_port,
                "Port on 127.0.0.1 for health, metrics and checkpoints");
    auto* signer = add_setting(app, "signer-dir", replica.signer,
                               "Folder of the signer: sign the log, as its only signer, and keep "
                               "keys and checkpoints there; never inside --data");
    add_setting(
        app, "origin", replica.origin,
        "Name of the site in the checkpoints that are signed, such as barometre.example.org")
        ->needs(signer);
    auto* from = add_setting(app, "checkpoints-from", replica.checkpoints_from,
                             "http://HOST:PORT of the replica that signs: show its checkpoints");
    from->excludes(signer);
    add_setting(app, "log-vkey", replica.log_vkeys,
                "What verifies them, as `barometre log vkey` prints it; may be repeated");
    add_setting(app, "expect-log", replica.expect_log, "Refuse any log but that of this id");
}

}  // namespace

int main(int argc, char** argv) {
    const auto options = platform::load_settings<query_api::ProgramOptions>(
        "Follows the log of a Baromètre on Kafka and answers reads of its figures\n\n"
        "Exit codes: 0 told to stop; 1 it cannot go on, standard error says why; 2 wrong command "
        "line",
        argc, argv, &declare);
    if (const int* status = std::get_if<int>(&options)) return *status == 0 ? 0 : usage_status;
    return query_api::run(std::get<query_api::ProgramOptions>(options));
}
