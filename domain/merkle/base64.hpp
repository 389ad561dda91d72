// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace domain::merkle {

// RFC 4648 §4, with padding.
std::string base64(std::string_view bytes);
// Edge: only what base64() writes is taken, so that no two texts stand for the same bytes.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace domain::merkle
