// SPDX-License-Identifier: EUPL-1.2
#include <CLI/CLI.hpp>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/config.hpp"
#include "cli/console.hpp"
#include "cli/log_append.hpp"
#include "cli/log_opened.hpp"
#include "cli/subcommands.hpp"
#include "platform/config.hpp"
#include "platform/kafka/kafka_log.hpp"
#include "platform/kafka/topics.hpp"
#include "projector/log_check.hpp"

namespace cli {
namespace {

using platform::Errc;
using platform::Error;
using platform::Status;
using platform::kafka::Defect;
using platform::kafka::KafkaLog;

struct TopicsOptions {
    platform::kafka::Settings kafka;
    int replication = platform::kafka::replication_default;
};

// Writes the first record of an empty log.
Status open_log(KafkaLog& log) {
    const auto place = append_and_wait(log, log_opened_record());
    if (!place)
        return Error{place.error().code, place.error().detail + "; run the same command again"};
    if (*place && **place != 0)
        return Error{Errc::invalid,
                     "another program wrote to the new topic; nothing is lost, it is opened twice "
                     "and the second time has no effect"};
    return {};
}

Status print_log(const platform::kafka::Settings& settings, KafkaLog& log) {
    const auto end = log.ask_end(platform::kafka::answer_max);
    if (!end) return end.error();
    if (*end == 0)
        return Error{Errc::invalid, "topic " + settings.events_topic() +
                                        ": it is empty, no log was opened in it; `barometre topics "
                                        "create` does it, or copy a log to it"};
    const auto id = projector::log_id_of(log);
    if (!id) return id.error();
    std::cout << "log      " << *id << "\nrecords  " << *end << "\n";
    return {};
}

ExitCode refuse(const std::vector<Defect>& defects) {
    for (const auto& defect : defects) complain(platform::kafka::describe(defect));
    return ExitCode::failed;
}

// That no copy survives the disk must be seen.
void warn_of_one_copy() {
    complain(
        "WARNING: these topics keep one copy of the log (--replication 1), on one disk: what that "
        "disk loses is lost for ever. Take three brokers for figures that matter, and back this "
        "log up with `barometre log copy`");
}

ExitCode run_create(const TopicsOptions& options) {
    const auto report = platform::kafka::create_topics(options.kafka, options.replication);
    if (!report) return fail(report.error());
    for (const auto& topic : report->created) std::cout << "created  " << topic << "\n";
    if (!report->defects.empty()) return refuse(report->defects);
    if (report->keeps_one_copy) warn_of_one_copy();
    const auto log = KafkaLog::open(options.kafka);
    if (!log) return fail(log.error());
    const auto end = (*log)->ask_end(platform::kafka::answer_max);
    if (!end) return fail(end.error());
    if (*end == 0) {
        if (auto opened = open_log(**log); !opened) return fail(opened.error());
    }
    if (auto printed = print_log(options.kafka, **log); !printed) return fail(printed.error());
    return ExitCode::ok;
}

ExitCode run_check(const TopicsOptions& options) {
    const auto defects = platform::kafka::check_topics(options.kafka);
    if (!defects) return fail(defects.error());
    if (!defects->empty()) return refuse(*defects);
    const auto log = KafkaLog::open(options.kafka);
    if (!log) return fail(log.error());
    if (auto printed = print_log(options.kafka, **log); !printed) return fail(printed.error());
    return ExitCode::ok;
}

void add_topics_options(CLI::App& command, TopicsOptions& options) {
    platform::add_setting(command, "bootstrap", options.kafka.bootstrap,
                          "Brokers asked first, HOST:PORT joined by commas")
        ->required();
    platform::add_setting(command, "prefix", options.kafka.prefix,
                          "What the names of the topics begin with");
}

}  // namespace

void register_topics(CLI::App& app, Exit& exit) {
    auto options = std::make_shared<TopicsOptions>();
    CLI::App* topics = app.add_subcommand("topics", "The Kafka topics of a site");
    topics->require_subcommand(1);

    CLI::App* create = topics->add_subcommand(
        "create", "Create the topics of the log and the catalogue, and open the log");
    create->footer("\nWhat exists already is checked and left as it is.");
    add_topics_options(*create, *options);
    add_replication_option(*create, options->replication);
    create->callback([options, &exit] { exit.code = run_create(*options); });

    CLI::App* check = topics->add_subcommand(
        "check", "Check that the topics can lose nothing, and say how to mend them");
    add_topics_options(*check, *options);
    check->callback([options, &exit] { exit.code = run_check(*options); });
}

}  // namespace cli
