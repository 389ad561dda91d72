// SPDX-License-Identifier: EUPL-1.2
#include "cli/log_address.hpp"

namespace cli {
namespace {

using platform::Errc;
using platform::Error;
using platform::Result;

constexpr std::string_view kafka = "kafka://";

Result<LogAddress> parse_kafka(std::string_view text) {
    const std::string_view rest = text.substr(kafka.size());
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos)
        return Error{Errc::invalid,
                     std::string{text} + ": the prefix is missing: kafka://HOST:PORT/PREFIX"};
    const platform::kafka::Settings settings{.bootstrap = std::string{rest.substr(0, slash)},
                                             .prefix = std::string{rest.substr(slash + 1)}};
    if (auto good = platform::kafka::check(settings); !good) return good.error();
    return LogAddress{
        .kind = LogAddress::Kind::kafka, .path = {}, .kafka = settings, .text = std::string{text}};
}

}  // namespace

platform::Result<LogAddress> parse_log_address(std::string_view text) {
    constexpr std::string_view embedded = "embedded:";
    constexpr std::string_view ndjson = ".ndjson";
    if (text.starts_with(kafka)) return parse_kafka(text);
    if (text.starts_with(embedded) && text.size() > embedded.size())
        return LogAddress{.kind = LogAddress::Kind::embedded,
                          .path = std::string{text.substr(embedded.size())},
                          .kafka = {},
                          .text = std::string{text}};
    if (text.ends_with(ndjson) && text.size() > ndjson.size())
        return LogAddress{
            .kind = LogAddress::Kind::file, .path = std::string{text}, .text = std::string{text}};
    return Error{
        Errc::invalid,
        std::string{text} + ": a log is embedded:FOLDER, kafka://HOST:PORT/PREFIX or FILE.ndjson"};
}

}  // namespace cli
