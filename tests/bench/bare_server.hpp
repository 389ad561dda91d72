// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "platform/result.hpp"

namespace tests::bench {

// The least that an HTTP server can do: Beast reads a request, and the same bytes are sent back to
// whatever was asked. It is a process with one thread.
class BareServer {
public:
    // `answer` is a whole answer, head and body. Call it while the process has one thread.
    // Errors: io.
    static platform::Result<BareServer> start(std::string answer);

    BareServer(BareServer&& other) noexcept;
    BareServer& operator=(BareServer&& other) noexcept;
    ~BareServer();

    std::uint16_t port() const { return port_; }
    pid_t process() const { return process_; }

private:
    BareServer(pid_t process, std::uint16_t port) : process_(process), port_(port) {}

    pid_t process_ = 0;
    std::uint16_t port_ = 0;
};

}  // namespace tests::bench
