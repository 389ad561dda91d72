// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "domain/error.hpp"
#include "platform/http/message.hpp"

namespace ingest {

// What a Content-Type says, in lower case; `charset` is empty where none is named.
struct MediaType {
    std::string name;
    std::string charset;

    // Whether its text is UTF-8, as far as it says.
    bool is_utf8() const { return charset.empty() || charset == "utf-8" || charset == "us-ascii"; }
};
MediaType parse_media_type(std::string_view header);

// The longest that a request waits for its outcome; more is cut to this.
constexpr std::chrono::seconds wait_max{30};

// What a client prefers (RFC 7240): `wait` is missing where it says nothing, 0 for respond-async
// alone. `applied` is the value of Preference-Applied, empty for none.
struct Preference {
    std::optional<std::chrono::seconds> wait;
    std::string applied;
};
// Reads all Prefer headers; the first of a kind counts, an unknown or unreadable one is skipped.
Preference parse_prefer(const platform::http::Request& request);
// The same where no outcome can be waited for.
Preference without_wait(const Preference& preference);

// The string of an Idempotency-Key: a structured-field string ("in quotes") or a bare token.
// Errors: idempotency-key-malformed.
domain::Result<std::string> parse_idempotency_key(std::string_view header);

}  // namespace ingest
