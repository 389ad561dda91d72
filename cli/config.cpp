// SPDX-License-Identifier: EUPL-1.2
#include "cli/config.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <string_view>

#include "platform/access/key_file.hpp"
#include "platform/config.hpp"

namespace cli {

void add_client_options(CLI::App& app, ClientOptions& options) {
    platform::add_setting(app, "url", options.url, "Address of the server");
    platform::add_setting(app, "key-file", options.key_file,
                          "File of the key to present, as `barometre keys create` printed it; or "
                          "the key in BAROMETRE_KEY");
    app.add_flag("--json", options.json, "Print the result as JSON");
}

platform::Result<std::string> client_key(const ClientOptions& options) {
    if (!options.key_file.empty()) return platform::access::read_key_text(options.key_file);
    const char* key = std::getenv("BAROMETRE_KEY");
    if (key == nullptr || *key == '\0') return std::string{};
    if (!platform::access::key_id_of(key))
        return platform::Error{platform::Errc::invalid,
                               "keys: BAROMETRE_KEY is not a key as `barometre keys create` "
                               "prints it"};
    return std::string{key};
}

void add_data_option(CLI::App& app, std::string& data) {
    platform::add_setting(app, "data", data, "Folder of the site, as `barometre serve` keeps it");
}

void add_replication_option(CLI::App& app, int& replication) {
    app.add_option("--replication", replication,
                   "Copies of each record in Kafka topics that are made: 3 or more, or 1 on a "
                   "single broker")
        ->capture_default_str();
}

platform::http::Language user_language() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value == nullptr || *value == '\0') continue;
        return std::string_view{value}.starts_with("fr") ? platform::http::Language::french
                                                         : platform::http::Language::english;
    }
    return platform::http::Language::english;
}

}  // namespace cli
