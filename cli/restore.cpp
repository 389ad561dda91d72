// SPDX-License-Identifier: EUPL-1.2
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "cli/config.hpp"
#include "cli/console.hpp"
#include "cli/site_folder.hpp"
#include "cli/subcommands.hpp"
#include "domain/fold/fold.hpp"
#include "platform/json_writer.hpp"
#include "projector/folder_copy.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;
using platform::Errc;
using platform::Error;

struct RestoreOptions {
    std::string data = "barometre-data";
    std::string source;
    bool json = false;
};

bool opens_a_log(const platform::event_log::StoredRecord& stored) {
    const auto decoded = domain::decode(stored.record.value);
    return decoded.data && *decoded.data &&
           std::holds_alternative<domain::LogOpened>(**decoded.data);
}

// Reads the copy whole; the number of its records.
platform::Result<std::uint64_t> verify(const fs::path& copy) {
    auto log = open_existing_log(copy);
    if (!log) return log.error();
    bool opened = false;
    Progress progress{"records", (*log)->end()};
    auto read = read_whole_log(**log, [&](const platform::event_log::StoredRecord& stored) {
        if (stored.sequence == 0) opened = opens_a_log(stored);
        constexpr std::uint64_t shown_every = 10'000;
        if (stored.sequence % shown_every == 0) progress.show(stored.sequence);
    });
    if (!read) return read.error();
    if (!opened) return Error{Errc::invalid, copy.string() + ": not a log of Baromètre"};
    return (*log)->end();
}

// The copy becomes the log only when it was read whole.
platform::Result<std::uint64_t> restore(const RestoreOptions& options) {
    const fs::path log = log_folder(options.data);
    std::uint64_t records = 0;
    const auto copied = projector::copy_database(
        options.source, log, [&records](const fs::path& copy) -> platform::Status {
            const auto verified = verify(copy);
            if (!verified) return verified.error();
            records = *verified;
            return {};
        });
    if (!copied) return copied.error();
    return records;
}

ExitCode run_restore(const RestoreOptions& options) {
    const auto records = restore(options);
    if (!records) return fail_here(records.error());
    const std::string log = log_folder(options.data).string();
    if (!options.json) {
        std::cout << "records  " << *records << "\nlog      " << log << "\n";
        return ExitCode::ok;
    }
    std::string text;
    platform::JsonWriter json{text};
    json.begin_object().key("records").unsigned_integer(*records);
    json.key("log").string(log).end_object();
    std::cout << text << "\n";
    return ExitCode::ok;
}

}  // namespace

void register_restore(CLI::App& app, Exit& exit) {
    auto options = std::make_shared<RestoreOptions>();
    CLI::App* command =
        app.add_subcommand("restore", "Put a backup in the place of a log that is lost");
    command->footer(
        "\nRefused where there is a log. Every record is read before the copy counts. The read\n"
        "model is then made again by `serve` or `rebuild`.");
    add_data_option(*command, options->data);
    command->add_option("SOURCE", options->source, "Folder that `backup` made")->required();
    command->add_flag("--json", options->json, "Print the result as JSON");
    command->callback([options, &exit] { exit.code = run_restore(*options); });
}

}  // namespace cli
