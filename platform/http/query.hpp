// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/result.hpp"

namespace platform::http {

// What "+" stands for: a space in a query (as forms send it), itself in a path.
enum class Plus : std::uint8_t { space, literal };

// Decodes %XX. Errors: invalid (an incomplete or wrong escape; the result is not UTF-8 or holds a
// control character).
Result<std::string> percent_decode(std::string_view text, Plus plus);

// Splits "a=1&b=2" and decodes both sides, in order. Edge: a name without "=" has an empty value;
// empty parts are skipped. Errors: invalid, as percent_decode(), or a part without a name.
Result<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view query);

}  // namespace platform::http
