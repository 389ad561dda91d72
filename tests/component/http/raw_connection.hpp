// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "platform/http/message.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace tests {

struct RawAnswer {
    // 0 if no whole answer came.
    int status = 0;
    // Names in lower case.
    std::map<std::string, std::string> headers;
    std::string body;
};

// A TCP connection to 127.0.0.1 that sends exactly the bytes it is given. A read that waits for
// more than 20 s gives up, so that a test fails instead of hanging.
class RawConnection {
public:
    explicit RawConnection(std::uint16_t port);
    RawConnection(const RawConnection&) = delete;
    RawConnection& operator=(const RawConnection&) = delete;
    ~RawConnection();

    // Sends all of it; returns false if the other side no longer takes it.
    bool send(std::string_view bytes);
    // Tells the other side that no more will come.
    void end_sending();

    // The next answer, with the body that its Content-Length announces unless it answers a HEAD.
    RawAnswer answer(platform::http::Method to = platform::http::Method::get);
    // Everything up to and with `mark`; nothing if the connection ends before.
    std::string up_to(std::string_view mark);
    // Everything up to the end of the connection.
    std::string rest();
    // Whether the connection ends without another byte.
    bool ends() { return rest().empty() && ended_; }

private:
    bool receive();

    int socket_ = -1;
    std::string input_;
    bool ended_ = false;
};

}  // namespace tests
