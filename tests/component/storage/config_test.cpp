// SPDX-License-Identifier: EUPL-1.2
#include "platform/config.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <vector>

#include "tests/support/temporary_directory.hpp"

namespace {

using namespace platform;

struct Settings {
    std::string data_dir = "data";
    std::uint16_t port = 8080;
};

void declare(CLI::App& app, Settings& settings) {
    add_setting(app, "data-dir", settings.data_dir, "Where the data is");
    add_setting(app, "port", settings.port, "Where it listens")->check(CLI::Range(1, 65'535));
}

// Sets a variable for one test.
class Variable {
public:
    Variable(const char* name, const char* value) : name_(name) { ::setenv(name, value, 1); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;
    ~Variable() { ::unsetenv(name_); }

private:
    const char* name_;
};

std::variant<Settings, int> load(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "program");
    return load_settings<Settings>("A program", static_cast<int>(arguments.size()),
                                   arguments.data(), declare);
}

Settings loaded(std::vector<const char*> arguments) {
    return std::get<Settings>(load(std::move(arguments)));
}

std::string file_with(const support::TemporaryDirectory& folder, std::string_view text) {
    auto path = folder / "barometre.ini";
    std::ofstream{path} << text;
    return path;
}

// The exit status, with what was printed on standard error.
std::pair<int, std::string> refused(std::vector<const char*> arguments) {
    testing::internal::CaptureStderr();
    const auto result = load(std::move(arguments));
    return {std::get<int>(result), testing::internal::GetCapturedStderr()};
}

TEST(Config, TheVariableOfAFlagHasItsNameInCapitals) {
    EXPECT_EQ(environment_name("--data-dir"), "BAROMETRE_DATA_DIR");
    EXPECT_EQ(environment_name("port2"), "BAROMETRE_PORT2");
}

TEST(Config, KeepsTheDefaultsWhenNothingIsGiven) {
    EXPECT_EQ(loaded({}).data_dir, "data");
    EXPECT_EQ(loaded({}).port, 8080);
}

TEST(Config, TakesEachSettingFromFlagVariableOrFile) {
    const support::TemporaryDirectory folder;
    const auto file = file_with(folder, "; a comment\ndata-dir=\"/srv/from file\"\nport=3\n");

    EXPECT_EQ(loaded({"--port", "1"}).port, 1);
    EXPECT_EQ(loaded({"--config", file.c_str()}).port, 3);
    EXPECT_EQ(loaded({"--config", file.c_str()}).data_dir, "/srv/from file");
    const Variable variable{"BAROMETRE_PORT", "2"};
    EXPECT_EQ(loaded({}).port, 2);
}

TEST(Config, TheFlagWinsOverTheVariableAndTheVariableOverTheFile) {
    const support::TemporaryDirectory folder;
    const auto file = file_with(folder, "port=3\ndata-dir=from-file\n");
    const Variable variable{"BAROMETRE_PORT", "2"};

    EXPECT_EQ(loaded({"--config", file.c_str()}).port, 2);
    EXPECT_EQ(loaded({"--config", file.c_str()}).data_dir, "from-file");
    EXPECT_EQ(loaded({"--config", file.c_str(), "--port", "1"}).port, 1);
}

TEST(Config, AnEmptyVariableIsNotSet) {
    const support::TemporaryDirectory folder;
    const auto file = file_with(folder, "port=3\n");
    const Variable variable{"BAROMETRE_PORT", ""};

    EXPECT_EQ(loaded({"--config", file.c_str()}).port, 3);
}

TEST(Config, RefusesAnUnknownFlagAnUnknownLineAMissingFileAndABadValue) {
    const support::TemporaryDirectory folder;
    const auto file = file_with(folder, "prot=3\n");
    const auto missing = folder / "missing.ini";

    for (const auto& [arguments, word] :
         std::vector<std::pair<std::vector<const char*>, std::string>>{
             {{"--prot", "1"},               "prot"       },
             {{"--config", file.c_str()},    "prot"       },
             {{"--config", missing.c_str()}, "missing.ini"},
             {{"--port", "0"},               "port"       },
             {{"--port", "65536"},           "port"       },
             {{"--port", "many"},            "port"       }
    }) {
        const auto [status, told] = refused(arguments);
        EXPECT_NE(status, 0) << word;
        EXPECT_NE(told.find(word), std::string::npos) << told;
    }
    const Variable variable{"BAROMETRE_PORT", "many"};
    EXPECT_NE(refused({}).first, 0);
}

TEST(Config, HelpShowsFlagVariableAndDefaultAndExitsWithZero) {
    testing::internal::CaptureStdout();
    const auto result = load({"--help"});
    const auto help = testing::internal::GetCapturedStdout();

    EXPECT_EQ(std::get<int>(result), 0);
    EXPECT_NE(help.find("--data-dir"), std::string::npos);
    EXPECT_NE(help.find("BAROMETRE_DATA_DIR"), std::string::npos);
    EXPECT_NE(help.find("8080"), std::string::npos);
}

TEST(Config, VersionIsShownAndExitsWithZero) {
    testing::internal::CaptureStdout();
    const auto result = load({"--version"});
    const auto version = testing::internal::GetCapturedStdout();

    EXPECT_EQ(std::get<int>(result), 0);
    EXPECT_TRUE(version.starts_with("barometre 0.")) << version;
}

TEST(Config, ASubcommandReadsItsSectionOfTheFile) {
    const support::TemporaryDirectory folder;
    const auto file = file_with(folder, "[serve]\nport=3\n");
    CLI::App app{"A program"};
    add_config_file(app);
    Settings settings;
    declare(*app.add_subcommand("serve"), settings);
    const std::vector<const char*> arguments{"program", "--config", file.c_str(), "serve"};

    EXPECT_EQ(parse_command_line(app, static_cast<int>(arguments.size()), arguments.data()),
              std::nullopt);

    EXPECT_EQ(settings.port, 3);
}

}  // namespace
