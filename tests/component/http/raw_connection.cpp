// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/http/raw_connection.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cctype>
#include <cerrno>

namespace tests {
namespace {

constexpr timeval patience{20, 0};

std::string lower_case(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

RawAnswer parse_head(std::string_view head) {
    RawAnswer answer;
    answer.status = std::stoi(std::string{head.substr(9, 3)});
    std::size_t line = head.find("\r\n") + 2;
    while (line < head.size()) {
        const std::size_t end = head.find("\r\n", line);
        const std::string_view field = head.substr(line, end - line);
        const std::size_t colon = field.find(": ");
        answer.headers[lower_case(std::string{field.substr(0, colon)})] = field.substr(colon + 2);
        line = end + 2;
    }
    return answer;
}

}  // namespace

RawConnection::RawConnection(std::uint16_t port) {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ended_ = ::connect(socket_, std::bit_cast<sockaddr*>(&address), sizeof address) != 0;
}

RawConnection::~RawConnection() {
    ::close(socket_);
}

bool RawConnection::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void RawConnection::end_sending() {
    ::shutdown(socket_, SHUT_WR);
}

bool RawConnection::receive() {
    std::array<char, 65536> bytes;
    const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (count > 0) input_.append(bytes.data(), static_cast<std::size_t>(count));
    if (count == 0 || (count < 0 && errno == ECONNRESET)) ended_ = true;
    return count > 0;
}

RawAnswer RawConnection::answer(platform::http::Method to) {
    std::size_t end = input_.find("\r\n\r\n");
    while (end == std::string::npos) {
        if (!receive()) return {};
        end = input_.find("\r\n\r\n");
    }
    RawAnswer answer = parse_head(std::string_view{input_}.substr(0, end + 2));
    input_.erase(0, end + 4);
    if (to == platform::http::Method::head || !answer.headers.contains("content-length")) {
        return answer;
    }
    const std::size_t length = std::stoul(answer.headers["content-length"]);
    while (input_.size() < length) {
        if (!receive()) return {};
    }
    answer.body = input_.substr(0, length);
    input_.erase(0, length);
    return answer;
}

std::string RawConnection::up_to(std::string_view mark) {
    std::size_t found = input_.find(mark);
    while (found == std::string::npos) {
        if (!receive()) return {};
        found = input_.find(mark);
    }
    std::string text = input_.substr(0, found + mark.size());
    input_.erase(0, text.size());
    return text;
}

std::string RawConnection::rest() {
    while (receive()) continue;
    return std::exchange(input_, {});
}

}  // namespace tests
