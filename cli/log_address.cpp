// SPDX-License-Identifier: EUPL-1.2
#include "cli/log_address.hpp"

namespace cli {

platform::Result<LogAddress> parse_log_address(std::string_view text) {
    constexpr std::string_view embedded = "embedded:";
    constexpr std::string_view ndjson = ".ndjson";
    if (text.starts_with(embedded) && text.size() > embedded.size())
        return LogAddress{.kind = LogAddress::Kind::embedded,
                          .path = std::string{text.substr(embedded.size())},
                          .text = std::string{text}};
    if (text.ends_with(ndjson) && text.size() > ndjson.size())
        return LogAddress{
            .kind = LogAddress::Kind::file, .path = std::string{text}, .text = std::string{text}};
    return platform::Error{platform::Errc::invalid,
                           std::string{text} + ": a log is embedded:FOLDER or FILE.ndjson"};
}

}  // namespace cli
