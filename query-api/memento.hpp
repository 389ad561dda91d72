// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/instant.hpp"
#include "platform/http/message.hpp"

// Time negotiation (RFC 7089): a state's address is its own TimeGate, the same with `at` a Memento.
namespace query_api {

// The only media type of a TimeMap. Source: RFC 7089 §5.
constexpr std::string_view link_format_type = "application/link-format";

// The address of a state whatever the moment, as asked for, but without `at`, `as_of` and
// `at_least`. Edge: the same parameters in another order are another address.
std::string original_of(const platform::http::Request& request);

// `original` as it was at the position `token`.
std::string memento_of(const std::string& original, std::string_view token);

// What Accept-Datetime asks for: the last instant of the second that it names. Nothing where it is
// no HTTP-date. Source: RFC 7089 §2.1.1.
std::optional<domain::Instant> accepted_datetime(std::string_view text);

// The second that holds `instant`, as an HTTP-date.
std::string datetime_of(domain::Instant instant);

// The value of Link: where the state and its TimeMap are; `time_map` is empty where there is none.
std::string links_of(const std::string& original, const std::string& time_map);

}  // namespace query_api
