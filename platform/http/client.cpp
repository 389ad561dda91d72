// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/client.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

namespace platform::http {
namespace {

namespace beast_http = boost::beast::http;
using Parser = beast_http::response_parser<beast_http::string_body>;

constexpr std::uint64_t answer_bytes_max = std::uint64_t{1} << 30U;
constexpr std::uint32_t answer_header_bytes_max = 64 * 1024;
constexpr std::size_t input_bytes_max = 64 * 1024;
// What ends every chunked body at least, "0\r\n\r\n". Given "0\r\n" of it and then one byte more,
// the parser of Boost 1.81 breaks an assertion of its own.
constexpr std::size_t chunked_end_bytes = 5;

using Deadline = std::chrono::steady_clock::time_point;

Error unavailable(std::string_view what) {
    return Error{Errc::unavailable, "http client: " + std::string{what}};
}

Error unavailable(std::string_view what, int number) {
    const bool timed_out = number == EAGAIN || number == EINPROGRESS;
    return unavailable(std::string{what} + ": " + (timed_out ? "time-out" : strerror(number)));
}

std::string lower_case(boost::beast::string_view text) {
    std::string lower{text.data(), text.size()};
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    }
    return lower;
}

bool is_one_line(std::string_view text) {
    return text.find_first_of(std::string_view{"\r\n\0", 3}) == std::string_view::npos;
}

// Whether the request can be written without one of its texts breaking out of its line.
bool is_sound(const ClientRequest& request) {
    const auto is_sound_header = [](const auto& header) {
        return !header.first.empty() && is_one_line(header.first) && is_one_line(header.second);
    };
    return request.target.starts_with('/') && is_one_line(request.target) &&
           request.target.find(' ') == std::string::npos && is_one_line(request.method) &&
           std::all_of(request.headers.begin(), request.headers.end(), is_sound_header);
}

std::string request_text(const ClientRequest& request, std::string_view authority,
                         std::string_view key) {
    std::string text = request.method;
    text.append(" ").append(request.target).append(" HTTP/1.1\r\nHost: ").append(authority);
    for (const auto& [name, value] : request.headers) {
        text.append("\r\n").append(name).append(": ").append(value);
    }
    if (!key.empty()) text.append("\r\nAuthorization: Bearer ").append(key);
    if (!request.body.empty() || request.method == "POST" || request.method == "PUT") {
        text.append("\r\nContent-Length: ").append(std::to_string(request.body.size()));
    }
    return text.append("\r\n\r\n").append(request.body);
}

ClientResponse response_of(Parser& parser) {
    auto& message = parser.get();
    ClientResponse response;
    response.status = static_cast<int>(message.result_int());
    for (const auto& field : message) {
        response.headers.emplace_back(lower_case(field.name_string()),
                                      std::string{field.value().data(), field.value().size()});
    }
    response.body = std::move(message.body());
    return response;
}

}  // namespace

// One TCP connection at a time to one server.
struct Client::Connection {
    Connection(std::string host_, std::string port_, std::string authority_,
               std::chrono::milliseconds timeout_)
        : host(std::move(host_)),
          port(std::move(port_)),
          authority(std::move(authority_)),
          timeout(timeout_) {}
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() { close(); }

    void close();
    Status connect();
    Status connect_to(const addrinfo& address);
    bool is_stale() const;
    Status limit_wait();
    Result<ClientResponse> exchange(const ClientRequest& request);
    Status write(std::string_view text);
    Result<ClientResponse> read_answer(const ClientRequest& request);
    Status read_message(Parser& parser);
    Result<bool> parse_input(Parser& parser);
    Result<std::size_t> read_more();

    const std::string host;
    const std::string port;
    const std::string authority;
    std::string key;
    const std::chrono::milliseconds timeout;
    // Of the exchange under way, if it has one.
    std::optional<Deadline> deadline;
    int socket = -1;
    // What the socket was told of how long to wait; 0 for nothing yet.
    std::chrono::milliseconds wait_set{0};
    // Bytes of the answer that have come and are not yet parsed.
    std::string input;
    // Of the last exchange: the server closed the connection before it answered anything.
    bool closed_unanswered = false;
};

void Client::Connection::close() {
    if (socket >= 0) ::close(socket);
    socket = -1;
    wait_set = {};
    input.clear();
}

Status Client::Connection::connect() {
    addrinfo wanted{};
    wanted.ai_family = AF_UNSPEC;
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int code = getaddrinfo(host.c_str(), port.c_str(), &wanted, &found);
    if (code != 0) return unavailable("cannot resolve " + host + ": " + gai_strerror(code));
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> addresses{found, &freeaddrinfo};

    Status connected = unavailable("no address of " + host);
    for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
        connected = connect_to(*address);
        if (connected) break;
    }
    return connected;
}

Status Client::Connection::connect_to(const addrinfo& address) {
    close();
    socket = ::socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, address.ai_protocol);
    if (socket < 0) return unavailable("cannot open a socket", errno);
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (const Status limited = limit_wait(); !limited) return limited;
    if (::connect(socket, address.ai_addr, address.ai_addrlen) == 0) return {};
    const int number = errno;
    close();
    return unavailable("cannot connect to " + authority, number);
}

// Lets the next wait for the other side last as long as it may.
Status Client::Connection::limit_wait() {
    using std::chrono::milliseconds;
    auto left = timeout;
    if (deadline) {
        const auto now = std::chrono::steady_clock::now();
        left = std::min(left, std::chrono::ceil<milliseconds>(*deadline - now));
        if (left <= milliseconds{0}) return unavailable("no time left for " + authority);
    }
    if (left == wait_set) return {};
    wait_set = left;
    timeval wait{};
    wait.tv_sec = left.count() / 1000;
    wait.tv_usec = left.count() % 1000 * 1000;
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    return {};
}

// Whether the server has closed the kept connection, or sent what nobody asked for.
bool Client::Connection::is_stale() const {
    char byte = 0;
    return !input.empty() || ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0;
}

Result<ClientResponse> Client::Connection::exchange(const ClientRequest& request) {
    closed_unanswered = false;
    if (socket >= 0 && is_stale()) close();
    if (socket < 0) {
        const Status connected = connect();
        if (!connected) return connected.error();
    }
    const Status written = write(request_text(request, authority, key));
    // A server that refuses a request early may answer without reading all of it.
    auto answer = read_answer(request);
    if (!answer) {
        close();
        if (!written && !closed_unanswered) return written.error();
    }
    return answer;
}

Status Client::Connection::write(std::string_view text) {
    while (!text.empty()) {
        if (const Status limited = limit_wait(); !limited) return limited;
        const ssize_t sent = ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent >= 0) {
            text.remove_prefix(static_cast<std::size_t>(sent));
        } else if (errno != EINTR) {
            return unavailable("cannot send", errno);
        }
    }
    return {};
}

Result<ClientResponse> Client::Connection::read_answer(const ClientRequest& request) {
    for (;;) {
        Parser parser;
        parser.body_limit(answer_bytes_max);
        parser.header_limit(answer_header_bytes_max);
        parser.skip(request.method == "HEAD");
        const Status read = read_message(parser);
        if (!read) return read.error();

        const bool keep = parser.keep_alive();
        ClientResponse response = response_of(parser);
        if (response.status / 100 == 1) continue;
        if (!keep) close();
        return response;
    }
}

Status Client::Connection::read_message(Parser& parser) {
    for (;;) {
        const auto done = parse_input(parser);
        if (!done) return done.error();
        if (*done) return {};
        const auto count = read_more();
        if (!count) return count.error();
        if (*count > 0) continue;

        closed_unanswered = !parser.got_some() && input.empty();
        if (closed_unanswered) return unavailable("the server closed the connection");
        boost::system::error_code error;
        parser.put_eof(error);
        if (error) return unavailable("the server closed the connection within its answer");
    }
}

// Parses what has come, as far as that goes: whether the message is whole. The header is put alone,
// as it says how much of the body there must be for the parser to be given it.
Result<bool> Client::Connection::parse_input(Parser& parser) {
    while (!parser.is_done() && !input.empty()) {
        const bool in_body = parser.is_header_done();
        if (in_body && parser.chunked() && input.size() < chunked_end_bytes) return false;
        boost::system::error_code error;
        parser.eager(in_body);
        input.erase(0, parser.put(boost::asio::buffer(input), error));
        if (error == beast_http::error::need_more) return parser.is_done();
        if (error) return Error{Errc::corrupt, "http client: not an answer: " + error.message()};
    }
    return parser.is_done();
}

// Appends what comes to `input`; 0 bytes is the end. A reset before the answer counts as the end.
Result<std::size_t> Client::Connection::read_more() {
    if (const Status limited = limit_wait(); !limited) return limited.error();
    const std::size_t before = input.size();
    input.resize(before + input_bytes_max);
    ssize_t count = 0;
    do {
        count = ::recv(socket, input.data() + before, input_bytes_max, 0);
    } while (count < 0 && errno == EINTR);
    const int number = errno;
    input.resize(before + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (count >= 0) return static_cast<std::size_t>(count);
    if (number == ECONNRESET || number == EPIPE) return std::size_t{0};
    return unavailable("no answer from " + authority, number);
}

std::string_view ClientResponse::header(std::string_view name) const {
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [&](const auto& header) { return header.first == name; });
    return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

Result<Client> Client::open(std::string_view url, std::chrono::milliseconds timeout) {
    const Error unreadable{
        Errc::invalid, "http client: expected http://HOST:PORT, got \"" + std::string{url} + "\""};
    constexpr std::string_view scheme = "http://";
    if (!url.starts_with(scheme)) return unreadable;
    std::string_view authority = url.substr(scheme.size());
    if (authority.ends_with('/')) authority.remove_suffix(1);

    const std::size_t colon = authority.rfind(':');
    if (colon == std::string_view::npos) return unreadable;
    std::string_view host = authority.substr(0, colon);
    const std::string_view port = authority.substr(colon + 1);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    const bool port_is_number = !port.empty() && port.size() <= 5 &&
                                port.find_first_not_of("0123456789") == std::string_view::npos;
    if (host.empty() || host.find_first_of("/?#@ []") != std::string_view::npos ||
        !is_one_line(host) || !port_is_number) {
        return unreadable;
    }
    return Client{std::make_unique<Connection>(std::string{host}, std::string{port},
                                               std::string{authority}, timeout)};
}

Client::Client(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

void Client::present(std::string key) {
    connection_->key = std::move(key);
}

Result<ClientResponse> Client::send(const ClientRequest& request) {
    if (!is_sound(request) || !is_one_line(connection_->key))
        return Error{Errc::invalid, "http client: the request is not sound"};
    const bool reused = connection_->socket >= 0;
    auto answer = connection_->exchange(request);
    if (answer || !reused || !connection_->closed_unanswered || request.method != "GET") {
        return answer;
    }
    return connection_->exchange(request);
}

Result<ClientResponse> Client::send_by(const ClientRequest& request, Deadline deadline) {
    connection_->deadline = deadline;
    auto answer = send(request);
    connection_->deadline.reset();
    return answer;
}

Result<ClientResponse> Client::get(std::string target) {
    ClientRequest request;
    request.target = std::move(target);
    return send(request);
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        if (unreserved.find(c) != std::string_view::npos) {
            encoded.push_back(c);
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded.push_back('%');
        encoded.push_back(digits[byte >> 4U]);
        encoded.push_back(digits[byte & 0x0FU]);
    }
    return encoded;
}

}  // namespace platform::http
