// SPDX-License-Identifier: EUPL-1.2
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/answer.hpp"
#include "cli/config.hpp"
#include "cli/console.hpp"
#include "cli/remote.hpp"
#include "cli/subcommands.hpp"
#include "cli/table.hpp"
#include "domain/codec/edition_json.hpp"
#include "domain/event.hpp"

namespace cli {
namespace {

using domain::codec::Json;

constexpr std::string_view page_limit = "1000";

struct EditionOptions {
    ClientOptions client;
    std::string source = "urn:barometre:editions";
    std::string name;
    std::string title;
    std::string at;
    std::string on;
    std::vector<std::string> excluded;
    bool change_needs_reason = false;
    std::string sequence;
    std::string indicator;
};
using Options = std::shared_ptr<EditionOptions>;

// "IND-314=edited by hand" or "IND-314/DEPT-35=…", split at the first "=".
struct Exclusion {
    std::string what;
    std::string reason;
};

std::optional<std::vector<Exclusion>> exclusions_of(const EditionOptions& options) {
    std::vector<Exclusion> exclusions;
    for (const std::string& text : options.excluded) {
        const auto equals = text.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
            return std::nullopt;
        exclusions.push_back({text.substr(0, equals), text.substr(equals + 1)});
    }
    return exclusions;
}

std::string joined(const std::vector<Exclusion>& exclusions) {
    std::string all;
    for (const Exclusion& exclusion : exclusions)
        all.append(all.empty() ? "" : ",").append(exclusion.what);
    return all;
}

platform::Error invalid(const std::string& what) {
    return {platform::Errc::invalid, what};
}

// What the server drafts, with the name and the reasons of whoever publishes it.
platform::Result<domain::EditionPublished> drafted(Remote& remote, const EditionOptions& options,
                                                   const std::vector<Exclusion>& exclusions) {
    const auto answer = remote.get_json(
        target_of("/v1/edition-draft",
                  {
                      {"exclude", joined(exclusions)},
                      {"at",      options.at        },
                      {"on",      options.on        }
    }));
    if (!answer) return answer.error();
    const Json* manifest = answer->member("manifest");
    if (manifest == nullptr) return invalid("the draft has no manifest");
    auto edition = domain::codec::decode_edition(*manifest, "");
    if (!edition || edition->exclusions.size() != exclusions.size())
        return invalid("the draft cannot be read");
    edition->name = options.name;
    edition->title = options.title.empty() ? options.name : options.title;
    edition->change_needs_reason = options.change_needs_reason;
    for (std::size_t i = 0; i < exclusions.size(); ++i)
        edition->exclusions[i].reason = exclusions[i].reason;
    return std::move(*edition);
}

OutgoingEvent event_of(const EditionOptions& options, const domain::EditionPublished& edition) {
    // One edition of a name at a position: sent again it is the same event.
    const std::string id = edition.name + "-" + std::to_string(edition.position);
    std::string json = R"({"specversion":"1.0","datacontenttype":"application/json","type":)";
    domain::codec::append_quoted(json, domain::event_type::edition_published);
    json += R"(,"source":)";
    domain::codec::append_quoted(json, options.source);
    json += R"(,"id":)";
    domain::codec::append_quoted(json, id);
    json += R"(,"data":)" + domain::codec::encode(edition) + "}";
    return {
        {options.source, id},
        std::move(json)
    };
}

ExitCode publish(const EditionOptions& options) {
    const auto exclusions = exclusions_of(options);
    if (!exclusions) {
        complain("--exclude takes INDICATOR[/TERRITORY]=REASON");
        return ExitCode::usage;
    }
    auto remote = Remote::open(options.client);
    if (!remote) return fail_here(remote.error());
    const auto edition = drafted(*remote, options, *exclusions);
    if (!edition) return fail(edition.error());
    const auto receipt = remote->submit(event_request(event_of(options, *edition)));
    if (!receipt) return fail(receipt.error());
    if (options.client.json) {
        std::cout << receipt->json << '\n';
        return receipt->applied() ? ExitCode::ok : ExitCode::failed;
    }
    if (!receipt->applied()) {
        complain(receipt->status + ": " + receipt->problem);
        return ExitCode::failed;
    }
    std::cout << "published " << edition->name << " at " << receipt->position << ": "
              << edition->tables.size() << " tables, " << edition->exclusions.size()
              << " exclusions, on " << edition->on.text() << '\n';
    return ExitCode::ok;
}

ExitCode list_all(const EditionOptions& options) {
    auto remote = Remote::open(options.client);
    if (!remote) return fail_here(remote.error());
    Table table({
        {"sequence", Align::right},
        {"name"},
        {"title"},
        {"on"},
        {"frozen"},
        {"actor"}
    });
    std::string after;
    Json last;
    do {
        auto page = remote->get_json(
            target_of("/v1/editions", {
                                          {"limit", std::string{page_limit}},
                                          {"after", after                  }
        }));
        if (!page) return fail(page.error());
        if (options.client.json) std::cout << domain::codec::canonical(*page) << '\n';
        for (const Json& row : list(*page, "rows"))
            table.add({text(row, {"sequence"}), text(row, {"name"}), text(row, {"title"}),
                       text(row, {"published_on"}), text(row, {"frozen"}), text(row, {"actor"})});
        after = text(*page, {"next"});
        last = std::move(*page);
    } while (!after.empty());
    if (!options.client.json) std::cout << table.text() << '\n' << what_it_stands_for(last);
    return ExitCode::ok;
}

// One with its manifest, or a table of it as it is.
ExitCode get_one(const EditionOptions& options) {
    auto remote = Remote::open(options.client);
    if (!remote) return fail_here(remote.error());
    std::string path = "/v1/editions/" + platform::http::percent_encode(options.sequence);
    if (!options.indicator.empty())
        path += "/tables/" + platform::http::percent_encode(options.indicator);
    const auto answer = remote->get(path);
    if (!answer) return fail(answer.error());
    std::cout << answer->body;
    if (options.indicator.empty()) std::cout << '\n';
    return ExitCode::ok;
}

CLI::App* add_action(CLI::App& app, const std::string& name, const std::string& help,
                     const Options& options) {
    CLI::App* command = app.add_subcommand(name, help);
    add_client_options(*command, options->client);
    return command;
}

}  // namespace

void register_edition(CLI::App& app, Exit& exit) {
    CLI::App* all =
        app.add_subcommand("edition", "Publish the quarterly baromètre, and read what was");
    all->require_subcommand(1);
    const auto options = std::make_shared<EditionOptions>();
    CLI::App* publishing =
        add_action(*all, "publish", "Freeze what is known and publish it under a name", options);
    publishing->add_option("NAME", options->name, "a-z, 0-9 and hyphens: 2024-t3")->required();
    publishing->add_option("--title", options->title, "For people (default: the name)");
    publishing->add_option("--at", options->at, "Exactly this position of the log (default: now)");
    publishing->add_option("--on", options->on, "The day that counts as today: YYYY-MM-DD");
    publishing->add_option("--exclude", options->excluded,
                           "What is left out, and why: IND-314[/DEPT-35]=REASON; repeatable");
    publishing->add_flag("--change-needs-reason", options->change_needs_reason,
                         "A later change of a published month needs a reason");
    publishing->add_option("--source", options->source, "Who publishes: the source of the event")
        ->capture_default_str();
    publishing->callback([options, &exit] { exit.code = publish(*options); });
    add_action(*all, "list", "The editions that were published", options)
        ->callback([options, &exit] { exit.code = list_all(*options); });
    CLI::App* getting = add_action(
        *all, "get", "The manifest of one, or its table of an indicator, in CSV", options);
    getting->add_option("SEQUENCE", options->sequence, "As `list` shows it")->required();
    getting->add_option("INDICATOR", options->indicator, "IND-302");
    getting->callback([options, &exit] { exit.code = get_one(*options); });
}

}  // namespace cli
