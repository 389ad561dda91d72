// SPDX-License-Identifier: EUPL-1.2
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/console.hpp"
#include "cli/subcommands.hpp"
#include "cli/table.hpp"
#include "ingest/service.hpp"
#include "platform/access/key_file.hpp"
#include "platform/config.hpp"

namespace cli {
namespace {

using platform::access::Identity;

struct KeysOptions {
    std::string file;
    std::string name;
    std::vector<std::string> rights;
    std::vector<std::string> sources;
    std::string id;
};

std::string now() {
    return ingest::system_now().text();
}

// The key alone goes to standard output, so that it can be sent to a file.
ExitCode run_create(const KeysOptions& options) {
    Identity identity{options.name, {}, options.sources};
    for (const std::string& name : options.rights)
        if (const auto right = platform::access::right_named(name)) identity.rights.add(*right);
    const auto made = platform::access::add_key(options.file, std::move(identity), now());
    if (!made) return fail_here(made.error());
    std::cerr << "key " << made->key.id << " of " << made->key.identity.name << ", may "
              << made->key.identity.rights.text(' ')
              << "; it is shown this once, sent as `Authorization: Bearer KEY`:\n";
    std::cout << made->text << "\n";
    return ExitCode::ok;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

ExitCode run_list(const KeysOptions& options) {
    const auto keys = platform::access::read_keys(options.file);
    if (!keys) return fail_here(keys.error());
    Table table{
        {{"id"}, {"name"}, {"rights"}, {"sources"}, {"created"}, {"revoked"}}
    };
    for (const auto& key : *keys)
        table.add({key.id, key.identity.name, key.identity.rights.text(' '),
                   joined(key.identity.sources), key.created, key.revoked});
    std::cout << table.text();
    return ExitCode::ok;
}

ExitCode run_revoke(const KeysOptions& options) {
    const auto revoked = platform::access::revoke_key(options.file, options.id, now());
    if (!revoked) return fail_here(revoked.error());
    std::cout << "revoked " << options.id << "\n";
    return ExitCode::ok;
}

std::vector<std::string> right_names() {
    std::vector<std::string> names;
    for (const auto& named : platform::access::named_rights) names.emplace_back(named.name);
    return names;
}

void add_file_option(CLI::App& command, KeysOptions& options) {
    platform::add_setting(command, "keys", options.file, "File of the keys of the site")
        ->required();
}

void add_create(CLI::App& keys, const std::shared_ptr<KeysOptions>& options, Exit& exit) {
    CLI::App* create = keys.add_subcommand("create", "Make a key and print it, this once");
    create->footer(
        "\nThe file is made when it is not there. It holds what verifies the keys, not the keys:\n"
        "one that is lost is revoked, and another one made. The services that were started with\n"
        "--keys FILE know it within a second.");
    create
        ->add_option("name", options->name, "Whose it is, as an opaque id: the `authid` of events")
        ->required();
    add_file_option(*create, *options);
    create->add_option("--right", options->rights, "What it may do; may be repeated")
        ->required()
        ->check(CLI::IsMember(right_names()));
    create->add_option("--source", options->sources,
                       "A source of events that it may use, or * for all; may be repeated");
    create->callback([options, &exit] { exit.code = run_create(*options); });
}

}  // namespace

void register_keys(CLI::App& app, Exit& exit) {
    auto options = std::make_shared<KeysOptions>();
    CLI::App* keys = app.add_subcommand("keys", "The keys of those who may use a site");
    keys->require_subcommand(1);
    add_create(*keys, options, exit);

    CLI::App* list = keys->add_subcommand("list", "Show the keys, and what each may do");
    add_file_option(*list, *options);
    list->callback([options, &exit] { exit.code = run_list(*options); });

    CLI::App* revoke = keys->add_subcommand("revoke", "Let nobody in with a key any more");
    revoke->add_option("id", options->id, "The id of the key, as `keys list` shows it")->required();
    add_file_option(*revoke, *options);
    revoke->callback([options, &exit] { exit.code = run_revoke(*options); });
}

}  // namespace cli
