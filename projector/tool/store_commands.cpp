// SPDX-License-Identifier: EUPL-1.2
#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "platform/config.hpp"
#include "projector/compare.hpp"
#include "projector/folder_copy.hpp"
#include "projector/store_folder.hpp"
#include "projector/tool/commands.hpp"
#include "projector/tool/output.hpp"
#include "projector/tool/store_source.hpp"

namespace projector::tool {
namespace {

namespace fs = std::filesystem;
using platform::Errc;
using platform::Error;
using read_model::Store;

constexpr const char* source_help =
    "Folder of a read model (or the one that holds it), or http://127.0.0.1:PORT of the admin "
    "port of the program that has it open";

struct Options {
    // Folders or addresses.
    std::string source;
    std::string other;
    std::string admin_url;
    std::string target;
    std::string data;
    Form form = Form::text;
};

// Adds SOURCE and --admin-url, one of which is to be given.
void add_source(CLI::App& command, Options& options) {
    auto* folder = command.add_option("SOURCE", options.source, source_help);
    auto* url = platform::add_setting(command, "admin-url", options.admin_url,
                                      "The same as such an address for SOURCE");
    folder->excludes(url);
}

platform::Result<StoreSource> open_source(const Options& options) {
    const std::string& where = options.source.empty() ? options.admin_url : options.source;
    if (where.empty())
        return Error{Errc::invalid, "give a folder, or --admin-url of a program that runs"};
    return StoreSource::open(where);
}

// The read model in `folder`, opened and read as far as its catalogue.
platform::Result<std::string> read_position(const fs::path& folder) {
    platform::rocks::OpenOptions as_it_is;
    as_it_is.mode = platform::rocks::Mode::read_only;
    const auto store = Store::open(folder.string(), as_it_is);
    if (!store) return store.error();
    if ((*store)->published()->head.next == 0)
        return Error{Errc::invalid, folder.string() + ": there is no read model in it"};
    return position_of(**store);
}

// Copies a read model and says where it stands.
platform::Result<std::string> copy_read_model(const fs::path& source, const fs::path& target) {
    std::string position;
    const auto copied = copy_database(source, target, [&](const fs::path& copy) {
        auto read = read_position(copy);
        if (!read) return platform::Status{read.error()};
        position = std::move(*read);
        return platform::Status{};
    });
    if (!copied) return explained(copied.error(), target);
    return position;
}

ExitCode run_digest(const Options& options) {
    const auto source = open_source(options);
    if (!source) return fail(source.error());
    const auto digest = source->store().digest();
    if (!digest) return fail(explained(digest.error(), source->path()));
    print(options.form, {
                            {"position", position_of(source->store())},
                            {"digest",   *digest                     }
    });
    return ExitCode::ok;
}

ExitCode run_compare(const Options& options) {
    const auto first = StoreSource::open(options.source);
    if (!first) return fail(first.error());
    const auto second = StoreSource::open(options.other);
    if (!second) return fail(second.error());
    const auto found = compare(first->store(), second->store());
    if (!found) return fail(found.error());
    if (!*found) {
        print(options.form, {
                                {"position", position_of(first->store())},
                                {"result",   "equal"                    }
        });
        return ExitCode::ok;
    }
    const Difference& difference = **found;
    print(options.form, {
                            {"position", position_of(first->store())},
                            {"result",   "different"                },
                            {"family",   difference.family          },
                            {"key",      difference.key             },
                            {"first",    difference.first           },
                            {"second",   difference.second          }
    });
    return ExitCode::failed;
}

ExitCode run_backup(const Options& options) {
    const auto source = open_source(options);
    if (!source) return fail(source.error());
    const auto position = copy_read_model(source->path(), options.target);
    if (!position) return fail(position.error());
    print(options.form, {
                            {"position", *position     },
                            {"backup",   options.target}
    });
    return ExitCode::ok;
}

ExitCode run_restore(const Options& options) {
    const fs::path target = rebuilt_folder(options.data);
    std::error_code error;
    if (fs::exists(target, error))
        return fail({Errc::invalid, target.string() +
                                        ": another read model waits to be taken; start the "
                                        "program that owns it, or delete it"});
    const auto position = copy_read_model(options.source, target);
    if (!position) return fail(position.error());
    print(options.form, {
                            {"position", *position      },
                            {"folder",   target.string()}
    });
    return ExitCode::ok;
}

CLI::App* add_command(CLI::App& app, const std::string& name, const std::string& help,
                      const std::shared_ptr<Options>& options) {
    CLI::App* command = app.add_subcommand(name, help);
    command->add_flag_callback(
        "--json", [options] { options->form = Form::json; }, "Print the result as JSON");
    return command;
}

}  // namespace

void register_digest(CLI::App& app, Exit& exit) {
    auto options = std::make_shared<Options>();
    CLI::App* command =
        add_command(app, "digest", "Print position and digest of a read model", options);
    command->footer("\nTwo read models at the same position of the same log have the same digest.");
    add_source(*command, *options);
    command->callback([options, &exit] { exit.code = run_digest(*options); });
}

void register_compare(CLI::App& app, Exit& exit) {
    auto options = std::make_shared<Options>();
    CLI::App* command = add_command(
        app, "compare", "Name the first difference of two read models in words", options);
    command->footer(
        "\nBoth must be at the same position of the same log. Exit code 0: equal; 1: different, "
        "or\n"
        "not to be compared.");
    command->add_option("A", options->source, source_help)->required();
    command->add_option("B", options->other, source_help)->required();
    command->callback([options, &exit] { exit.code = run_compare(*options); });
}

void register_backup(CLI::App& app, Exit& exit) {
    auto options = std::make_shared<Options>();
    CLI::App* command = add_command(app, "backup", "Copy a read model, with its position", options);
    command->footer(
        "\nbarometre-projector backup FOLDER TARGET\n"
        "barometre-projector backup http://127.0.0.1:9082 TARGET\n"
        "barometre-projector backup --admin-url http://127.0.0.1:9082 TARGET\n\n"
        "It only saves the time of a rebuild: the log is what cannot be made again.");
    platform::add_setting(*command, "admin-url", options->admin_url,
                          "Admin port of the program that has it open");
    auto places = std::make_shared<std::vector<std::string>>();
    command
        ->add_option("PLACES", *places,
                     "SOURCE (see digest; not with --admin-url) and TARGET, a folder to make")
        ->expected(1, 2)
        ->required();
    command->callback([options, places, &exit] {
        options->target = places->back();
        const bool named = places->size() == 2;
        if (named == !options->admin_url.empty())
            throw CLI::ValidationError("give SOURCE or --admin-url, and TARGET");
        if (named) options->source = places->front();
        exit.code = run_backup(*options);
    });
}

void register_restore(CLI::App& app, Exit& exit) {
    auto options = std::make_shared<Options>();
    CLI::App* command = add_command(
        app, "restore", "Give a backup of a read model to the program that owns it", options);
    command->footer(
        "\nThe owner takes it when it is started the next time, in the place of what it has, if "
        "it\n"
        "is of its log, and reads from the log what came later.");
    command->add_option("SOURCE", options->source, "Folder that `backup` made")->required();
    platform::add_setting(*command, "data", options->data, "Folder of the program that owns it")
        ->required();
    command->callback([options, &exit] { exit.code = run_restore(*options); });
}

}  // namespace projector::tool
