// SPDX-License-Identifier: EUPL-1.2
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "cli/config.hpp"
#include "cli/console.hpp"
#include "cli/log_address.hpp"
#include "cli/log_place.hpp"
#include "cli/log_transfer.hpp"
#include "cli/log_vkey.hpp"
#include "cli/subcommands.hpp"
#include "platform/json_writer.hpp"
#include "platform/kafka/topics.hpp"

namespace cli {
namespace {

using Clock = std::chrono::steady_clock;
using platform::Errc;
using platform::Error;
using platform::Result;

struct CopyOptions {
    std::string from;
    std::string to;
    int replication = platform::kafka::replication_default;
    bool json = false;
};

struct CopyReport {
    Transferred transferred;
    // Of the target, read again.
    std::string sha256;
    // What came into the source meanwhile.
    std::uint64_t grown = 0;
    double seconds = 0;
};

// The bar of one part of the work, with its pace and the time that is left.
class Paced {
public:
    Paced(std::string what, std::uint64_t begin, std::uint64_t total)
        : bar_(std::move(what), total), begin_(begin), total_(total), since_(Clock::now()) {}

    void show(std::uint64_t done) {
        const double seconds = std::chrono::duration<double>(Clock::now() - since_).count();
        if (done <= begin_ || seconds <= 0) return;
        const double pace = static_cast<double>(done - begin_) / seconds;
        const auto left = static_cast<std::uint64_t>(static_cast<double>(total_ - done) / pace);
        bar_.show(done, std::to_string(static_cast<std::uint64_t>(pace)) + "/s, " +
                            std::to_string(left) + " s left");
    }

private:
    Progress bar_;
    std::uint64_t begin_;
    std::uint64_t total_;
    Clock::time_point since_;
};

Result<Transferred> copy_records(LogPlace& source, LogPlace& target) {
    std::optional<Paced> bar;
    auto shown = Transferring::comparing;
    std::uint64_t compared = 0;
    return transfer(source, target,
                    [&](Transferring what, std::uint64_t done, std::uint64_t total) {
                        if (!bar || what != shown) {
                            bar.reset();
                            bar.emplace(what == Transferring::comparing ? "comparing" : "copying",
                                        compared, total);
                        }
                        shown = what;
                        if (what == Transferring::comparing) compared = done;
                        bar->show(done);
                    });
}

// Reads the target again, from where it is kept.
Result<std::string> verify(const LogAddress& address, std::uint64_t records) {
    const auto target = open_source(address);
    if (!target) return target.error();
    const auto end = (*target)->end();
    if (!end) return end.error();
    if (*end != records)
        return Error{Errc::invalid, "the target holds " + std::to_string(*end) + " records, not " +
                                        std::to_string(records) +
                                        ": another program writes to it; stop that program and "
                                        "copy to a new target"};
    Paced bar{"verifying", 0, records};
    return digest_of(**target, records, [&bar](std::uint64_t done) { bar.show(done); });
}

Result<CopyReport> copy_log(const LogAddress& from, const LogAddress& to, int replication) {
    const auto start = Clock::now();
    if (from.text == to.text) return Error{Errc::invalid, to.text + ": source and target are one"};
    const auto source = open_source(from);
    if (!source) return source.error();
    auto end = (*source)->end();
    if (!end) return end.error();
    if (*end == 0) return Error{Errc::invalid, from.text + ": the source holds no record"};
    CopyReport report;
    {
        const auto target = open_target(to, replication);
        if (!target) return target.error();
        auto transferred = copy_records(**source, **target);
        if (!transferred) return transferred.error();
        report.transferred = std::move(*transferred);
    }
    const std::uint64_t records = report.transferred.found + report.transferred.copied;
    auto digest = verify(to, records);
    if (!digest) return digest.error();
    report.sha256 = std::move(*digest);
    end = (*source)->end();
    if (!end) return end.error();
    report.grown = *end - records;
    report.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    return report;
}

std::string two_decimals(double value) {
    std::string text = std::to_string(value);
    return text.substr(0, text.find('.') + 3);
}

void print(const CopyReport& report) {
    const auto& done = report.transferred;
    std::cout << "records  " << done.found + done.copied << "\nbefore   " << done.found
              << "\ncopied   " << done.copied << "\nseconds  " << two_decimals(report.seconds)
              << "\nsource   " << done.sha256 << "\ntarget   " << report.sha256
              << " (read again)\n";
    if (report.grown > 0)
        std::cout << "grown    " << report.grown
                  << " records came into the source meanwhile: copy again to have them too\n";
}

void print_json(const CopyReport& report) {
    const auto& done = report.transferred;
    std::string text;
    platform::JsonWriter json{text};
    json.begin_object().key("records").unsigned_integer(done.found + done.copied);
    json.key("before").unsigned_integer(done.found);
    json.key("copied").unsigned_integer(done.copied);
    json.key("grown").unsigned_integer(report.grown);
    json.key("seconds").number_text(two_decimals(report.seconds));
    json.key("source_sha256").string(done.sha256);
    json.key("target_sha256").string(report.sha256).end_object();
    std::cout << text << "\n";
}

ExitCode run_copy(const CopyOptions& options) {
    const auto from = parse_log_address(options.from);
    if (!from) return fail_here(from.error());
    const auto to = parse_log_address(options.to);
    if (!to) return fail_here(to.error());
    const auto report = copy_log(*from, *to, options.replication);
    if (!report) return fail_here(report.error());
    options.json ? print_json(*report) : print(*report);
    if (report->sha256 == report->transferred.sha256) return ExitCode::ok;
    complain(options.to +
             ": it is not equal to the source: do not use it, and copy to a new "
             "target on another disk");
    return ExitCode::failed;
}

}  // namespace

void register_log(CLI::App& app, Exit& exit) {
    auto options = std::make_shared<CopyOptions>();
    CLI::App* log = app.add_subcommand("log", "Work on the log, the only truth of a site");
    log->require_subcommand(1);
    register_log_vkey(*log, exit);
    CLI::App* copy =
        log->add_subcommand("copy", "Copy a log byte for byte to another place, and verify it");
    copy->footer(
        "\nA log is embedded:FOLDER (the folder `log` inside the data of a site that does not\n"
        "run, or a backup), kafka://HOST:PORT[,HOST:PORT]/PREFIX (topics that nothing writes to)\n"
        "or FILE.ndjson. The target is made by the copy; one that exists must hold the first\n"
        "records of the source, byte for byte, and then the copy goes on behind them: a copy that\n"
        "was stopped is taken up by the same command.");
    copy->add_option("--from", options->from, "Log to copy")->required();
    copy->add_option("--to", options->to, "Where to copy it")->required();
    add_replication_option(*copy, options->replication);
    copy->add_flag("--json", options->json, "Print the result as JSON");
    copy->callback([options, &exit] { exit.code = run_copy(*options); });
}

}  // namespace cli
