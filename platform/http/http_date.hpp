// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

// Times as HTTP writes them: "Sun, 06 Nov 1994 08:49:37 GMT". Source: RFC 9110 §5.6.7.
namespace platform::http {

// The second that holds `time`.
std::string http_date(std::chrono::system_clock::time_point time);

// Nothing where `text` is no such time, its weekday included; the two obsolete forms are not read.
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text);

}  // namespace platform::http
