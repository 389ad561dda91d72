// SPDX-License-Identifier: EUPL-1.2
#include <CLI/CLI.hpp>
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include "cli/config.hpp"
#include "cli/console.hpp"
#include "cli/get_tables.hpp"
#include "cli/remote.hpp"
#include "cli/subcommands.hpp"

namespace cli {
namespace {

using domain::codec::Json;
using platform::http::percent_encode;

struct GetOptions {
    ClientOptions client;
    bool csv = false;
    std::string id;
    std::string territory;
    std::string level = "region";
    std::string as_of;
    std::string on;
    std::string at;
};

// What is asked for, and how people see the answer.
struct Resource {
    std::string path;
    // The parameter `level` goes with it.
    bool of_level = false;
    std::string (*render)(const Json& answer, const Names& names);
    // Answers name indicators by their ids: fetch the catalogue for their names.
    bool needs_names = false;
};

std::string target_for(const Resource& resource, const GetOptions& options) {
    const Parameters parameters{
        {"level",  resource.of_level ? options.level : ""},
        {"as_of",  options.as_of                         },
        {"on",     options.on                            },
        {"at",     options.at                            },
        {"format", options.csv ? "csv" : ""              }
    };
    return target_of(resource.path, parameters);
}

ExitCode get(const GetOptions& options, const Resource& resource) {
    auto remote = Remote::open(options.client);
    if (!remote) return fail_here(remote.error());
    const auto target = target_for(resource, options);
    if (options.csv || options.client.json) {
        const auto response = remote->get(target);
        if (!response) return fail(response.error());
        std::cout << response->body;
        if (!response->body.ends_with('\n')) std::cout << '\n';
        return ExitCode::ok;
    }
    const auto answer = remote->get_json(target);
    if (!answer) return fail(answer.error());
    Names names;
    if (resource.needs_names) {
        const auto catalogue = remote->get_json("/v1/indicators");
        if (!catalogue) return fail(catalogue.error());
        names = names_of(*catalogue);
    }
    std::cout << resource.render(*answer, names);
    return ExitCode::ok;
}

using Options = std::shared_ptr<GetOptions>;

// Each subcommand has options of its own: CLI11 gives the environment's to all of them, and one
// that is shared would lose what the command line says.
CLI::App* add_reader(CLI::App& group, const std::string& name, const std::string& help,
                     const Options& options) {
    CLI::App* command = group.add_subcommand(name, help);
    add_client_options(*command, options->client);
    command->add_flag("--csv", options->csv, "Print the answer as CSV");
    command->add_option("--as-of", options->as_of, "What was known then: RFC 3339, or a day");
    command->add_option("--at", options->at, "Exactly this position of the log");
    command->add_option("--on", options->on, "The day that counts as today: YYYY-MM-DD");
    return command;
}

void add_level_option(CLI::App& command, GetOptions& options) {
    command.add_option("--level", options.level, "nation, region or department")
        ->check(CLI::IsMember({"nation", "region", "department"}))
        ->capture_default_str();
}

void register_territory(CLI::App& group, Exit& exit) {
    const auto options = std::make_shared<GetOptions>();
    CLI::App* command =
        add_reader(group, "territory", "Every indicator and policy of one territory", options);
    command->add_option("ID", options->id, "NAT-FR, REG-53, DEPT-35 or D35")->required();
    command->callback([options, &exit] {
        exit.code = get(*options, {"/v1/territories/" + percent_encode(options->id) + "/barometer",
                                   false, &territory_tables, true});
    });
}

void register_indicator(CLI::App& group, Exit& exit) {
    const auto options = std::make_shared<GetOptions>();
    CLI::App* command = add_reader(group, "indicator", "One indicator over a level", options);
    command->add_option("ID", options->id, "IND-302")->required();
    add_level_option(*command, *options);
    command->callback([options, &exit] {
        exit.code = get(*options, {"/v1/indicators/" + percent_encode(options->id) + "/barometer",
                                   true, &indicator_table, false});
    });
}

void register_policy(CLI::App& group, Exit& exit) {
    const auto options = std::make_shared<GetOptions>();
    CLI::App* command = add_reader(group, "policy", "One policy over a level", options);
    command->add_option("ID", options->id, "CH-045")->required();
    add_level_option(*command, *options);
    command->callback([options, &exit] {
        exit.code = get(*options, {"/v1/policies/" + percent_encode(options->id) + "/barometer",
                                   true, &policy_table, false});
    });
}

void register_series(CLI::App& group, Exit& exit) {
    const auto options = std::make_shared<GetOptions>();
    CLI::App* command =
        add_reader(group, "series", "The months of one indicator in one territory", options);
    command->add_option("INDICATOR", options->id, "IND-302")->required();
    command->add_option("TERRITORY", options->territory, "DEPT-35")->required();
    command->callback([options, &exit] {
        exit.code =
            get(*options, {"/v1/indicators/" + percent_encode(options->id) + "/territories/" +
                               percent_encode(options->territory) + "/series",
                           false, &series_table, false});
    });
}

}  // namespace

void register_get(CLI::App& app, Exit& exit) {
    CLI::App* group = app.add_subcommand("get", "Read figures, now or as they were");
    group->require_subcommand(1);
    register_territory(*group, exit);
    register_indicator(*group, exit);
    register_policy(*group, exit);
    register_series(*group, exit);
}

}  // namespace cli
