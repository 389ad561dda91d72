// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <stdexcept>
#include <utility>

namespace support {

// The value of a Result (of the platform or the domain) that a test takes for granted.
// Errors: throws with the detail of the error, which fails the test.
template <class Result>
auto must(Result result) {
    if (!result) throw std::runtime_error(result.error().detail);
    return std::move(*result);
}

}  // namespace support
