// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace query_api {

enum class Format : std::uint8_t { json, csv, ndjson };
// Whether an address has rows that stand each for itself, as NDJSON wants them.
enum class Lines : std::uint8_t { none, offered };

// "json", "csv", "ndjson".
std::string_view name_of(Format format);
std::string_view content_type_of(Format format);

// The value of the parameter `format`; nothing if it is unknown or not offered.
std::optional<Format> parse_format(std::string_view text, Lines lines);

// What an Accept header wants most of what is offered: greatest weight, then first named.
// Edge: JSON where it names nothing that is offered. Source: RFC 9110 §12.5.1.
Format accepted_format(std::string_view accept, Lines lines);

}  // namespace query_api
