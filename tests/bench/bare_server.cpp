// SPDX-License-Identifier: EUPL-1.2
#include "tests/bench/bare_server.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <cerrno>
#include <cstring>
#include <exception>
#include <utility>

namespace tests::bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;

using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Task = asio::awaitable<void, Executor>;
constexpr asio::use_awaitable_t<Executor> use_task{};

constexpr std::size_t input_bytes = 64 * 1024;

// `answer` outlives the session.
Task serve(Socket socket, const std::string& answer) {
    boost::system::error_code code;
    socket.set_option(tcp::no_delay(true), code);
    beast::flat_buffer input;
    input.reserve(input_bytes);
    while (true) {
        beast::http::request_parser<beast::http::empty_body> parser;
        co_await beast::http::async_read(socket, input, parser,
                                         asio::redirect_error(use_task, code));
        if (code) co_return;
        co_await asio::async_write(socket, asio::buffer(answer),
                                   asio::redirect_error(use_task, code));
        if (code) co_return;
    }
}

Task accept(Acceptor& acceptor, const std::string& answer) {
    while (true) {
        Socket socket = co_await acceptor.async_accept(use_task);
        asio::co_spawn(acceptor.get_executor(), serve(std::move(socket), answer),
                       [](const std::exception_ptr&) {});
    }
}

// Tells the port on `told` and serves until it is killed.
[[noreturn]] void serve_for_ever(const std::string& answer, int told) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    asio::io_context io(1);
    Acceptor acceptor(io.get_executor(), {asio::ip::address_v4::loopback(), 0});
    const std::uint16_t port = acceptor.local_endpoint().port();
    if (::write(told, &port, sizeof port) == sizeof port) {
        asio::co_spawn(io, accept(acceptor, answer), [](const std::exception_ptr&) {});
        io.run();
    }
    ::_exit(1);
}

}  // namespace

platform::Result<BareServer> BareServer::start(std::string answer) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return platform::Error{platform::Errc::io, std::string("pipe: ") + std::strerror(errno)};
    }
    const pid_t process = ::fork();
    if (process == 0) serve_for_ever(answer, ends[1]);
    std::uint16_t port = 0;
    ::close(ends[1]);
    const bool told = process > 0 && ::read(ends[0], &port, sizeof port) == sizeof port;
    ::close(ends[0]);
    BareServer server(process > 0 ? process : 0, port);
    if (!told) return platform::Error{platform::Errc::io, "the bare server does not start"};
    return server;
}

BareServer::BareServer(BareServer&& other) noexcept
    : process_(std::exchange(other.process_, 0)), port_(other.port_) {}

BareServer& BareServer::operator=(BareServer&& other) noexcept {
    std::swap(process_, other.process_);
    std::swap(port_, other.port_);
    return *this;
}

BareServer::~BareServer() {
    if (process_ == 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
}

}  // namespace tests::bench
