// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace platform {

// The variable that stands for a flag: "--data-dir" or "data-dir" gives "BAROMETRE_DATA_DIR".
std::string environment_name(std::string_view flag);

// Adds `--NAME`, the variable BAROMETRE_NAME and the line `NAME=` of the file: the first of them
// that is given sets `value`, else it keeps what it has. Constraints go on what is returned
// (`->required()`, `->check(CLI::Range(1, 65535))`).
template <class T>
CLI::Option* add_setting(CLI::App& app, const std::string& name, T& value,
                         const std::string& help) {
    return app.add_option("--" + name, value, help)
        ->envname(environment_name(name))
        ->capture_default_str();
}

// Lets `app` read `--config FILE` (INI; a section per subcommand). An unknown line is an error.
void add_config_file(CLI::App& app);

// Parses; none when the program may go on, else the status to exit with: 0 after --help or
// --version, which is printed, and not 0 after an error, which is told on standard error.
std::optional<int> parse_command_line(CLI::App& app, int argc, const char* const* argv);

// The settings of a program without subcommands, or the status to exit with. `declare(app,
// settings)` adds each setting with its place.
template <class Settings, class Declare>
std::variant<Settings, int> load_settings(const std::string& description, int argc,
                                          const char* const* argv, Declare declare) {
    CLI::App app{description};
    add_config_file(app);
    Settings settings;
    declare(app, settings);
    if (const auto status = parse_command_line(app, argc, argv)) return *status;
    return settings;
}

}  // namespace platform
