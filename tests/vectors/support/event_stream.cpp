// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/event_stream.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "tests/vectors/support/failure.hpp"

namespace tests::vectors {
namespace {

constexpr std::string_view scheme = "http://";
constexpr ::time_t silence_seconds_max = 60;
constexpr std::size_t read_bytes = std::size_t{64} << 10;

platform::Error unavailable(const std::string& what) {
    return {platform::Errc::unavailable, "stream: " + what};
}

class Connection {
public:
    Connection() : number_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() {
        if (number_ >= 0) ::close(number_);
    }

    bool open(const std::string& host, std::uint16_t port) {
        ::sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        const ::timeval silence{silence_seconds_max, 0};
        return number_ >= 0 && ::inet_pton(AF_INET, host.c_str(), &address.sin_addr) == 1 &&
               ::setsockopt(number_, SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof silence) == 0 &&
               ::connect(number_, reinterpret_cast<const ::sockaddr*>(&address), sizeof address) ==
                   0;
    }

    bool write(std::string_view bytes) {
        return ::send(number_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
               static_cast<::ssize_t>(bytes.size());
    }

    // Adds what has come to `text`; false at the end and when nothing comes.
    bool read(std::string& text) {
        std::array<char, read_bytes> bytes;
        const ::ssize_t count = ::recv(number_, bytes.data(), bytes.size(), 0);
        if (count <= 0) return false;
        text.append(bytes.data(), static_cast<std::size_t>(count));
        return true;
    }

private:
    int number_;
};

// The block of lines before an empty one, taken off `text` with it; nothing where none is whole.
std::optional<std::string> take_block(std::string& text, std::string_view end) {
    const auto found = text.find(end);
    if (found == std::string::npos) return std::nullopt;
    std::string block = text.substr(0, found);
    text.erase(0, found + end.size());
    return block;
}

// The data of an event without a name; one line, as the server writes it.
std::optional<std::string_view> data_of(std::string_view block) {
    constexpr std::string_view data = "data: ";
    if (block.starts_with("event: ") || block.find("\nevent: ") != std::string_view::npos)
        return std::nullopt;
    const auto begin = block.starts_with(data) ? 0 : block.find("\ndata: ");
    if (begin == std::string_view::npos) return std::nullopt;
    const auto line = block.substr(block.starts_with(data) ? 0 : begin + 1);
    return line.substr(data.size(), line.find('\n') - data.size());
}

}  // namespace

platform::Status read_event_stream(std::string_view url, const std::string& target,
                                   const std::function<Wanted(std::string_view)>& take) {
    const auto colon = url.rfind(':');
    if (!url.starts_with(scheme) || colon == std::string_view::npos || colon < scheme.size())
        return failure("no address of a stream: " + std::string(url));
    const std::string host{url.substr(scheme.size(), colon - scheme.size())};
    const auto port = static_cast<std::uint16_t>(std::stoul(std::string(url.substr(colon + 1))));
    Connection connection;
    if (!connection.open(host, port)) return unavailable("no connection");
    // Of HTTP/1.0, so that it comes without chunks.
    if (!connection.write("GET " + target + " HTTP/1.0\r\nHost: " + host + "\r\n\r\n"))
        return unavailable("the request was not taken");
    std::string text;
    std::optional<std::string> head;
    while (connection.read(text)) {
        if (!head) {
            head = take_block(text, "\r\n\r\n");
            if (!head) continue;
            if (head->find(" 200 ") > head->find('\r')) return failure("stream: " + *head);
        }
        while (const auto block = take_block(text, "\n\n"))
            if (const auto data = data_of(*block); data && take(*data) == Wanted::enough) return {};
    }
    return failure("the stream ended, or was silent, before its end was seen");
}

}  // namespace tests::vectors
