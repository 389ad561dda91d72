// SPDX-License-Identifier: EUPL-1.2
#include <CLI/CLI.hpp>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>

#include "cli/config.hpp"
#include "cli/console.hpp"
#include "cli/site_folder.hpp"
#include "cli/subcommands.hpp"
#include "domain/fold/fold.hpp"
#include "platform/json_writer.hpp"
#include "projector/read_model/view.hpp"
#include "projector/rebuild.hpp"
#include "projector/store_folder.hpp"
#include "projector/tool/commands.hpp"

namespace cli {
namespace {

using platform::event_log::EmbeddedLog;
using projector::read_model::Store;

struct RebuildOptions {
    std::string data = "barometre-data";
    projector::ProjectorOptions projector;
    bool json = false;
};

struct RebuildReport {
    std::uint64_t records = 0;
    std::string position;
    std::string digest;
    // Rows of applied events of measures.
    std::uint64_t rows = 0;
    double seconds = 0;
};

// Counted apart, when the clock has stopped: the projector does not know.
platform::Result<std::uint64_t> count_rows(const Store& store, EmbeddedLog& log) {
    std::uint64_t rows = 0;
    const projector::read_model::View view{store};
    auto read = read_whole_log(log, [&](const platform::event_log::StoredRecord& stored) {
        const auto decoded = domain::decode(stored.record.value);
        if (!decoded.data || !*decoded.data) return;
        const auto* reported = std::get_if<domain::MeasuresReported>(&**decoded.data);
        if (reported == nullptr) return;
        const auto known = view.record(stored.sequence);
        if (known && known->decision.outcome.kind == domain::OutcomeKind::applied)
            rows += reported->rows.size();
    });
    if (!read) return read.error();
    return rows;
}

platform::Result<projector::Rebuilt> make_beside(EmbeddedLog& log, const RebuildOptions& options) {
    Progress bar{"records", log.end()};
    return projector::rebuild(log, options.data, options.projector,
                              [&bar](const projector::RebuildProgress& progress) {
                                  bar.show(progress.done, progress.pace());
                              });
}

platform::Result<RebuildReport> rebuild(const RebuildOptions& options) {
    auto log = open_existing_log(log_folder(options.data));
    if (!log) return log.error();
    auto rebuilt = make_beside(**log, options);
    if (!rebuilt) return rebuilt.error();
    RebuildReport report;
    report.seconds = rebuilt->progress.seconds;
    if (auto offered = projector::offer(std::move(*rebuilt), options.data); !offered)
        return offered.error();
    // The site is stopped, or its log would be in use: the new one takes its place at once.
    const auto store = projector::open_owned_store(options.data, **log);
    if (!store) return store.error();

    const auto rows = count_rows(**store, **log);
    if (!rows) return rows.error();
    report.rows = *rows;
    auto digest = (*store)->digest();
    if (!digest) return digest.error();
    report.digest = std::move(*digest);
    const auto published = (*store)->published();
    report.records = published->head.next;
    report.position = published->head.log_id + "." + std::to_string(published->position());
    return report;
}

std::string two_decimals(double value) {
    std::string text = std::to_string(value);
    return text.substr(0, text.find('.') + 3);
}

void print(const RebuildReport& report) {
    const auto pace = report.seconds > 0 ? static_cast<double>(report.rows) / report.seconds : 0.0;
    std::cout << "records  " << report.records << "\nrows     " << report.rows << "\nseconds  "
              << two_decimals(report.seconds) << "\nrows/s   " << static_cast<std::uint64_t>(pace)
              << "\nposition " << report.position << "\ndigest   " << report.digest << "\n";
}

void print_json(const RebuildReport& report) {
    std::string text;
    platform::JsonWriter json{text};
    json.begin_object().key("records").unsigned_integer(report.records);
    json.key("rows").unsigned_integer(report.rows);
    json.key("seconds").number_text(two_decimals(report.seconds));
    json.key("position").string(report.position).key("digest").string(report.digest).end_object();
    std::cout << text << "\n";
}

ExitCode run_rebuild(const RebuildOptions& options) {
    const auto report = rebuild(options);
    if (!report) return fail_here(report.error());
    options.json ? print_json(*report) : print(*report);
    return ExitCode::ok;
}

}  // namespace

void register_rebuild(CLI::App& app, Exit& exit) {
    auto options = std::make_shared<RebuildOptions>();
    CLI::App* command =
        app.add_subcommand("rebuild", "Make the read model of a stopped site again from its log");
    command->footer(
        "\nPrints the position, the digest (equal for equal logs) and how fast it was.");
    add_data_option(*command, options->data);
    projector::tool::add_projector_options(*command, options->projector);
    command->add_flag("--json", options->json, "Print the result as JSON");
    command->callback([options, &exit] { exit.code = run_rebuild(*options); });
}

}  // namespace cli
