// SPDX-License-Identifier: EUPL-1.2
#include "platform/config.hpp"

#include <algorithm>
#include <cstdlib>
#include <istream>
#include <memory>
#include <vector>

namespace platform {

namespace {

bool is_set(const std::string& variable) {
    const char* value = std::getenv(variable.c_str());
    return value != nullptr && *value != '\0';
}

// CLI11 lets the file win over the environment; here, as everywhere else, it is the reverse.
class FileAfterEnvironment final : public CLI::ConfigINI {
public:
    std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
        auto items = CLI::ConfigINI::from_config(input);
        std::erase_if(
            items, [](const CLI::ConfigItem& item) { return is_set(environment_name(item.name)); });
        return items;
    }
};

// A variable that is set and yet gave its option no value, among those of `app` and of the
// subcommands that were called.
std::optional<std::string> ignored_variable(const CLI::App& app) {
    for (const CLI::Option* option : app.get_options())
        if (option->count() == 0 && is_set(option->get_envname())) return option->get_envname();
    for (const CLI::App* called : app.get_subcommands())
        if (auto found = ignored_variable(*called)) return found;
    return std::nullopt;
}

}  // namespace

std::string environment_name(std::string_view flag) {
    std::string name = "BAROMETRE_";
    flag.remove_prefix(std::min(flag.find_first_not_of('-'), flag.size()));
    for (const char c : flag)
        name.push_back(c == '-'               ? '_'
                       : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A')
                                              : c);
    return name;
}

void add_config_file(CLI::App& app) {
    app.set_config("--config", "", "Read settings from an INI file");
    app.config_formatter(std::make_shared<FileAfterEnvironment>());
    app.allow_config_extras(CLI::config_extras_mode::error);
}

std::optional<int> parse_command_line(CLI::App& app, int argc, const char* const* argv) {
    app.set_version_flag("--version", "barometre " BAROMETRE_VERSION);
    // CLI11 2.4 passes over a variable whose value it refuses; a setting is never ignored here.
    app.parse_complete_callback([&app] {
        if (const auto variable = ignored_variable(app))
            throw CLI::ValidationError(*variable, "its value is not allowed");
    });
    try {
        app.parse(argc, argv);
        return std::nullopt;
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    }
}

}  // namespace platform
