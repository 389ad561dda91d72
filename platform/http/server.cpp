// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/server.hpp"

#include "platform/http/exchange.hpp"
#include "platform/http/gate.hpp"
#include "platform/http/http_date.hpp"
#include "platform/http/problem.hpp"
#include "platform/http/request_reader.hpp"
#include "platform/http/router.hpp"
#include "platform/http/wire.hpp"
#include "platform/logging.hpp"

#include <sys/socket.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <list>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace platform::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// The concrete executor spares a type erasure on each operation; one for all keeps Asio's templates
// few.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
using UseTask = asio::use_awaitable_t<Executor>;
template <class T>
using Task = asio::awaitable<T, Executor>;

constexpr UseTask use_task{};
constexpr std::size_t input_bytes_max = 64 * 1024;
// A larger body is written from where it is, a smaller one is copied behind its head.
constexpr std::size_t copied_body_bytes_max = 16 * 1024;
// Answers to pipelined requests that are gathered before a write.
constexpr std::size_t gathered_bytes_max = 64 * 1024;
// How long the rest of a request is read and dropped, so that the client gets to see the answer
// instead of a reset.
constexpr milliseconds linger_time{2'000};
constexpr milliseconds sweep_interval_max{250};
constexpr milliseconds sweep_interval_min{5};
constexpr milliseconds accept_pause{100};

// The bytes that have come and are not yet consumed.
class InputBuffer {
public:
    std::string_view view() const { return {bytes_.get() + begin_, end_ - begin_}; }
    bool empty() const { return begin_ == end_; }

    void consume(std::size_t count) {
        begin_ += count;
        if (begin_ == end_) begin_ = end_ = 0;
    }

    // The free space; commit() what was read into it.
    asio::mutable_buffer prepare() {
        if (begin_ > 0) {
            std::memmove(bytes_.get(), bytes_.get() + begin_, end_ - begin_);
            end_ -= begin_;
            begin_ = 0;
        }
        return {bytes_.get() + end_, input_bytes_max - end_};
    }
    void commit(std::size_t count) { end_ += count; }

private:
    // Not initialised: a small request touches the first page only.
    std::unique_ptr<char[]> bytes_{new char[input_bytes_max]};
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

// What the sessions share. I/O thread only.
struct Shared {
    Shared(ServerOptions options_, std::vector<Route> routes,
           std::shared_ptr<AnswerMailbox> mailbox_)
        : options(std::move(options_)), router(std::move(routes)), mailbox(std::move(mailbox_)) {}

    const ServerOptions options;
    const Router router;
    const std::shared_ptr<AnswerMailbox> mailbox;
    std::string date = http_date(std::chrono::system_clock::now());
    std::size_t bodies_bytes = 0;
    bool stopping = false;
};

// Until when a transfer may be silent that began at `began` and has moved `bytes` so far: bytes
// earn time, but no more than up to now.
Clock::time_point patience(Clock::time_point began, std::size_t bytes, std::size_t rate_min,
                           milliseconds timeout) {
    return std::min(Clock::now(), began + milliseconds{bytes * 1000 / rate_min}) + timeout;
}

// One connection: its requests one after another, each answered before the next is looked at.
// Instead of a timer for each operation it stamps a deadline, which the sweep compares.
class Session final : public AnswerWaiter {
public:
    Session(Shared& shared, Socket socket)
        : shared_(shared),
          socket_(std::move(socket)),
          reader_(shared.router, shared.options.identify) {
        slot_->waiter = this;
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session() {
        slot_->waiter = nullptr;
        drop_source();
        hold(0);
    }

    // Serves until the connection is over.
    Task<void> run();

    // Breaks off what takes longer than it may.
    void sweep(Clock::time_point now);
    // Ends the connection unless a request is in flight; a body that could go on for ever ends.
    void stop_when_idle();
    // Ends the connection at once. Edge: may destroy the session.
    void stop_now();

    void answered(Response response) override;
    void produced(Piece piece) override;

private:
    enum class Phase : std::uint8_t { busy, idle, receiving, sending, lingering };

    // Hands the handler of the coroutine that waits for an answer to the session.
    struct Park {
        template <class ResumeHandler>
        void operator()(ResumeHandler&& handler, Session* session) const {
            session->resume_.emplace(std::forward<ResumeHandler>(handler));
        }
    };
    using Resume = asio::async_result<UseTask, void()>::handler_type;

    // What the connection waits for, if for anything.
    enum class Need : std::uint8_t { nothing, input, answer, piece, room, end };

    Need advance();
    Need step();
    Need serve();
    Need refuse(Refusal refusal);
    Need put_response();
    Need put_piece();
    Task<bool> receive();
    Task<void> await_delivery();
    bool client_left();
    void drop_source();
    bool is_known_still() const;
    Task<bool> flush();
    Task<void> finish();
    void resume();
    void enter(Phase phase, Clock::time_point deadline);
    void enter_receiving();
    void hold(std::size_t bytes);

    Shared& shared_;
    Socket socket_;
    RequestReader reader_;
    InputBuffer input_;
    // Answers that are due: `out_`, then `tail_`.
    std::string out_;
    std::string tail_;

    const std::shared_ptr<AnswerSlot> slot_ = std::make_shared<AnswerSlot>();
    // The present request's answer, when it has come, and how it is framed.
    std::optional<Response> response_;
    AnswerFrame frame_;
    // The rest of its body, where that comes piece by piece, and the piece that has come.
    std::shared_ptr<BodySource> source_;
    std::optional<Piece> piece_;
    Language language_ = Language::english;
    // By what the caller was let in, where that was asked for.
    std::string authorization_;
    std::optional<Resume> resume_;

    Phase phase_ = Phase::busy;
    Clock::time_point deadline_ = Clock::time_point::max();
    // When the header, later the body, of the present request began to come.
    std::optional<Clock::time_point> header_began_;
    std::optional<Clock::time_point> body_began_;
    bool timed_out_ = false;
    // Nothing more can be sent.
    bool broken_ = false;
    std::size_t held_bytes_ = 0;
};

Task<void> Session::run() {
    bool open = true;
    while (open) {
        const Need need = advance();
        if (need == Need::end) break;
        if (!out_.empty()) open = co_await flush();
        if (!open) break;
        if (need == Need::input) open = co_await receive();
        if (need == Need::answer || need == Need::piece) {
            co_await await_delivery();
            open = response_ || piece_;
        }
    }
    if (!broken_) co_await finish();
}

// Takes the connection as far as it goes without waiting: coroutines of its own for these steps
// would cost more than many an answer.
Session::Need Session::advance() {
    Need need = Need::nothing;
    while (need == Need::nothing) {
        if (response_) {
            need = put_response();
        } else if (source_) {
            need = put_piece();
        } else {
            need = step();
        }
    }
    return need;
}

// Reads on in what has come.
Session::Need Session::step() {
    const ReadProgress progress = reader_.feed(input_.view());
    input_.consume(progress.consumed);
    hold(reader_.body_bytes());
    switch (progress.step) {
        case ReadStep::header_done:
            if (reader_.expects_continue() && input_.empty()) {
                out_ += "HTTP/1.1 100 Continue\r\n\r\n";
            }
            return Need::nothing;
        case ReadStep::complete:
            header_began_.reset();
            body_began_.reset();
            return serve();
        case ReadStep::refused:
            header_began_.reset();
            return refuse(reader_.take_refusal());
        case ReadStep::need_more:
            break;
    }
    if (shared_.bodies_bytes > shared_.options.bodies_bytes_max && reader_.in_body()) {
        Refusal refusal;
        refusal.response = problem(problems::overloaded, reader_.language());
        refusal.response.headers.emplace_back("Retry-After", "1");
        return refuse(std::move(refusal));
    }
    return Need::input;
}

Task<bool> Session::receive() {
    enter_receiving();
    if (phase_ == Phase::idle && shared_.stopping) co_return false;

    error_code error;
    auto token = asio::redirect_error(use_task, error);
    const std::size_t count = co_await socket_.async_read_some(input_.prepare(), token);
    const bool was_idle = phase_ == Phase::idle;
    enter(Phase::busy, Clock::time_point::max());
    if (!error) {
        input_.commit(count);
        co_return true;
    }
    if (!timed_out_ || was_idle) co_return false;
    Refusal refusal;
    refusal.response = problem(problems::request_timeout, reader_.language());
    refuse(std::move(refusal));
    co_return true;
}

void Session::enter_receiving() {
    const ServerOptions& options = shared_.options;
    const Clock::time_point now = Clock::now();
    timed_out_ = false;
    if (reader_.in_body()) {
        if (!body_began_) body_began_ = now;
        enter(Phase::receiving, patience(*body_began_, reader_.body_bytes_received(), body_rate_min,
                                         options.body_timeout));
    } else if (reader_.started() || !input_.empty()) {
        if (!header_began_) header_began_ = now;
        enter(Phase::receiving, *header_began_ + options.header_timeout);
    } else {
        enter(Phase::idle, now + options.idle_timeout);
    }
}

Session::Need Session::serve() {
    Incoming incoming = reader_.take();
    frame_.method = incoming.request.method;
    frame_.version = incoming.version;
    frame_.persistence = incoming.persistence;
    language_ = incoming.language;
    const bool asked = shared_.options.identify && incoming.request.caller;
    authorization_ = asked ? incoming.request.header("authorization") : std::string_view{};
    shared_.mailbox->run(incoming.route->handler, std::move(incoming.request), slot_,
                         incoming.language);
    return response_ ? Need::nothing : Need::answer;
}

Task<void> Session::await_delivery() {
    if (response_ || piece_ || broken_) co_return;
    Park park;
    co_await asio::async_initiate<const UseTask, void()>(park, use_task, this);
}

Session::Need Session::refuse(Refusal refusal) {
    frame_.method = refusal.method;
    frame_.version = refusal.version;
    frame_.persistence = refusal.persistence;
    language_ = Language::english;
    authorization_.clear();
    response_ = std::move(refusal.response);
    return Need::nothing;
}

Session::Need Session::put_response() {
    Response response = std::move(*response_);
    response_.reset();
    if (!has_safe_headers(response)) response = problem(internal_error, language_);
    hold(0);
    if (!authorization_.empty()) keep_private(response);
    if (shared_.stopping) frame_.persistence = Persistence::close;
    frame_.date = shared_.date;
    // Only the end of the connection tells a client of HTTP/1.0 where such a body ends.
    if (response.source && frame_.version == 10) frame_.persistence = Persistence::close;
    append_head(out_, response, frame_);
    if (response.source && sends_body(response.status, frame_.method)) {
        source_ = std::move(response.source);
        if (shared_.stopping) source_->stop();
        return Need::nothing;
    }
    if (sends_body(response.status, frame_.method)) {
        if (response.body.size() <= copied_body_bytes_max) {
            out_ += response.body;
        } else {
            tail_ = std::move(response.body);
        }
    }
    if (frame_.persistence == Persistence::close) return Need::end;
    return tail_.empty() && out_.size() < gathered_bytes_max ? Need::nothing : Need::room;
}

// The piece before is sent by now: the next one is asked for, or taken.
Session::Need Session::put_piece() {
    if (!piece_) shared_.mailbox->produce(*source_, slot_);
    if (!piece_) return Need::piece;
    const Piece piece = std::move(*piece_);
    piece_.reset();
    const bool chunked = frame_.version != 10;
    // An empty chunk would end it.
    if (chunked && !piece.bytes.empty()) append_chunk(out_, piece.bytes);
    if (!chunked) out_ += piece.bytes;
    if (piece.then == Piece::Then::more) return out_.empty() ? Need::nothing : Need::room;
    drop_source();
    if (piece.then == Piece::Then::failed) return Need::end;
    if (chunked) append_chunk(out_, {});
    return frame_.persistence == Persistence::close ? Need::end : Need::room;
}

void Session::drop_source() {
    if (source_) source_->stop();
    source_.reset();
}

// Writes what is due. Returns false if the client does not take it.
Task<bool> Session::flush() {
    const Clock::time_point began = Clock::now();
    const std::size_t total = out_.size() + tail_.size();
    std::size_t sent = 0;
    error_code error;
    auto token = asio::redirect_error(use_task, error);
    while (sent < total && !error) {
        enter(Phase::sending,
              patience(began, sent, answer_rate_min, shared_.options.write_timeout));
        if (tail_.empty()) {
            const asio::const_buffer rest = asio::buffer(out_) + sent;
            sent += co_await socket_.async_write_some(rest, token);
        } else {
            const std::size_t sent_of_head = std::min(sent, out_.size());
            const std::array<asio::const_buffer, 2> rest{
                asio::buffer(out_) + sent_of_head, asio::buffer(tail_) + (sent - sent_of_head)};
            sent += co_await socket_.async_write_some(rest, token);
        }
    }
    tail_ = {};
    out_.clear();
    enter(Phase::busy, Clock::time_point::max());
    if (error) broken_ = true;
    co_return !broken_;
}

// Sends what is due and closes. A close with unread input would reset the connection and could take
// the answer with it, so the rest is read and dropped for a while.
Task<void> Session::finish() {
    bool sent = true;
    if (!out_.empty()) sent = co_await flush();
    if (!sent || shared_.stopping) co_return;
    error_code error;
    socket_.shutdown(Socket::shutdown_send, error);
    enter(Phase::lingering, Clock::now() + linger_time);
    auto token = asio::redirect_error(use_task, error);
    while (!error) {
        input_.consume(input_.view().size());
        co_await socket_.async_read_some(input_.prepare(), token);
    }
}

void Session::answered(Response response) {
    response_ = std::move(response);
    resume();
}

void Session::produced(Piece piece) {
    piece_ = std::move(piece);
    resume();
}

// Edge: the coroutine may come to its end in here, which destroys the session.
void Session::resume() {
    if (!resume_) return;
    Resume handler = std::move(*resume_);
    resume_.reset();
    std::move(handler)();
}

// Whether a client for whom a piece is awaited has closed its side: nothing else would show it.
bool Session::client_left() {
    char byte = 0;
    const ssize_t count =
        ::recv(socket_.native_handle(), &byte, sizeof byte, MSG_PEEK | MSG_DONTWAIT);
    return count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR);
}

// Whether who is being sent a long answer would still be let in: his key may be revoked by now.
bool Session::is_known_still() const {
    return authorization_.empty() || shared_.options.identify(authorization_) != nullptr;
}

void Session::sweep(Clock::time_point now) {
    if (source_ && resume_ && client_left()) return stop_now();
    if (source_ && !is_known_still()) return stop_now();
    if (now < deadline_) return;
    deadline_ = Clock::time_point::max();
    timed_out_ = true;
    error_code ignored;
    socket_.cancel(ignored);
}

void Session::stop_when_idle() {
    if (source_) source_->stop();
    if (phase_ != Phase::idle && phase_ != Phase::lingering) return;
    error_code ignored;
    socket_.cancel(ignored);
}

void Session::stop_now() {
    broken_ = true;
    error_code ignored;
    socket_.close(ignored);
    resume();
}

void Session::enter(Phase phase, Clock::time_point deadline) {
    phase_ = phase;
    deadline_ = deadline;
}

void Session::hold(std::size_t bytes) {
    shared_.bodies_bytes += bytes;
    shared_.bodies_bytes -= held_bytes_;
    held_bytes_ = bytes;
}

class AsioServer final : public Server {
public:
    AsioServer(ServerOptions options, std::vector<Route> routes);
    ~AsioServer() override { stop(); }

    // Errors: io.
    Status listen(const tcp::endpoint& endpoint);
    void start();

    std::uint16_t port() const override { return port_; }
    void stop() override;

private:
    Task<void> accept();
    Task<void> sweep();
    void open_session(Socket socket);
    void turn_away(Socket socket);
    void begin_stop();
    void end_session(std::list<Session>::iterator session);
    template <class Action>
    void for_each_session(Action action);

    // Declaration order is lifetime order: the sessions go before what they use.
    asio::io_context io_{1};
    Shared shared_;
    Acceptor acceptor_{io_.get_executor()};
    Timer sweep_timer_{io_.get_executor()};
    Timer accept_timer_{io_.get_executor()};
    std::list<Session> sessions_;
    Clock::time_point drain_deadline_ = Clock::time_point::max();
    std::uint16_t port_ = 0;
    std::once_flag stopped_;
    std::thread thread_;
};

void report(std::exception_ptr failure) {
    if (!failure) return;
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        log(Level::error, "an HTTP connection failed",
            {
                {"reason", error.what()}
        });
    }
}

AsioServer::AsioServer(ServerOptions options, std::vector<Route> routes)
    : shared_(std::move(options), std::move(routes), std::make_shared<AnswerMailbox>([this] {
                  asio::post(io_, [this] { shared_.mailbox->deliver(); });
              })) {}

Status AsioServer::listen(const tcp::endpoint& endpoint) {
    error_code error;
    const auto ok = [&error] { return !error; };
    acceptor_.open(endpoint.protocol(), error);
    if (ok()) acceptor_.set_option(Acceptor::reuse_address(true), error);
    if (ok()) acceptor_.bind(endpoint, error);
    if (ok()) acceptor_.listen(Acceptor::max_listen_connections, error);
    if (ok()) port_ = acceptor_.local_endpoint(error).port();
    if (ok()) return {};
    return Error{Errc::io, "http server: cannot listen on port " + std::to_string(endpoint.port()) +
                               ": " + error.message()};
}

void AsioServer::start() {
    asio::co_spawn(io_, accept(), [](std::exception_ptr failure) { report(failure); });
    asio::co_spawn(io_, sweep(), [](std::exception_ptr failure) { report(failure); });
    thread_ = std::thread([this] {
        shared_.mailbox->bind_to_this_thread();
        io_.run();
    });
}

void AsioServer::stop() {
    std::call_once(stopped_, [this] {
        if (thread_.joinable()) {
            asio::post(io_, [this] { begin_stop(); });
            thread_.join();
        }
        shared_.mailbox->close();
    });
}

Task<void> AsioServer::accept() {
    while (acceptor_.is_open()) {
        Socket socket{io_.get_executor()};
        error_code error;
        auto token = asio::redirect_error(use_task, error);
        co_await acceptor_.async_accept(socket, token);
        if (!error) {
            open_session(std::move(socket));
        } else if (acceptor_.is_open()) {
            // Out of descriptors, most likely: trying again at once would only spin.
            log(Level::warning, "cannot accept a connection",
                {
                    {"reason", error.message()}
            });
            accept_timer_.expires_after(accept_pause);
            co_await accept_timer_.async_wait(token);
        }
    }
}

void AsioServer::open_session(Socket socket) {
    if (sessions_.size() >= shared_.options.connections_max) return turn_away(std::move(socket));
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    const auto session = sessions_.emplace(sessions_.end(), shared_, std::move(socket));
    asio::co_spawn(io_, session->run(), [this, session](std::exception_ptr failure) {
        report(failure);
        end_session(session);
    });
}

void AsioServer::turn_away(Socket socket) {
    Response response = problem(problems::overloaded, Language::english);
    response.headers.emplace_back("Retry-After", "1");
    AnswerFrame frame;
    frame.date = shared_.date;
    std::string text;
    append_head(text, response, frame);
    text += response.body;
    // The send buffer of a fresh connection has room for it; nobody waits if it has not.
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(text), ignored);
    socket.shutdown(Socket::shutdown_send, ignored);
}

Task<void> AsioServer::sweep() {
    const ServerOptions& options = shared_.options;
    const milliseconds shortest =
        std::min({options.header_timeout, options.body_timeout, options.idle_timeout,
                  options.write_timeout, options.drain_timeout});
    const milliseconds interval = std::clamp(shortest / 4, sweep_interval_min, sweep_interval_max);
    while (!shared_.stopping || !sessions_.empty()) {
        error_code error;
        auto token = asio::redirect_error(use_task, error);
        sweep_timer_.expires_after(interval);
        co_await sweep_timer_.async_wait(token);

        const Clock::time_point now = Clock::now();
        shared_.date = http_date(std::chrono::system_clock::now());
        for_each_session([now](Session& session) { session.sweep(now); });
        if (now >= drain_deadline_) for_each_session([](Session& s) { s.stop_now(); });
    }
}

void AsioServer::begin_stop() {
    shared_.stopping = true;
    drain_deadline_ = Clock::now() + shared_.options.drain_timeout;
    error_code ignored;
    acceptor_.close(ignored);
    accept_timer_.cancel();
    for_each_session([](Session& session) { session.stop_when_idle(); });
    if (sessions_.empty()) sweep_timer_.cancel();
}

void AsioServer::end_session(std::list<Session>::iterator session) {
    sessions_.erase(session);
    if (shared_.stopping && sessions_.empty()) sweep_timer_.cancel();
}

// `action` may end the session that it is given.
template <class Action>
void AsioServer::for_each_session(Action action) {
    for (auto next = sessions_.begin(); next != sessions_.end();) {
        Session& session = *next;
        ++next;
        action(session);
    }
}

}  // namespace

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, std::vector<Route> routes) {
    error_code error;
    const auto address = asio::ip::make_address(options.address, error);
    if (error)
        return Error{Errc::invalid,
                     "http server: \"" + options.address + "\" is not an IP address"};
    if (!address.is_loopback() && !options.identify)
        return Error{Errc::invalid, "http server: " + options.address +
                                        " is not a loopback address: whoever reaches it could "
                                        "write, so it takes --keys FILE, as `barometre keys "
                                        "create` makes it"};
    const tcp::endpoint endpoint{address, options.port};
    auto server = std::make_unique<AsioServer>(std::move(options), std::move(routes));
    const Status listening = server->listen(endpoint);
    if (!listening) return listening.error();
    server->start();
    return std::unique_ptr<Server>{std::move(server)};
}

}  // namespace platform::http
