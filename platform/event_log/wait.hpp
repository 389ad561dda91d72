// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>

namespace platform::event_log {

// A longer time-out is cut to this: the clock's arithmetic would overflow on the largest ones.
inline constexpr std::chrono::milliseconds wait_max = std::chrono::hours{24};

}  // namespace platform::event_log
