// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "platform/access/key.hpp"
#include "platform/result.hpp"

namespace platform::access {

// One line of the file of keys (key_file.hpp), without its end.
std::string key_line(const Key& key);
// Errors: corrupt, with what is wrong and no text of the line.
Result<Key> parse_key_line(std::string_view line);

}  // namespace platform::access
