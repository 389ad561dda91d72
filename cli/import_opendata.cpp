// SPDX-License-Identifier: EUPL-1.2
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/config.hpp"
#include "cli/console.hpp"
#include "cli/definitions.hpp"
#include "cli/opendata.hpp"
#include "cli/opendata_difference.hpp"
#include "cli/opendata_verify.hpp"
#include "cli/remote.hpp"
#include "cli/subcommands.hpp"
#include "cli/table.hpp"
#include "domain/sha256.hpp"
#include "platform/json_writer.hpp"

namespace cli {
namespace {

using platform::Status;

struct OpenDataOptions {
    ClientOptions client;
    std::string folder;
    std::string source = "urn:ditp:barometre-resultats";
    std::string on = "2024-10-17";
    bool verify = false;
};

struct OpenDataReport {
    DefinitionReport definitions;
    std::size_t indicators = 0;
    std::size_t values = 0;
    std::size_t events_sent = 0;
    std::size_t values_sent = 0;
    std::vector<Receipt> refused;
    std::optional<RateComparison> rates;

    bool good() const {
        return refused.empty() && definitions.applied() == definitions.receipts.size();
    }
};

std::string level_query(domain::Level level) {
    return "?level=" + std::string{name_of(level)};
}

class OpenDataImport {
public:
    OpenDataImport(const OpenDataOptions& options, const OpenData& data, Remote& remote)
        : options_(options), data_(data), remote_(remote) {}

    platform::Result<OpenDataReport> run() {
        report_.indicators = data_.indicators.size();
        report_.values = data_.value_count();
        if (auto status = define(); !status) return status.error();
        if (!report_.good()) return std::move(report_);
        if (auto status = send_values(); !status) return status.error();
        if (options_.verify)
            if (auto status = verify(); !status) return status.error();
        return std::move(report_);
    }

private:
    Status define() {
        const auto known = read_catalogue(remote_);
        if (!known) return known.error();
        auto sent = send_definitions(remote_, options_.source, data_.definitions, *known);
        if (!sent) return sent.error();
        report_.definitions = std::move(*sent);
        return {};
    }

    Status send_values() {
        Progress progress{"indicators", data_.indicators.size()};
        std::size_t done = 0;
        for (const auto& [id, published] : data_.indicators) {
            progress.show(done++, id.text());
            ServerValues server;
            for (const auto level : domain::all_levels) {
                const auto answer = remote_.get_json("/v1/indicators/" + id.text() + "/series" +
                                                     level_query(level));
                if (!answer) return answer.error();
                if (auto status = add_series(*answer, server); !status) return status;
            }
            for (const auto& rows : cut_rows(rows_to_send(id, published, server)))
                if (auto status = send(id, rows); !status) return status;
        }
        return {};
    }

    Status send(domain::IndicatorId id, const std::vector<domain::MeasureRow>& rows) {
        // The rows name the revisions that they replace: the same text is the same change.
        const auto data = measures_data(rows, "résultats publiés");
        domain::Identity identity{options_.source,
                                  id.text() + "-" + domain::hex(domain::sha256(data))};
        OutgoingEvent event{identity,
                            cloud_event(identity, domain::event_type::measures_reported, data)};
        auto receipt = remote_.submit(event_request(event));
        if (!receipt) return receipt.error();
        if (!receipt->applied()) {
            receipt->identity = std::move(identity);
            report_.refused.push_back(std::move(*receipt));
            return {};
        }
        ++report_.events_sent;
        report_.values_sent += rows.size();
        return {};
    }

    Status verify() {
        Progress progress{"rates", data_.indicators.size()};
        report_.rates.emplace();
        std::size_t done = 0;
        for (const auto& [id, published] : data_.indicators) {
            progress.show(done++, id.text());
            ServerRates server;
            for (const auto level : domain::all_levels) {
                const auto answer = remote_.get_json("/v1/indicators/" + id.text() + "/barometer" +
                                                     level_query(level) + "&on=" + options_.on);
                if (!answer) return answer.error();
                if (auto status = add_rates(*answer, server); !status) return status;
            }
            compare(id, published, server, *report_.rates);
        }
        return {};
    }

    const OpenDataOptions& options_;
    const OpenData& data_;
    Remote& remote_;
    OpenDataReport report_;
};

void print(const RateComparison& rates) {
    std::cout << rates.count() << " published rates: " << rates.equal << " equal, "
              << rates.within_tolerance << " within " << rate_tolerance().text() << ", "
              << rates.others.size() << " others\n";
    if (rates.others.empty()) return;
    Table table{
        {{"indicator"}, {"territory"}, {"published", Align::right}, {"computed", Align::right}}
    };
    for (const auto& other : rates.others)
        table.add({other.indicator.text(), std::string{other.territory.id()},
                   other.published.text(), other.computed ? other.computed->text() : "none"});
    std::cout << table.text();
}

void print(const OpenDataReport& report) {
    for (const auto& receipt : report.definitions.receipts)
        if (!receipt.applied())
            std::cout << receipt.identity.id << ": " << receipt.status << ": " << receipt.problem
                      << "\n";
    for (const auto& receipt : report.refused)
        std::cout << receipt.identity.id << ": " << receipt.status << ": " << receipt.problem
                  << "\n";
    std::cout << report.indicators << " indicators, " << report.values << " values\n"
              << "definitions sent " << report.definitions.receipts.size() << ", unchanged "
              << report.definitions.unchanged << "\n"
              << "events sent " << report.events_sent << ", values sent " << report.values_sent
              << ", unchanged " << report.values - report.values_sent << "\n";
    if (report.rates) print(*report.rates);
}

void write_rates(platform::JsonWriter& json, const RateComparison& rates) {
    json.begin_object().key("equal").unsigned_integer(rates.equal);
    json.key("within_tolerance").unsigned_integer(rates.within_tolerance);
    json.key("others").begin_array();
    for (const auto& other : rates.others) {
        json.begin_object().key("indicator").string(other.indicator.text());
        json.key("territory").string(other.territory.id());
        json.key("published").number_text(other.published.text()).key("computed");
        other.computed ? json.number_text(other.computed->text()) : json.null();
        json.end_object();
    }
    json.end_array().end_object();
}

void print_json(const OpenDataReport& report) {
    std::string text;
    platform::JsonWriter json{text};
    json.begin_object().key("indicators").unsigned_integer(report.indicators);
    json.key("values").unsigned_integer(report.values);
    json.key("definitions_sent").unsigned_integer(report.definitions.receipts.size());
    json.key("definitions_unchanged").unsigned_integer(report.definitions.unchanged);
    json.key("events_sent").unsigned_integer(report.events_sent);
    json.key("values_sent").unsigned_integer(report.values_sent);
    json.key("values_unchanged").unsigned_integer(report.values - report.values_sent);
    json.key("refused").begin_array();
    for (const auto& receipt : report.definitions.receipts)
        if (!receipt.applied()) json.raw(receipt.json);
    for (const auto& receipt : report.refused) json.raw(receipt.json);
    json.end_array().key("rates");
    report.rates ? write_rates(json, *report.rates) : static_cast<void>(json.null());
    json.end_object();
    std::cout << text << "\n";
}

ExitCode import_opendata(const OpenDataOptions& options) {
    const auto data = read_opendata(options.folder);
    if (!data) return fail_here(data.error());
    auto remote = Remote::open(options.client);
    if (!remote) return fail_here(remote.error());
    const auto report = OpenDataImport{options, *data, *remote}.run();
    if (!report) return fail(report.error());
    options.client.json ? print_json(*report) : print(*report);
    return report->good() ? ExitCode::ok : ExitCode::failed;
}

}  // namespace

void register_import_opendata(CLI::App& app, Exit& exit) {
    auto options = std::make_shared<OpenDataOptions>();
    CLI::App* command = app.add_subcommand("import-opendata",
                                           "Import the published results of the baromètre (DITP)");
    command->footer(
        "\nDIR holds data/*.csv, metadata/*.csv and units.csv. Indicators are defined as\n"
        "entered at the three levels with equal weights; a definition that the site changed\n"
        "since is set back. One event is sent for each indicator, with the values that the\n"
        "server does not have: sent again, only what changed is sent. What is not published\n"
        "any more stays.");
    add_client_options(*command, options->client);
    command->add_option("DIR", options->folder, "The folder")->required();
    command->add_option("--source", options->source, "Who sends: the source of the events")
        ->capture_default_str();
    command->add_flag("--verify", options->verify,
                      "Then compare the published rates with the computed ones");
    command->add_option("--on", options->on, "The day that counts as today when verifying")
        ->capture_default_str();
    command->callback([options, &exit] { exit.code = import_opendata(*options); });
}

}  // namespace cli
