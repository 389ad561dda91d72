// SPDX-License-Identifier: EUPL-1.2
#include "tests/bench/load.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <deque>
#include <optional>
#include <string_view>
#include <utility>

namespace tests::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view end_of_head = "\r\n\r\n";
constexpr std::string_view length_field = "Content-Length: ";
// Of "HTTP/1.1 200".
constexpr std::size_t status_place = 9;
constexpr std::size_t input_bytes = 128 * 1024;
constexpr int wait_milliseconds = 100;

platform::Error io_error(const std::string& what) {
    return {platform::Errc::io, "load: " + what + ": " + std::strerror(errno)};
}

class Socket {
public:
    explicit Socket(int number) : number_(number) {}
    Socket(Socket&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Socket& operator=(Socket&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Socket() {
        if (number_ >= 0) ::close(number_);
    }

    int number() const { return number_; }

private:
    int number_;
};

platform::Result<Socket> connect_to(std::uint16_t port) {
    Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int on = 1;
    ::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket.number(), std::bit_cast<sockaddr*>(&address), sizeof address) != 0) {
        return io_error("connect");
    }
    return socket;
}

// Requests are short enough for the socket to take them whole.
bool send_whole(const Socket& socket, const std::string& request) {
    const auto sent = ::send(socket.number(), request.data(), request.size(), MSG_NOSIGNAL);
    return sent == static_cast<ssize_t>(request.size());
}

// How long an answer is as a whole, once its head is there.
std::optional<std::size_t> whole_length(std::string_view bytes) {
    const auto end = bytes.find(end_of_head);
    if (end == std::string_view::npos) return std::nullopt;
    const auto field = bytes.substr(0, end).find(length_field);
    std::size_t length = 0;
    if (field != std::string_view::npos) {
        for (const char digit : bytes.substr(field + length_field.size())) {
            if (digit < '0' || digit > '9') break;
            length = length * 10 + static_cast<std::size_t>(digit - '0');
        }
    }
    return end + end_of_head.size() + length;
}

int status_of(std::string_view head) {
    int status = 0;
    for (const char digit : head.substr(status_place, 3)) status = status * 10 + (digit - '0');
    return status;
}

// One connection, in the middle of an answer.
class Connection {
public:
    explicit Connection(Socket socket) : socket_(std::move(socket)) {}

    const Socket& socket() const { return socket_; }

    // Takes what has come; true if that ends the answer.
    bool take(std::string_view bytes) {
        if (left_ == 0) {
            head_ += bytes;
            const auto length = whole_length(head_);
            if (!length) return false;
            status_ = status_of(head_);
            left_ = *length - head_.size();
            head_.clear();
        } else {
            left_ -= bytes.size();
        }
        return left_ == 0;
    }

    int status() const { return status_; }

private:
    Socket socket_;
    std::string head_;
    std::size_t left_ = 0;
    int status_ = 0;
};

// The connections of one load and their answers.
class Loader {
public:
    explicit Loader(const LoadPlan& plan) : plan_(plan), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}

    platform::Status open() {
        for (std::size_t i = 0; i < plan_.connections; ++i) {
            auto socket = connect_to(plan_.port);
            if (!socket) return socket.error();
            auto& connection = connections_.emplace_back(std::move(*socket));
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.ptr = &connection;
            ::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, connection.socket().number(), &event);
        }
        return {};
    }

    platform::Result<LoadResult> run() {
        const auto begun = Clock::now();
        for (Connection& connection : connections_) {
            if (!send_whole(connection.socket(), plan_.request())) return io_error("send");
        }
        const auto end = begun + plan_.duration;
        while (Clock::now() < end) {
            std::array<epoll_event, 64> events{};
            const int count = ::epoll_wait(epoll_.number(), events.data(),
                                           static_cast<int>(events.size()), wait_milliseconds);
            for (int i = 0; i < count; ++i) {
                auto* connection =
                    static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr);
                const auto read = read_from(*connection);
                if (!read) return read.error();
            }
        }
        result_.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
        return result_;
    }

private:
    platform::Status read_from(Connection& connection) {
        const auto count = ::recv(connection.socket().number(), input_.data(), input_.size(), 0);
        if (count <= 0) return io_error("the server ended the connection");
        if (!connection.take({input_.data(), static_cast<std::size_t>(count)})) return {};
        if (std::ranges::find(plan_.statuses, connection.status()) == plan_.statuses.end()) {
            return platform::Error{platform::Errc::invalid,
                                   "load: answered " + std::to_string(connection.status())};
        }
        ++result_.answers;
        if (!send_whole(connection.socket(), plan_.request())) return io_error("send");
        return {};
    }

    const LoadPlan& plan_;
    Socket epoll_;
    std::deque<Connection> connections_;
    std::string input_ = std::string(input_bytes, '\0');
    LoadResult result_;
};

}  // namespace

platform::Result<LoadResult> load(const LoadPlan& plan) {
    Loader loader(plan);
    const auto opened = loader.open();
    if (!opened) return opened.error();
    return loader.run();
}

platform::Result<std::string> raw_answer(std::uint16_t port, const std::string& request) {
    const auto socket = connect_to(port);
    if (!socket) return socket.error();
    if (!send_whole(*socket, request)) return io_error("send");
    std::string answer;
    std::string input(input_bytes, '\0');
    while (true) {
        const auto count = ::recv(socket->number(), input.data(), input.size(), 0);
        if (count <= 0) return io_error("the server ended the connection");
        answer.append(input.data(), static_cast<std::size_t>(count));
        const auto length = whole_length(answer);
        if (length && answer.size() >= *length) return answer;
    }
}

}  // namespace tests::bench
