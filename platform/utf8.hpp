// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <string_view>

namespace platform {

// The number of bytes of the well-formed UTF-8 sequence that `text` starts with, 0 if there is none
// (empty, overlong, a surrogate, above U+10FFFF, cut short).
// Source: Unicode 15, table 3-7.
std::size_t utf8_sequence_bytes(std::string_view text);

// Whether all of `text` is well-formed UTF-8. Edge: the empty text is.
bool is_utf8(std::string_view text);

}  // namespace platform
