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
    try {
        app.parse(argc, argv);
        return std::nullopt;
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    }
}

}  // namespace platform
