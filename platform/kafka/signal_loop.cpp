// SPDX-License-Identifier: EUPL-1.2
#include "platform/kafka/signal_loop.hpp"

#include <librdkafka/rdkafka.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <thread>
#include <utility>

namespace platform::kafka {

namespace asio = boost::asio;
using boost::system::error_code;

struct SignalLoop::Loop {
    Loop(std::chrono::milliseconds interval_, std::function<void()> serve_)
        : interval(interval_), serve(std::move(serve_)) {
        await_signal();
        await_interval();
        thread = std::thread{[this] { io.run(); }};
    }
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    ~Loop() {
        io.stop();
        thread.join();
    }

    void await_signal() {
        descriptor.async_wait(asio::posix::stream_descriptor::wait_read, [this](error_code failed) {
            if (failed) return;
            // Cleared before the queue is emptied: what comes after signals again.
            std::uint64_t times = 0;
            static_cast<void>(::read(descriptor.native_handle(), &times, sizeof times));
            serve();
            await_signal();
        });
    }

    void await_interval() {
        timer.expires_after(interval);
        timer.async_wait([this](error_code failed) {
            if (failed) return;
            serve();
            await_interval();
        });
    }

    const std::chrono::milliseconds interval;
    const std::function<void()> serve;
    asio::io_context io{1};
    asio::posix::stream_descriptor descriptor{io, ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
    asio::steady_timer timer{io};
    std::thread thread;
};

SignalLoop::SignalLoop(std::chrono::milliseconds interval, std::function<void()> serve)
    : loop_(std::make_unique<Loop>(interval, std::move(serve))) {}

SignalLoop::~SignalLoop() = default;

void SignalLoop::watch(rd_kafka_queue_s& queue) {
    static constexpr std::uint64_t once = 1;
    rd_kafka_queue_io_event_enable(&queue, loop_->descriptor.native_handle(), &once, sizeof once);
}

}  // namespace platform::kafka
