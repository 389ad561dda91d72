// SPDX-License-Identifier: EUPL-1.2
#include "platform/kafka/settings.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>

namespace platform::kafka {

namespace {

constexpr std::uint32_t port_max = 65'535;

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
}

bool is_port(std::string_view text) {
    std::uint32_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc{} && end == text.data() + text.size() && port >= 1 &&
           port <= port_max;
}

// The client library takes a bare number for an address of its own.
bool is_broker(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    auto host = text.substr(0, colon);
    const bool is_bracketed = host.front() == '[' && host.back() == ']' && host.size() > 2;
    if (is_bracketed) host = host.substr(1, host.size() - 2);
    return is_port(text.substr(colon + 1)) && std::all_of(host.begin(), host.end(), [&](char c) {
               return is_name_character(c) || (is_bracketed && (c == ':' || c == '%'));
           });
}

}  // namespace

std::string Settings::events_topic() const {
    return prefix + ".events.v1";
}

std::string Settings::catalogue_topic() const {
    return prefix + ".catalogue.v1";
}

Status check(const Settings& settings) {
    std::string_view left = settings.bootstrap;
    for (;;) {
        const auto comma = left.find(',');
        const auto broker = left.substr(0, comma);
        if (!is_broker(broker))
            return Error{Errc::invalid, "kafka: \"" + std::string(broker) +
                                            "\" is not a broker; give host:port, several joined by "
                                            "commas"};
        if (comma == std::string_view::npos) break;
        left.remove_prefix(comma + 1);
    }
    const auto& prefix = settings.prefix;
    if (prefix.empty() || prefix.size() > prefix_length_max ||
        !std::all_of(prefix.begin(), prefix.end(), is_name_character))
        return Error{Errc::invalid, "kafka: the prefix of the topics must be 1 to " +
                                        std::to_string(prefix_length_max) +
                                        " letters, digits, '.', '_' or '-'"};
    return {};
}

}  // namespace platform::kafka
