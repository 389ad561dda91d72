// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

#include "platform/http/problem.hpp"
#include "platform/result.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the name is CLI11's
class App;
}

namespace cli {

// What every subcommand that talks to a server takes.
struct ClientOptions {
    std::string url = "http://127.0.0.1:8080";
    // A file with the key to present; empty for BAROMETRE_KEY, or none.
    std::string key_file;
    // Print the result as JSON.
    bool json = false;
};

// Adds --url (or BAROMETRE_URL), --key-file (or BAROMETRE_KEY_FILE) and --json, which fill
// `options`; it must outlive the parsing.
void add_client_options(CLI::App& app, ClientOptions& options);

// The key to present to the server, empty for none: from the file, or from BAROMETRE_KEY; there is
// no option for it, as everybody on a machine sees command lines.
// Errors: those of platform::access::read_key_text(), invalid (the variable holds no key).
platform::Result<std::string> client_key(const ClientOptions& options);

// Adds --data (or BAROMETRE_DATA), the folder of a site as `serve` keeps it.
void add_data_option(CLI::App& app, std::string& data);

// Adds --replication, the copies of each record of topics that are made.
void add_replication_option(CLI::App& app, int& replication);

// French if the first of LC_ALL, LC_MESSAGES and LANG that is set says so, else English.
platform::http::Language user_language();

}  // namespace cli
