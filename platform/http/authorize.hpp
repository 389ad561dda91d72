// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "platform/access/identity.hpp"
#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"
#include "platform/result.hpp"

// Who may ask what (docs/decisions/0010): the one seam through which every request goes, after its
// header and before its body and its handler.
namespace platform::http {

// Who sends a request with this value of the header Authorization; nobody where it proves nothing.
// Called on the server's I/O thread, for each request.
using Identify =
    std::function<std::shared_ptr<const access::Identity>(std::string_view authorization)>;

// By the keys of a file; without a name of one, none: everybody is local.
// Errors: those of access::KeyRing::open().
Result<Identify> identify_by_keys(const std::string& keys_file);

// Who sends the request, or the answer that refuses it: 401 where nobody is known by it, 403 where
// he has none of the rights that `route` needs. Nobody is sent for where it needs none.
using Authorized = std::variant<std::shared_ptr<const access::Identity>, Response>;
Authorized authorize(const Identify& identify, const Route& route, std::string_view authorization,
                     Language language);

// Keeps an answer that needed a right out of caches that others are answered from.
void keep_private(Response& response);

namespace problems {

inline constexpr ProblemKind key_needed{
    401, "key-needed", "A valid key is needed: Authorization: Bearer KEY",
    "Une clé valide est nécessaire : Authorization: Bearer CLÉ"};
inline constexpr ProblemKind right_missing{
    403, "right-missing", "This key has not the right to this", "Cette clé n'en a pas le droit"};
inline constexpr ProblemKind source_not_allowed{403, "source-not-allowed",
                                                "This key may not use this source",
                                                "Cette clé ne peut pas utiliser cette source"};

}  // namespace problems

}  // namespace platform::http
