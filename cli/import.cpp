// SPDX-License-Identifier: EUPL-1.2
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/config.hpp"
#include "cli/console.hpp"
#include "cli/csv_file.hpp"
#include "cli/import_parts.hpp"
#include "cli/remote.hpp"
#include "cli/subcommands.hpp"
#include "cli/table.hpp"
#include "domain/sha256.hpp"
#include "platform/json_writer.hpp"

namespace cli {
namespace {

using domain::codec::Json;
using platform::http::ClientRequest;
using platform::http::percent_encode;

struct ImportOptions {
    ClientOptions client;
    std::vector<std::string> files;
    std::string source = "urn:barometre:import";
    std::string reason;
    std::string id_prefix = "import";
    bool check = false;
};

// One part of one file, as it is sent.
struct Shipment {
    std::string file;
    std::size_t number = 1;
    std::size_t count = 1;
    std::string id;
    ImportPart part;

    // "janvier.csv" or "janvier.csv, part 2 of 3".
    std::string name() const {
        if (count == 1) return file;
        return file + ", part " + std::to_string(number) + " of " + std::to_string(count);
    }
};

constexpr std::string_view cut_notice =
    "{}: more than one import takes; it is cut into {} parts, each of which takes effect by itself";

enum class Purpose : std::uint8_t { check, take_effect };

// The same file has the same ids, so that it is imported once however often it is sent.
platform::Result<std::vector<Shipment>> shipments_of(const ImportOptions& options) {
    std::vector<Shipment> shipments;
    for (const auto& file : options.files) {
        const auto text = read_file(file);
        if (!text) return text.error();
        auto parts = cut_import(*text);
        if (!parts) return platform::Error{parts.error().code, file + ": " + parts.error().detail};
        const std::string digest = domain::hex(domain::sha256(*text));
        if (parts->size() > 1) complain(fmt::format(cut_notice, file, parts->size()));
        for (std::size_t i = 0; i < parts->size(); ++i)
            shipments.push_back(
                {file, i + 1, parts->size(),
                 fmt::format("{}-{}-{}-{}", options.id_prefix, digest, i + 1, parts->size()),
                 std::move((*parts)[i])});
    }
    return shipments;
}

ClientRequest request_of(const ImportOptions& options, const Shipment& shipment, Purpose purpose) {
    ClientRequest request;
    request.method = "POST";
    request.target = "/v1/imports?source=" + percent_encode(options.source);
    if (!options.reason.empty()) request.target += "&reason=" + percent_encode(options.reason);
    if (purpose == Purpose::check) request.target += "&check=1";
    request.headers = {
        {"Content-Type", "text/csv"}
    };
    if (purpose == Purpose::take_effect)
        request.headers.emplace_back("Idempotency-Key", shipment.id);
    request.body = shipment.part.body;
    return request;
}

// What is wrong with the cells of a file, as the server lists it; empty where it lists none.
std::string error_table(const Json& body, const ImportPart& part) {
    const bool french = user_language() == platform::http::Language::french;
    const Json* errors = body.member("errors");
    if (errors == nullptr || errors->array() == nullptr) return {};
    Table table{
        {{french ? "ligne" : "row", Align::right},
         {french ? "colonne" : "column"},
         {"code"},
         {"message", Align::left, 120}}
    };
    for (const Json& error : *errors->array()) {
        const auto text = [&error](std::string_view name) {
            const Json* found = error.member(name);
            return found && found->string() ? *found->string() : std::string{};
        };
        const Json* row = error.member("row");
        if (row == nullptr || row->number() == nullptr) continue;
        const auto number = part.row_in_file(std::stoul(row->number()->text));
        table.add({std::to_string(number), text("column"), text("code"),
                   text(french ? "message_fr" : "message_en")});
    }
    return table.empty() ? std::string{} : table.text();
}

class Import {
public:
    Import(const ImportOptions& options, Remote& remote) : options_(options), remote_(remote) {}

    // A file of several parts is checked whole before any of it takes effect.
    ExitCode run(const std::vector<Shipment>& shipments) {
        if (options_.check || shipments.size() > 1) {
            const auto code = pass(shipments, Purpose::check);
            if (options_.check || code != ExitCode::ok) return finished(code);
            results_.clear();
        }
        return finished(pass(shipments, Purpose::take_effect));
    }

private:
    ExitCode pass(const std::vector<Shipment>& shipments, Purpose purpose) {
        ExitCode code = ExitCode::ok;
        Progress progress{purpose == Purpose::check ? "check" : "import", shipments.size()};
        for (std::size_t i = 0; i < shipments.size(); ++i) {
            progress.show(i, shipments[i].name());
            const auto one = purpose == Purpose::check ? check(shipments[i]) : send(shipments[i]);
            if (!one) return fail(one.error());
            if (*one == ExitCode::ok) continue;
            code = *one;
            if (purpose == Purpose::take_effect) break;
        }
        return code;
    }

    platform::Result<ExitCode> check(const Shipment& shipment) {
        const auto answer = remote_.send(request_of(options_, shipment, Purpose::check));
        if (!answer) return answer.error();
        if (answer->status != 200) return refused(shipment, answer->status, answer->body);
        results_.push_back({&shipment, answer->status, answer->body, shipment.name() + ": valid"});
        return ExitCode::ok;
    }

    platform::Result<ExitCode> send(const Shipment& shipment) {
        const auto receipt = remote_.submit(request_of(options_, shipment, Purpose::take_effect));
        if (!receipt) return receipt.error();
        if (!receipt->applied() && receipt->status != "accepted")
            return refused(shipment, receipt->http_status, receipt->json, receipt->problem);
        std::string text = shipment.name() + ": " + receipt->status + ", " +
                           std::to_string(shipment.part.rows.size()) + " rows, position " +
                           receipt->position;
        if (receipt->duplicate) text += " (was imported before: no second effect)";
        for (const auto& warning : receipt->warnings) text += "\n  warning: " + warning;
        results_.push_back({&shipment, receipt->http_status, receipt->json, std::move(text)});
        return ExitCode::ok;
    }

    ExitCode refused(const Shipment& shipment, int http_status, const std::string& body,
                     std::string why = {}) {
        const auto json = domain::codec::parse_json(body);
        if (why.empty()) why = problem_text(http_status, body);
        std::string text = shipment.name() + ": " + why + "\n";
        if (json) {
            const Json* problem = json->member("problem");
            const bool in_receipt = problem != nullptr && problem->object() != nullptr;
            if (const auto table = error_table(in_receipt ? *problem : *json, shipment.part);
                !table.empty())
                text = shipment.name() + ":\n" + table;
        }
        text.pop_back();
        results_.push_back({&shipment, http_status, json ? body : "null", std::move(text)});
        return ExitCode::failed;
    }

    ExitCode finished(ExitCode code) const {
        if (!options_.client.json) {
            for (const auto& result : results_) std::cout << result.text << "\n";
            return code;
        }
        std::string text;
        platform::JsonWriter json{text};
        json.begin_object().key("imports").begin_array();
        for (const auto& result : results_) {
            json.begin_object().key("file").string(result.shipment->file);
            json.key("part").unsigned_integer(result.shipment->number);
            json.key("parts").unsigned_integer(result.shipment->count);
            json.key("http_status").integer(result.http_status);
            json.key("answer").raw(result.answer).end_object();
        }
        json.end_array().end_object();
        std::cout << text << "\n";
        return code;
    }

    struct Result {
        const Shipment* shipment;
        int http_status;
        // JSON.
        std::string answer;
        std::string text;
    };

    const ImportOptions& options_;
    Remote& remote_;
    std::vector<Result> results_;
};

ExitCode run_import(const ImportOptions& options) {
    auto shipments = shipments_of(options);
    if (!shipments) return fail_here(shipments.error());
    auto remote = Remote::open(options.client);
    if (!remote) return fail_here(remote.error());
    return Import{options, *remote}.run(*shipments);
}

}  // namespace

void register_import(CLI::App& app, Exit& exit) {
    auto options = std::make_shared<ImportOptions>();
    CLI::App* import = app.add_subcommand("import", "Send PILOTE's six-column CSV");
    import->footer(
        "\nThe columns are identifiant_indic;zone_id;zone_nom;date_valeur;type_valeur;valeur. A\n"
        "file takes effect whole or not at all. One of more than 5,000 rows or 2 MiB is cut\n"
        "by indicator (one indicator of more rows by kind, then actual values and targets by\n"
        "territory); all its parts are checked first, then each takes effect by itself. Sent\n"
        "again, a file has no second effect.");
    add_client_options(*import, options->client);
    import->add_option("FILE", options->files, "Files to send, in this order")->required();
    import->add_option("--source", options->source, "Who sends: the source of the events")
        ->capture_default_str();
    import->add_option("--reason", options->reason,
                       "Why, at most 500 characters; kept for ever, no names");
    import
        ->add_option("--id-prefix", options->id_prefix,
                     "Start of the events' ids; another one sends the same file anew")
        ->capture_default_str();
    import->add_flag("--check", options->check, "Only check: nothing takes effect");
    import->callback([options, &exit] { exit.code = run_import(*options); });
}

}  // namespace cli
