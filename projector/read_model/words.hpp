// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace projector::read_model {

// A key or a row of the family `family` (schema.hpp) for people: "IND-302, DEPT-35, actual,
// 2024-06, since record 812". Edge: bytes that no encoder wrote are shown as hexadecimal digits.
std::string key_in_words(std::size_t family, std::string_view key);
std::string row_in_words(std::size_t family, std::string_view value);
// The bytes themselves.
std::string in_hexadecimal(std::string_view bytes);

}  // namespace projector::read_model
