// SPDX-License-Identifier: EUPL-1.2
#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "platform/config.hpp"
#include "platform/kafka/kafka_log.hpp"
#include "projector/log_check.hpp"
#include "projector/rebuild.hpp"
#include "projector/store_folder.hpp"
#include "projector/tool/commands.hpp"
#include "projector/tool/output.hpp"

namespace projector::tool {
namespace {

struct RebuildOptions {
    platform::kafka::Settings kafka;
    std::string data;
    std::string expect_log;
    ProjectorOptions projector{.parsers = 2};
    bool json = false;
};

ExitCode run_rebuild(const RebuildOptions& options) {
    if (auto good = check(options.kafka); !good) return fail(good.error());
    auto log = platform::kafka::KafkaLog::open(options.kafka);
    if (!log) return fail(log.error());
    if (!options.expect_log.empty())
        if (auto expected = check_expected_log(**log, options.expect_log); !expected)
            return fail(expected.error());
    platform::Result<Rebuilt> rebuilt = [&] {
        ProgressLine line;
        return rebuild(**log, options.data, options.projector,
                       [&line](const RebuildProgress& progress) { line.show(progress); });
    }();
    if (!rebuilt) return fail(rebuilt.error());
    auto digest = rebuilt->store->digest();
    if (!digest) return fail(digest.error());
    const std::string position = position_of(*rebuilt->store);
    const RebuildProgress progress = rebuilt->progress;
    if (auto offered = offer(std::move(*rebuilt), options.data); !offered)
        return fail(offered.error());
    print(options.json ? Form::json : Form::text,
          {
              {"records",   std::to_string(progress.done)                               },
              {"seconds",   std::to_string(static_cast<std::uint64_t>(progress.seconds))},
              {"records/s", std::to_string(static_cast<std::uint64_t>(progress.rate())) },
              {"position",  position                                                    },
              {"digest",    *digest                                                     },
              {"folder",    rebuilt_folder(options.data).string()                       }
    });
    return ExitCode::ok;
}

}  // namespace

void add_projector_options(CLI::App& command, ProjectorOptions& options) {
    command.add_option("--batch", options.batch_records_max, "Records written at once, at most")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    command
        .add_option("--parsers", options.parsers, "Threads that decode records ahead of the fold")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
}

void register_rebuild(CLI::App& app, Exit& exit) {
    auto options = std::make_shared<RebuildOptions>();
    CLI::App* command = app.add_subcommand(
        "rebuild", "Make a read model from the log on Kafka, beside the live one");
    command->footer(
        "\nThe live one is not touched and may be in use; its owner takes the new one when it is\n"
        "started the next time. Stopped or killed, a rebuild goes on where it was when it is\n"
        "started again.");
    platform::add_setting(*command, "bootstrap", options->kafka.bootstrap,
                          "Brokers of Kafka, HOST:PORT[,…]")
        ->required();
    platform::add_setting(*command, "prefix", options->kafka.prefix,
                          "First part of the names of the topics");
    platform::add_setting(*command, "data", options->data, "Folder of the program that owns it")
        ->required();
    platform::add_setting(*command, "expect-log", options->expect_log,
                          "Refuse any log but that of this id");
    add_projector_options(*command, options->projector);
    command->add_flag("--json", options->json, "Print the result as JSON");
    command->callback([options, &exit] { exit.code = run_rebuild(*options); });
}

}  // namespace projector::tool
