// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string_view>

#include "platform/http/message.hpp"

namespace platform::http {

enum class Language : std::uint8_t { english, french };

// The language that an Accept-Language value prefers. Edge: English unless French is wanted more,
// or as much and named first.
Language preferred_language(std::string_view accept_language);

// A kind of problem: what stays the same each time it occurs. `code` is a stable slug, the end of
// the `type` URI.
struct ProblemKind {
    int status;
    std::string_view code;
    std::string_view title_en;
    std::string_view title_fr;
};

// An RFC 9457 problem document with Content-Language. `detail` is about this occurrence, in the
// reader's language (empty: the title is repeated); `errors_json` is the text of a JSON array
// (empty: []).
Response problem(const ProblemKind& kind, Language language, std::string_view detail = {},
                 std::string_view errors_json = {});

// The answer to a request whose handler failed: it says nothing about the inside.
inline constexpr ProblemKind internal_error{500, "internal-error", "The server failed",
                                            "Le serveur a rencontré une erreur"};

}  // namespace platform::http
