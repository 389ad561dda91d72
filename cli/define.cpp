// SPDX-License-Identifier: EUPL-1.2
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/config.hpp"
#include "cli/console.hpp"
#include "cli/csv_file.hpp"
#include "cli/definitions.hpp"
#include "cli/pilote_parameters.hpp"
#include "cli/remote.hpp"
#include "cli/subcommands.hpp"
#include "platform/json_writer.hpp"

namespace cli {
namespace {

using platform::Errc;
using platform::Error;

struct DefineOptions {
    ClientOptions client;
    std::string file;
    std::string policies;
    std::string source = "urn:barometre:define";
};

platform::Result<Definitions> read_definitions(const std::string& file) {
    const auto text = read_file(file);
    if (!text) return text.error();
    const auto named = [&file](const Error& error) {
        return Error{error.code, file + ": " + error.detail};
    };
    if (!is_pilote_parameters(*text)) {
        auto definitions = parse_definitions(*text);
        if (!definitions) return named(definitions.error());
        return definitions;
    }
    auto parameters = parse_pilote_parameters(*text);
    if (!parameters) return named(parameters.error());
    std::string unused;
    for (const auto& column : parameters->unused_columns) unused += " " + column;
    if (!unused.empty()) complain(file + ": columns without a meaning here:" + unused);
    return Definitions{{}, std::move(parameters->indicators)};
}

using Titles = std::map<domain::PolicyId, std::string>;

platform::Result<Titles> read_titles(const std::string& file) {
    Titles titles;
    if (file.empty()) return titles;
    const auto table = read_csv(file, ';');
    if (!table) return table.error();
    auto rows = table->rows;
    // A file without a line that names the columns.
    if (domain::PolicyId::parse(cell(table->header, 0))) rows.push_back(table->header);
    for (const auto& row : rows) {
        if (row.size() < 2) continue;
        const auto id = domain::PolicyId::parse(cell(row, 0));
        if (!id) return Error{Errc::invalid, file + ": " + row[0] + " is no id of a policy"};
        titles.emplace(*id, row[1]);
    }
    return titles;
}

// Adds the policies that are named and that nobody knows.
void add_unknown_policies(Definitions& definitions, const KnownCatalogue& known,
                          const Titles& titles) {
    for (const auto& indicator : definitions.indicators) {
        const auto id = indicator.policy;
        const bool defined_here =
            std::any_of(definitions.policies.begin(), definitions.policies.end(),
                        [id](const auto& policy) { return policy.id == id; });
        if (defined_here || known.policies.contains(id)) continue;
        domain::PolicyDefinition policy{id};
        const auto title = titles.find(id);
        policy.title = title == titles.end() ? id.text() : title->second;
        definitions.policies.push_back(std::move(policy));
    }
}

void print(const DefinitionReport& report) {
    for (const auto& receipt : report.receipts)
        if (!receipt.applied())
            std::cout << receipt.identity.id << ": " << receipt.status << ": " << receipt.problem
                      << "\n";
    std::cout << "definitions sent " << report.receipts.size() << ", applied " << report.applied()
              << ", unchanged " << report.unchanged << "\n";
}

void print_json(const DefinitionReport& report) {
    std::string text;
    platform::JsonWriter json{text};
    json.begin_object().key("sent").unsigned_integer(report.receipts.size());
    json.key("applied").unsigned_integer(report.applied());
    json.key("unchanged").unsigned_integer(report.unchanged);
    json.key("receipts").begin_array();
    for (const auto& receipt : report.receipts) json.raw(receipt.json);
    json.end_array().end_object();
    std::cout << text << "\n";
}

ExitCode define(const DefineOptions& options) {
    auto definitions = read_definitions(options.file);
    if (!definitions) return fail_here(definitions.error());
    const auto titles = read_titles(options.policies);
    if (!titles) return fail_here(titles.error());
    auto remote = Remote::open(options.client);
    if (!remote) return fail_here(remote.error());

    const auto known = read_catalogue(*remote);
    if (!known) return fail(known.error());
    add_unknown_policies(*definitions, *known, *titles);
    const auto report = send_definitions(*remote, options.source, *definitions, *known);
    if (!report) return fail(report.error());
    options.client.json ? print_json(*report) : print(*report);
    return report->applied() == report->receipts.size() ? ExitCode::ok : ExitCode::failed;
}

}  // namespace

void register_define(CLI::App& app, Exit& exit) {
    auto options = std::make_shared<DefineOptions>();
    CLI::App* command = app.add_subcommand("define", "Define indicators and policies");
    command->footer(
        "\nFILE is a CSV of PILOTE's parameters: indic_id, indic_parent_ch (or chantier_id),\n"
        "the 28 parameter columns and, where it has them, indic_nom, indic_unite,\n"
        "zone_applicable, periodicite, delai_disponibilite, indic_hidden_pilote,\n"
        "indic_schema, indic_territorialise. Or it holds definitions as docs/api.md writes\n"
        "them: JSON, or NDJSON. What is in force already is not sent. A policy that is not\n"
        "known is defined first, with its id as its title.");
    add_client_options(*command, options->client);
    command->add_option("FILE", options->file, "CSV, JSON or NDJSON")->required();
    command->add_option("--policies", options->policies,
                        "CSV of \"chantier id;title\" for policies that are not known");
    command->add_option("--source", options->source, "Who defines: the source of the events")
        ->capture_default_str();
    command->callback([options, &exit] { exit.code = define(*options); });
}

}  // namespace cli
