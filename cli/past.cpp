// SPDX-License-Identifier: EUPL-1.2
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/answer.hpp"
#include "cli/config.hpp"
#include "cli/console.hpp"
#include "cli/past_tables.hpp"
#include "cli/remote.hpp"
#include "cli/subcommands.hpp"

namespace cli {
namespace {

using domain::codec::Json;
using platform::http::percent_encode;

// As many rows as a page can have.
constexpr std::string_view page_limit = "1000";

struct PastOptions {
    ClientOptions client;
    std::string indicator;
    std::string territory;
    std::string policy;
    std::string level;
    std::string as_of;
    std::string at;
    std::string on;
    std::string from;
    std::string to;
};
using Options = std::shared_ptr<PastOptions>;

// Prints all pages. The first one tells the position, at which the others are read, so that they
// join to one list whatever comes in between.
ExitCode print_pages(const ClientOptions& client, const std::string& path, Parameters parameters,
                     std::string (*render)(const Json&)) {
    auto remote = Remote::open(client);
    if (!remote) return fail_here(remote.error());
    parameters.emplace_back("limit", page_limit);
    for (bool first = true;; first = false) {
        const auto page = remote->get_json(target_of(path, parameters));
        if (!page) return fail(page.error());
        const std::string next = text(*page, {"next"});
        if (client.json)
            std::cout << domain::codec::canonical(*page) << '\n';
        else
            std::cout << render(*page);
        if (next.empty()) {
            if (!client.json) std::cout << '\n' << what_it_stands_for(*page);
            return ExitCode::ok;
        }
        if (first) {
            std::erase_if(parameters, [](const auto& parameter) {
                return parameter.first == "as_of" || parameter.first == "at" ||
                       parameter.first == "to" || parameter.first == "on";
            });
            parameters.emplace_back("at", text(*page, {"position"}));
            parameters.emplace_back("on", text(*page, {"on"}));
        }
        std::erase_if(parameters, [](const auto& one) { return one.first == "after"; });
        parameters.emplace_back("after", next);
    }
}

CLI::App* add_past(CLI::App& app, const std::string& name, const std::string& help,
                   const Options& options) {
    CLI::App* command = app.add_subcommand(name, help);
    add_client_options(*command, options->client);
    command->add_option("--on", options->on, "The day that counts as today: YYYY-MM-DD");
    return command;
}

// `audit` and `history`: of one figure.
void register_of_figure(CLI::App& app, Exit& exit, const std::string& name, const std::string& help,
                        std::string (*render)(const Json&)) {
    const auto options = std::make_shared<PastOptions>();
    CLI::App* command = add_past(app, name, help, options);
    command->add_option("INDICATOR", options->indicator, "IND-302")->required();
    command->add_option("TERRITORY", options->territory, "DEPT-35")->required();
    command->add_option("--as-of", options->as_of, "What was known then: RFC 3339, or a day");
    command->add_option("--at", options->at, "Exactly this position of the log");
    command->callback([options, &exit, name, render] {
        const std::string path = "/v1/indicators/" + percent_encode(options->indicator) +
                                 "/territories/" + percent_encode(options->territory) + "/" + name;
        exit.code =
            print_pages(options->client, path,
                        {
                            {"as_of", options->as_of},
                            {"at",    options->at   },
                            {"on",    options->on   }
        },
                        render);
    });
}

}  // namespace

void register_audit(CLI::App& app, Exit& exit) {
    register_of_figure(app, exit, "audit",
                       "Who touched a figure, when and why, and what each event moved",
                       &audit_timeline);
}

void register_history(CLI::App& app, Exit& exit) {
    register_of_figure(app, exit, "history", "The versions of a figure, each with its cause",
                       &history_table);
}

void register_diff(CLI::App& app, Exit& exit) {
    const auto options = std::make_shared<PastOptions>();
    CLI::App* command =
        add_past(app, "diff", "What differs between two moments, and which event made it", options);
    command->add_option("--from", options->from, "A day, an RFC 3339 instant or a position")
        ->required();
    command->add_option("--to", options->to, "The same; now without it");
    command->add_option("--policy", options->policy, "Of this policy only: CH-045");
    command->add_option("--indicator", options->indicator, "Of this indicator only: IND-302");
    command->add_option("--territory", options->territory, "Of this territory only: DEPT-35");
    command->add_option("--level", options->level, "nation, region or department only")
        ->check(CLI::IsMember({"nation", "region", "department"}));
    command->callback([options, &exit] {
        exit.code = print_pages(options->client, "/v1/diff",
                                {
                                    {"from",      options->from     },
                                    {"to",        options->to       },
                                    {"on",        options->on       },
                                    {"policy",    options->policy   },
                                    {"indicator", options->indicator},
                                    {"territory", options->territory},
                                    {"level",     options->level    }
        },
                                &difference_table);
    });
}

}  // namespace cli
