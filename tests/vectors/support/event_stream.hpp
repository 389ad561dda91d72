// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "platform/result.hpp"

namespace tests::vectors {

// Whether a reader of a stream wants more of it.
enum class Wanted : bool { enough, more };

// Reads server-sent events of GET `target` from http://HOST:PORT, and gives the data of each that
// has no name, until it is told that it is enough.
// Errors: invalid (the URL), unavailable (no connection, or nothing for a minute), corrupt (another
// status, or the stream ended before it was enough).
platform::Status read_event_stream(std::string_view url, const std::string& target,
                                   const std::function<Wanted(std::string_view data)>& take);

}  // namespace tests::vectors
