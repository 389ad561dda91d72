// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <utility>

#include "platform/result.hpp"

namespace tests::vectors {

// An input, an argument or an answer that is not what this program expects.
inline platform::Error failure(std::string detail) {
    return {platform::Errc::invalid, std::move(detail)};
}

// The detail of a failure and, where its server did not end well either, how that ended.
inline platform::Error with_end_of_server(const platform::Error& error,
                                          const platform::Status& stopped) {
    if (stopped) return error;
    return {error.code, error.detail + "; " + stopped.error().detail};
}

}  // namespace tests::vectors
