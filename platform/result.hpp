// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <string>
#include <utility>

namespace platform {

// What a caller can do about a failure of the technology below.
enum class Errc : std::uint8_t {
    invalid,      // The request or configuration is wrong: change it.
    not_found,    // There is no such thing.
    unavailable,  // Not now (queue full, stopping, time-out): try again.
    clock,        // This machine's clock is wrong: set it, then try again.
    corrupt,      // Stored bytes are not what was written: stop and restore.
    io            // The operating system or the store refused.
};

// A failure as a value. `detail` is for people and starts with the subsystem: "event log: …".
struct Error {
    Error() = default;
    Error(Errc code_, std::string detail_) : code(code_), detail(std::move(detail_)) {}

    Errc code = Errc::io;
    std::string detail;
};

template <class T>
class [[nodiscard]] Result : public boost::system::result<T, Error> {
public:
    using boost::system::result<T, Error>::result;
};

// A Result that carries nothing but success.
using Status = Result<void>;

}  // namespace platform
