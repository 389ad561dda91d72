// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string_view>

#include "platform/result.hpp"

namespace tests::torture {

// The whole number that an argument of a program is. Errors: invalid.
platform::Result<std::uint64_t> read_number(std::string_view text);

}  // namespace tests::torture
