// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/kafka/settings.hpp"
#include "platform/result.hpp"

namespace cli {

// Where a log is, as it is named on the command line.
struct LogAddress {
    enum class Kind : std::uint8_t {
        embedded,  // embedded:FOLDER, the folder of the log itself: DATA/log of a site.
        kafka,     // kafka://HOST:PORT[,…]/PREFIX, the topics of that prefix.
        file       // FILE.ndjson
    };

    Kind kind = Kind::file;
    // Of the folder or the file.
    std::string path;
    platform::kafka::Settings kafka{};
    // As written.
    std::string text;
};

// Errors: invalid (says which forms there are).
platform::Result<LogAddress> parse_log_address(std::string_view text);

}  // namespace cli
