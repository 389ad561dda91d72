// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"

namespace platform::http {

// The header of a request as it came: nothing in it is trusted yet.
struct HeaderFacts {
    std::string_view method;
    std::string_view target;
    // 10 for HTTP/1.0, 11 for HTTP/1.1.
    int version = 11;
    // Names in lower case, in order.
    const std::vector<std::pair<std::string, std::string>>& fields;
};

// What an admitted header says about the request and its body.
struct Admission {
    Method method = Method::get;
    bool chunked = false;
    // 0 if there is no Content-Length.
    std::uint64_t content_length = 0;

    bool has_body() const { return chunked || content_length > 0; }
};

// Decides whether a request may be read on: its framing must have one meaning only, for us and for
// every proxy before us. Whoever is refused is answered and disconnected.
//
// Refused: a Transfer-Encoding other than exactly one "chunked" on HTTP/1.1, or next to a
// Content-Length; more than one Host, Content-Length, Transfer-Encoding, Authorization,
// Content-Type or Idempotency-Key; no Host; a Content-Length that is not digits; a target that is
// not origin-form or has bytes outside 0x21 to 0x7E; a method that is not ours; a body with GET,
// HEAD or DELETE.
// Source: RFC 9112 §3.2, §6.1, §6.3; reference http-and-security §4.1.
std::variant<Admission, ProblemKind> admit(const HeaderFacts& facts);

// The problems that the server itself answers with.
namespace problems {

inline constexpr ProblemKind malformed_request{400, "malformed-request",
                                               "The request is not well-formed HTTP/1.1",
                                               "La requête n'est pas en HTTP/1.1 valide"};
inline constexpr ProblemKind bad_transfer_encoding{
    400, "bad-transfer-encoding",
    "Transfer-Encoding must be exactly \"chunked\", on HTTP/1.1, without Content-Length",
    "Transfer-Encoding doit être exactement « chunked », en HTTP/1.1, sans Content-Length"};
inline constexpr ProblemKind bad_content_length{400, "bad-content-length",
                                                "Content-Length must be one decimal number",
                                                "Content-Length doit être un seul nombre décimal"};
inline constexpr ProblemKind repeated_header{
    400, "repeated-header", "A header that may occur once only is repeated",
    "Un en-tête qui ne peut figurer qu'une fois est répété"};
inline constexpr ProblemKind host_missing{400, "host-missing", "The Host header is missing",
                                          "L'en-tête Host est absent"};
inline constexpr ProblemKind bad_target{
    400, "bad-target", "The request target must be a path of printable ASCII, percent-encoded",
    "La cible de la requête doit être un chemin en ASCII imprimable, encodé en pourcents"};
inline constexpr ProblemKind unexpected_body{400, "unexpected-body",
                                             "This method takes no request body",
                                             "Cette méthode n'accepte pas de corps de requête"};
inline constexpr ProblemKind not_found{404, "not-found", "There is nothing at this address",
                                       "Il n'y a rien à cette adresse"};
inline constexpr ProblemKind method_not_allowed{405, "method-not-allowed",
                                                "This address does not take this method",
                                                "Cette adresse n'accepte pas cette méthode"};
inline constexpr ProblemKind request_timeout{408, "request-timeout",
                                             "The request did not arrive in time",
                                             "La requête n'est pas arrivée à temps"};
inline constexpr ProblemKind body_too_large{413, "body-too-large", "The request body is too large",
                                            "Le corps de la requête est trop grand"};
inline constexpr ProblemKind target_too_long{414, "target-too-long",
                                             "The request target is too long",
                                             "La cible de la requête est trop longue"};
inline constexpr ProblemKind header_too_large{
    431, "header-too-large", "The request header is too large or has too many fields",
    "L'en-tête de la requête est trop grand ou a trop de champs"};
inline constexpr ProblemKind method_unknown{501, "method-unknown", "This method is not known here",
                                            "Cette méthode n'est pas connue ici"};
inline constexpr ProblemKind overloaded{503, "overloaded", "The server is busy, try again later",
                                        "Le serveur est occupé, réessayez plus tard"};

}  // namespace problems
}  // namespace platform::http
